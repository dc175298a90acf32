"""The sheet of a factory's facts: what may be written there, and what becomes of two people writing at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from bot.services.content.files import Placed
from bot.services.content.rules_numbers import no_number_is_typed_by_hand
from bot.services.content.rules_texts import Known, Said
from bot.services.content.rules_wording import words_are_for_everybody, words_are_kind
from bot.services.factories.register import KIND
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.store import factories, factory_facts
from bot.store.database import Database
from dialogs.factory_facts import KEYS, NO, POLICE_CHECK, YES, FactoryFact
from dialogs.library import Library

LONGEST: Final = 400
PHONES: Final = frozenset({"contact_phone", "cfs_sign_up", "union_care_class"})
_PHONE: Final = re.compile(r"[0-9+][0-9 ()-]{5,19}")
_LONG_NUMBER: Final = re.compile(r"\d(?:[ -]?\d){5,}")


class Wrong(StrEnum):
    """What is wrong with a fact."""

    LONG = "long"
    BRACE = "brace"
    NUMBER = "number"
    UNKIND = "unkind"
    PHONE = "phone"
    YES_OR_NO = "yes_or_no"
    DAY = "day"
    PAST = "past"
    KEY = "key"
    TWICE = "twice"
    CHANGED = "changed"  # by somebody else, since the page was opened


@dataclass(frozen=True)
class Line:
    """One fact as it was typed: words, and the last day as YYYY-MM-DD or nothing."""

    key: str
    words: str
    until: str = ""


@dataclass(frozen=True)
class Kept:
    """One fact as it is kept."""

    key: str
    fact: FactoryFact
    changed_at: datetime
    changed_name: str


@dataclass(frozen=True)
class Saved:
    """changed: keys that are different now; wrong: by key, why nothing was changed."""

    changed: Sequence[str] = ()
    wrong: Mapping[str, Wrong] = field(default_factory=dict)


Written = Mapping[str, FactoryFact]


class Sheet:
    """The facts of the factories."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit

    @property
    def today(self) -> date:
        return self._setting.clock().astimezone(self._setting.zone).date()

    async def of(self, code: str) -> Mapping[str, Kept]:
        async with self._database.reading() as connection:
            rows = await factory_facts.rows_of(connection, code)
        kept = [Kept(row.key, FactoryFact(row.value, row.until), row.changed_at, row.changed_name) for row in rows]
        return {one.key: one for one in kept if one.key in KEYS}

    def judged(self, line: Line) -> FactoryFact | Wrong:
        """The fact that was meant; an empty one takes the fact away."""
        if line.key not in KEYS:
            return Wrong.KEY
        words = cleaned(line.words)
        if line.key == POLICE_CHECK:
            words = words.lower()
        if wrong := next(self._wrong(line.key, words), None):
            return wrong
        try:
            until = date.fromisoformat(line.until.strip()) if line.until.strip() else None
        except ValueError:
            return Wrong.DAY
        return FactoryFact(words, until if words else None)

    def _wrong(self, key: str, words: str) -> Iterator[Wrong]:
        if len(words) > LONGEST:
            yield Wrong.LONG
        if re.search(r"[{}｛｝]", words):
            yield Wrong.BRACE
        if key == POLICE_CHECK and words not in ("", YES, NO):
            yield Wrong.YES_OR_NO
        if key == "contact_phone" and words and not _PHONE.fullmatch(words):
            yield Wrong.PHONE
        said, known = Said(Placed("fact", key, {}, "", 0), key, words), _known(self._setting.shelf.library)
        dialled = Said(said.placed, key, _LONG_NUMBER.sub("", words)) if key in PHONES else said
        if any(no_number_is_typed_by_hand(dialled, known)):
            yield Wrong.NUMBER
        if any(words_are_kind(said, known)) or any(words_are_for_everybody(said, known)):
            yield Wrong.UNKIND

    def refused(self, lines: Iterable[Line], kept: Mapping[str, Kept]) -> Mapping[str, Wrong]:
        """Why each of these lines could not be written; those that could are left out."""
        seen = {key: one.fact for key, one in kept.items()}
        return self._changes(lines, seen)[1]

    def _changes(self, lines: Iterable[Line], seen: Written) -> tuple[Written, dict[str, Wrong]]:
        """What differs from what was seen, and what is wrong."""
        judged = {line.key: self.judged(line) for line in lines}
        meant = {key: fact for key, fact in judged.items() if isinstance(fact, FactoryFact)}
        changed = {key: fact for key, fact in meant.items() if fact != seen.get(key, _NOTHING)}
        wrong = {key: found for key, found in judged.items() if isinstance(found, Wrong)}
        today = self.today
        past = [key for key, fact in changed.items() if fact.until is not None and fact.until < today]
        return changed, {**wrong, **dict.fromkeys(past, Wrong.PAST)}

    async def write(self, who: Signed, code: str, lines: Sequence[Line], seen: Written) -> Saved:
        """Write the lines that differ from what she saw, all of them or, where one is wrong, none.

        A fact that somebody else changed meanwhile is not written over: it is Wrong.CHANGED.
        """
        changed, wrong = self._changes(lines, seen)
        async with self._database.writing() as connection:
            if await factories.found(connection, code) is None:
                return Saved()
            known = (await factory_facts.known_of(connection, [code])).get(code, {})
            others = [key for key in changed if known.get(key, _NOTHING) not in (seen.get(key, _NOTHING), changed[key])]
            wrong.update(dict.fromkeys(others, Wrong.CHANGED))
            if wrong or not changed:
                return Saved(wrong=wrong)
            rows = [self._row(who, code, key, fact) for key, fact in changed.items() if fact.value]
            await factory_facts.save(connection, rows)
            await factory_facts.drop(connection, code, [key for key, fact in changed.items() if not fact.value])
            deed = Deed("facts", KIND, code, detail=_difference(known, changed))
            await self._audit.note_within(connection, who, deed)
        return Saved(list(changed))

    def _row(self, who: Signed, code: str, key: str, fact: FactoryFact) -> dict[str, Any]:
        return {
            "factory": code,
            "key": key,
            "value": fact.value,
            "until": fact.until,
            "changed_at": self._setting.clock(),
            "changed_name": who.name,
        }


_NOTHING: Final = FactoryFact("")


def cleaned(words: str) -> str:
    """One line in which every sign can be seen."""
    seen = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in words)
    return " ".join(seen.split())


def _known(library: Library) -> Known:
    hotlines = {line.id: {"number": line.number} for line in library.hotlines.values()}
    return Known(hotlines, frozenset(), "", None)


def _difference(before: Written, after: Written) -> dict[str, Any]:
    """What was there and what is there now, of every fact that changed."""
    return {key: {"from": _said(before.get(key)), "to": _said(fact)} for key, fact in after.items()}


def _said(fact: FactoryFact | None) -> str:
    if fact is None or not fact.value:
        return ""
    return f"{fact.value} ({fact.until})" if fact.until else fact.value
