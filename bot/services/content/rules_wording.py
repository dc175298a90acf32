"""Which words a text uses: none that order, blame, promise, diagnose or keep a distance, and plain ones."""

from __future__ import annotations

from collections.abc import Iterator

from bot.services.content.problems import Problem
from bot.services.content.rules_idioms import idioms_in
from bot.services.content.rules_texts import Known, Said
from bot.services.content.words import FORBIDDEN, NEVER, Banned, without_warned_quotations
from dialogs.text import Text, _

# First bytes of the first level in GB 2312.
_FIRST_LEVEL = (0xB0, 0xD7)
_SOUNDS = frozenset("嗯咦咿咚叽呱噜啰嗦唠叨嘀咔噼")


def words_are_kind(said: Said, _known: Known) -> Iterator[Problem]:
    """A question is the parent's own, and a hotline's name is not ours: both may say what they like here."""
    if not said.chinese or (said.kind, said.field) == ("faq", "question") or said.kind == "hotline":
        return
    words = without_warned_quotations(said.words)
    for banned in FORBIDDEN:
        if (hit := banned.first(words)) is not None:
            yield Problem(_said(said, hit, banned))


def _said(said: Said, hit: str, banned: Banned) -> Text:
    return _("{field} says “{words}”, which {reason}")(field=said.named, words=hit, reason=banned.reason)


def words_are_for_everybody(said: Said, _known: Known) -> Iterator[Problem]:
    if not said.chinese:
        return
    for banned in NEVER:
        if (hit := banned.first(said.words)) is not None:
            yield Problem(_said(said, hit, banned))


def words_are_plain(said: Said, _known: Known) -> Iterator[Problem]:
    about = _("{field} uses the idiom {idiom}; a plain word is understood by more people")
    for idiom in idioms_in(said.words) if said.chinese else ():
        yield Problem(about(field=said.named, idiom=idiom), error=False)


def signs_are_widely_read(said: Said, _known: Known) -> Iterator[Problem]:
    """By the first level of GB 2312, 3,755 signs that newspapers get by with; sounds are heard, not read."""
    rare = sorted({sign for sign in said.words if said.chinese and "一" <= sign <= "鿿" and not _is_widely_read(sign)})
    if rare:
        about = _("{field} holds rare signs: {signs}; not everybody reads them")
        yield Problem(about(field=said.named, signs=" ".join(rare)), error=False)


def _is_widely_read(sign: str) -> bool:
    code = sign.encode("gb2312", errors="ignore")
    return sign in _SOUNDS or (bool(code) and _FIRST_LEVEL[0] <= code[0] <= _FIRST_LEVEL[1])
