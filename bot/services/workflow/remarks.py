"""What there is to say about a wording, compared with what is published: what must be put right, then advice."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.i18n import Words
from bot.services.content.fields import field_path
from bot.services.content.files import Placed
from bot.services.content.problems import Problem
from bot.services.content.rules import RECORD_RULES, TEXT_RULES
from bot.services.content.rules_texts import Known, texts_of
from bot.services.content.shape import check_shape
from bot.services.scene import Setting
from bot.services.workflow.bench import Bench, alike, compared, users_of
from bot.services.workflow.items import Key, Record, Remark
from bot.store import contents
from dialogs.library import Library
from dialogs.text import Text, _

LANGUAGE = "zh_Hans"
# Saving puts them in where nobody has.
_FILLED_IN = frozenset({"author", "review_due"})


class Judge:
    """Knows the rules of the house and what is published."""

    def __init__(self, words: Words, setting: Setting) -> None:
        self._words = words
        self._setting = setting
        self._bench = Bench()

    def say(self, text: Text) -> str:
        return self._words.say(text, LANGUAGE)

    @property
    def today(self) -> date:
        return self._setting.clock().astimezone(self._setting.zone).date()

    async def look(self, connection: AsyncConnection) -> None:
        """Take up what is published now; one cheap statement where nothing has changed."""
        version = await contents.version(connection)
        if version != self._bench.version:
            rows = await contents.all_records(connection)
            records = [(row.kind, row.id, row.record) for row in rows]
            self._bench = await asyncio.to_thread(Bench.laid_out, version, records)

    def published(self, key: Key) -> Record | None:
        return self._bench.records.get(key)

    def remarks(self, kind: str, record: Record) -> Sequence[Remark]:
        """Errors first, each thing said once."""
        problems = list(self._problems(kind, record))
        if not any(problem.error for problem in problems) or not check_shape(_placed(kind, record)):
            problems.extend(alike(self._bench, _placed(kind, record)))
        ordered = sorted(dict.fromkeys(problems), key=lambda problem: not problem.error)
        return [self._remark(problem) for problem in ordered]

    def error(self, kind: str, record: Record) -> Text | None:
        """The first thing that must be put right before parents may read it."""
        return next((problem.text for problem in self._problems(kind, record) if problem.error), None)

    def why_not_retire(self, key: Key) -> Text | None:
        """A safeguarding text, or a number that others name, cannot be taken away."""
        kind, id = key
        if kind == "safeguarding":
            return _("Every danger needs its prepared reply. Write better words in its place.")
        if kind == "hotline" and (users := users_of(self._bench, id)):
            told = _("{count} texts name this number, among them {name}. Take it out of them first.")
            return told(count=len(users), name=self._bench.called(*users[0]))
        return None

    def _problems(self, kind: str, record: Record) -> Iterator[Problem]:
        placed = _placed(kind, record)
        if wrong := check_shape(placed):
            yield from wrong
            return
        known = replace(self._known(placed), today=self.today)
        for record_rule in RECORD_RULES:
            for problem in record_rule(placed, known):
                if not (problem.field in _FILLED_IN and not record.get(problem.field)):
                    yield problem
        for said in texts_of(placed):
            path = field_path(said.field)
            for text_rule in TEXT_RULES:
                yield from (replace(problem, field=path) for problem in text_rule(said, known))
        yield from compared(self._bench, placed)

    def _known(self, placed: Placed) -> Known:
        known = self._bench.known if self._bench.records else _known_of(self._setting.shelf.library)
        if placed.kind != "hotline":
            return known
        return replace(known, hotlines={**known.hotlines, placed.id: placed.record})

    def _remark(self, problem: Problem) -> Remark:
        words = self.say(problem.text)
        return Remark(words, problem.error, problem.field, hashlib.sha256(words.encode()).hexdigest()[:32])


def _placed(kind: str, record: Record) -> Placed:
    id = record.get("trigger" if kind == "safeguarding" else "id")
    return Placed(kind, str(id or ""), dict(record), "", 1)


def _known_of(library: Library) -> Known:
    """From the library in use, before the published records were looked at for the first time."""
    hotlines = {
        id: {"number": one.number, "needs_area_code": one.needs_area_code, "place": one.place}
        for id, one in library.hotlines.items()
    }
    seasons = frozenset(season.name for season in library.seasons)
    return Known(hotlines, seasons, library.notices.get(LANGUAGE, {}).get("child_space", ""), None)
