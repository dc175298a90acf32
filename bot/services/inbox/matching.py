"""What the library would answer to somebody's words, and what it would answer with one more item in it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.services.scene import Setting
from bot.store import contents
from bot.store.database import Database
from dialogs import records
from dialogs.facts import Facts, Home
from dialogs.hotlines import needs_home, spoken
from dialogs.language.questions import Decision, Matches, QuestionIndex
from dialogs.library import Faq

_BEST = 3
_FOUND = 8


@dataclass(frozen=True)
class Found:
    """An answer of the library. long, short: its words with the numbers filled in, to be passed on as they are."""

    id: str
    question: str
    answer: str
    long: str
    short: str
    needs_home: bool


@dataclass(frozen=True)
class Tried:
    """What would happen with these words: the answer at once, a choice of questions, or nothing."""

    decision: Decision
    questions: tuple[str, ...]
    place: int | None  # of the item that was looked for, 1 for the first; None where it is not among the first


class Matching:
    """The matcher, for trainers."""

    def __init__(self, database: Database, setting: Setting) -> None:
        self._database = database
        self._setting = setting

    def best(self, words: str, home: Home | None = None, *, most: int = _BEST) -> Sequence[Found]:
        """The answers that fit best, the first first; fewer where less has anything in common with the words."""
        library = self._setting.shelf.library
        matches = library.questions.match(words).matches if words.strip() else ()
        faqs = [library.faqs[match.id] for match in matches[:most] if match.id in library.faqs]
        return [self._found(faq, home) for faq in faqs]

    def search(self, words: str) -> Sequence[Found]:
        """Answers whose question holds these very words, then those that the matcher finds."""
        library, wanted = self._setting.shelf.library, words.strip()
        holding = [faq for faq in library.faqs.values() if wanted and wanted in faq.question]
        named = {faq.id: self._found(faq, None) for faq in holding}
        likely = {found.id: found for found in self.best(words, most=_FOUND)}
        return [*(named | likely).values()][:_FOUND]

    def _found(self, faq: Faq, home: Home | None) -> Found:
        facts = self._facts(home)
        local = faq.place == "child" and needs_home(faq.answer, facts.library)
        return Found(
            id=faq.id,
            question=faq.question,
            answer=faq.answer,
            long=_said(faq.answer, facts, faq.place),
            short=_said(faq.share, facts, faq.place),
            needs_home=local,
        )

    def filled(self, words: str, home: Home | None = None) -> str:
        """A trainer's own answer with its numbers filled in, to be passed on as it is."""
        return _said(words, self._facts(home), "child")

    def home(self, place: str) -> Home | None:
        """The prefecture that is meant by what a trainer typed; None where that is none or several."""
        found = self._setting.shelf.library.areas.find(place) if place.strip() else ()
        return Home(found[0].code, found[0].name) if len(found) == 1 else None

    def _facts(self, home: Home | None) -> Facts:
        scene = self._setting.scene(frozenset())
        facts = Facts(now=scene.now, zone=scene.zone, library=scene.library, around=scene.around)
        return replace(facts, profile=replace(facts.profile, home=home))

    async def now(self, words: str, item_id: str) -> Tried:
        """What the library in use does with these words."""
        library = self._setting.shelf.library
        matches = await asyncio.to_thread(library.questions.match, words)
        return _tried(matches, item_id, {id: faq.question for id, faq in library.faqs.items()})

    async def with_record(self, words: str, record: Mapping[str, Any]) -> Tried:
        """What it would do with this answer in it, as it stands in `record`, in place of the published one."""
        async with self._database.reading() as connection:
            rows = await contents.all_records(connection)
        faqs = {row.id: row.record for row in rows if row.kind == "faq"} | {record["id"]: record}
        beside = [records.other_matter(row.record) for row in rows if row.kind == "other_matter"]
        known = [records.question(faq) for faq in faqs.values()]
        index = await asyncio.to_thread(QuestionIndex.build, known, beside)
        return _tried(index.match(words), str(record["id"]), {id: faq["question"] for id, faq in faqs.items()})


def _said(template: str, facts: Facts, place: str) -> str:
    if not template:
        return ""
    return "\n".join(facts.say(text) for text in spoken(template, facts, place=place))


def _tried(matches: Matches, item_id: str, questions: Mapping[str, str]) -> Tried:
    ids = [match.id for match in matches.matches]
    shown = {Decision.ANSWER: 1, Decision.CHOOSE: _BEST}.get(matches.decision, 0)
    place = ids.index(item_id) + 1 if item_id in ids[:_BEST] else None
    return Tried(matches.decision, tuple(questions[id] for id in ids[:shown] if id in questions), place)
