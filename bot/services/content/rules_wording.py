"""Which words a text uses: none that order, blame, promise, diagnose or keep a distance, and plain ones."""

from __future__ import annotations

from collections.abc import Iterator

from bot.services.content.rules_idioms import idioms_in
from bot.services.content.rules_texts import Known, Problem, Said
from bot.services.content.words import FORBIDDEN, NEVER, without_warned_quotations


def words_are_kind(said: Said, _known: Known) -> Iterator[Problem]:
    """A question is the parent's own, and a hotline's name is not ours: both may say what they like here."""
    if not said.chinese or (said.kind, said.field) == ("faq", "question") or said.kind == "hotline":
        return
    words = without_warned_quotations(said.words)
    for banned in FORBIDDEN:
        if (hit := banned.first(words)) is not None:
            yield Problem(f"{said.field} says “{hit}”, which {banned.reason}")


def words_are_for_everybody(said: Said, _known: Known) -> Iterator[Problem]:
    if not said.chinese:
        return
    for banned in NEVER:
        if (hit := banned.first(said.words)) is not None:
            yield Problem(f"{said.field} says “{hit}”, which {banned.reason}")


def words_are_plain(said: Said, _known: Known) -> Iterator[Problem]:
    for idiom in idioms_in(said.words) if said.chinese else ():
        yield Problem(f"{said.field} uses the idiom {idiom}; a plain word is understood by more people", error=False)
