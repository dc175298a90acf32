"""What is published, laid out so that one wording can be compared with all of it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.services.content.files import Placed
from bot.services.content.problems import Problem
from bot.services.content.rules_texts import Known, known_from
from bot.services.content.rules_whole import ALIKE, COMPARED, bigrams, likeness, plain_question
from bot.services.content.rules_wordings import BETTER_BY, FEWEST_ANSWERS, FITS_FROM
from bot.services.content.shape import check_shape
from bot.services.workflow.items import Key, Record
from bot.services.workflow.summary import summary_of, words_in
from dialogs.language.grams import GramTable, grams
from dialogs.language.questions import what_is_asked
from dialogs.text import _

_CALLED = 24  # signs of a title
_MOST_WORDINGS = 60  # of the new ones of an answer; more cannot be judged while somebody types


@dataclass(frozen=True)
class Bench:
    """The published records of one version."""

    version: str | None = None
    records: Mapping[Key, Record] = field(default_factory=dict)

    @cached_property
    def known(self) -> Known:
        return known_from((Placed(kind, id, dict(record), "", 1) for (kind, id), record in self.records.items()), None)

    @cached_property
    def texts(self) -> Mapping[str, list[tuple[str, frozenset[str]]]]:
        """By kind: the ids and pairs of signs of the texts that should not say the same."""
        found: dict[str, list[tuple[str, frozenset[str]]]] = {kind: [] for kind in COMPARED}
        for (kind, id), record in self.records.items():
            if kind in COMPARED:
                found[kind].append((id, bigrams(str(record.get(COMPARED[kind]) or ""))))
        return found

    @cached_property
    def askings(self) -> Mapping[str, str]:
        """Whose each way of asking is; other matters have theirs too."""
        owners: dict[str, str] = {}
        for (kind, id), record in self.records.items():
            if kind == "faq":
                owners[plain_question(record["question"])] = id
            if kind in ("faq", "other_matter"):
                for words in record.get("variants") or record.get("wordings") or ():
                    owners.setdefault(plain_question(words), id)
        return owners

    @cached_property
    def weeks(self) -> Mapping[tuple[str, int], str]:
        return {
            (record.get("season") or "", week): id
            for (kind, id), record in self.records.items()
            if kind == "weekly"
            for week in record["weeks"]
        }

    @cached_property
    def lessons(self) -> Mapping[str, str]:
        courses = ((id, record) for (kind, id), record in self.records.items() if kind == "course")
        return {lesson["id"]: id for id, record in courses for lesson in record["lessons"]}

    @cached_property
    def answers(self) -> tuple[list[str], GramTable]:
        """The ids of all answers, and what their wordings say about whose a wording is."""
        faqs = [(id, record) for (kind, id), record in self.records.items() if kind == "faq"]
        said = [[what_is_asked(words) for words in (faq["question"], *faq["variants"])] for _id, faq in faqs]
        return [id for id, _faq in faqs], GramTable.of(said, len(faqs))

    def called(self, kind: str, id: str) -> str:
        """What people know it by."""
        record = self.records.get((kind, id))
        return summary_of((kind, id), record)["title"][:_CALLED] if record else id

    @classmethod
    def laid_out(cls, version: str | None, rows: Iterable[tuple[str, str, Record]]) -> Bench:
        """Everything made that is made once: beside the event loop, so that nobody who types waits for it.

        A record that could not be used is left out, as it is from the library.
        """
        self = cls(version, {(kind, id): record for kind, id, record in rows if _is_whole(kind, id, record)})
        for name in ("known", "texts", "askings", "weeks", "lessons", "answers"):
            getattr(self, name)
        return self


def _is_whole(kind: str, id: str, record: Any) -> bool:
    return isinstance(record, dict) and not check_shape(Placed(kind, id, record, "", 1))


def compared(bench: Bench, placed: Placed) -> Iterator[Problem]:
    """What excludes another published record."""
    if placed.kind == "weekly":
        yield from _taken_weeks(bench, placed)
    if placed.kind == "course":
        for lesson in placed.record["lessons"]:
            if (owner := bench.lessons.get(lesson["id"], placed.id)) != placed.id:
                told = _("has a lesson {lesson}, which {owner} has too")
                yield Problem(told(lesson=lesson["id"], owner=bench.called(placed.kind, owner)), field="lessons")


def _taken_weeks(bench: Bench, placed: Placed) -> Iterator[Problem]:
    season, taken = placed.record.get("season") or "", _("is for week {week}, which {owner} has already")
    for week in sorted(set(placed.record["weeks"])):
        if (owner := bench.weeks.get((season, week), placed.id)) != placed.id:
            yield Problem(taken(week=week, owner=bench.called(placed.kind, owner)), field="weeks")


def alike(bench: Bench, placed: Placed) -> Iterator[Problem]:
    """Advice: what says the same, or is asked the same way, as something else that is published."""
    if placed.kind in COMPARED:
        name = COMPARED[placed.kind]
        its = bigrams(placed.record[name])
        for id, others in bench.texts[placed.kind]:
            if id != placed.id and (share := likeness(its, others)) > ALIKE:
                told = _("is {share} the same as {owner}")(share=f"{share:.0%}", owner=bench.called(placed.kind, id))
                yield Problem(told, error=False, field=name)
    if placed.kind == "faq":
        yield from _asked_elsewhere(bench, placed)
        yield from _fits_elsewhere(bench, placed)


def _asked_elsewhere(bench: Bench, placed: Placed) -> Iterator[Problem]:
    within: set[str] = set()
    elsewhere, twice = _("has the wording “{words}”, which {owner} has too"), _("has the wording “{words}” twice")
    for words in placed.record["variants"]:
        plain = plain_question(words)
        if (owner := bench.askings.get(plain, placed.id)) != placed.id:
            yield Problem(elsewhere(words=words, owner=bench.called(placed.kind, owner)), error=False, field="variants")
        elif plain in within:
            yield Problem(twice(words=words), error=False, field="variants")
        within.add(plain)


def _fits_elsewhere(bench: Bench, placed: Placed) -> Iterator[Problem]:
    """Only wordings that are new: the others stand where somebody has put them already."""
    ids, table = bench.answers
    if len(ids) < FEWEST_ANSWERS:
        return
    old = set((bench.records.get(("faq", placed.id)) or {}).get("variants") or ())
    fresh = [words for words in placed.record["variants"] if words not in old][:_MOST_WORDINGS]
    if not fresh:
        return
    its = [what_is_asked(words) for words in (placed.record["question"], *placed.record["variants"])]
    times = Counter(gram for words in its for gram in grams(words))
    told = _("has the wording “{words}”, which sounds more like {owner}")
    for words in fresh:
        found = grams(what_is_asked(words))
        shares = table.shares(found)
        best = max((n for n, id in enumerate(ids) if id != placed.id), key=shares.__getitem__)
        without = times - Counter(found)
        own = table.share_with(found, without, len(its) - 1)
        if shares[best] >= FITS_FROM and shares[best] >= BETTER_BY * own:
            yield Problem(told(words=words, owner=bench.called(placed.kind, ids[best])), error=False, field="variants")


def users_of(bench: Bench, hotline: str) -> list[Key]:
    """The published records that name this hotline."""
    users = (key for key, record in bench.records.items() if key[0] != "hotline" and _names(record, hotline, key[0]))
    return sorted(users)


def _names(record: Record, hotline: str, kind: str) -> bool:
    listed: Any = record.get("hotlines") or ()
    if hotline in listed or (kind == "wall_card" and record.get("hotline") == hotline):
        return True
    return any(f"{{{hotline}}}" in words for words in words_in(dict(record)))
