"""What people tick on the list of a factory: calls that were made, phones that were tried, towns that matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from bot.services.factories.checklist import MOST_TOWNS, NO_CHILD_SPACE, OLD_PHONES, TOWNS, call_item, phone_item
from bot.services.factories.register import KIND, name_of
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.store import factories, factory_checks
from bot.store.database import Database

LONGEST_WORDS: Final = 80
EMERGENCY_DIGITS: Final = 3  # 110, 119, 120, 122: nobody rings those to try them
_PART: Final = re.compile(r"[\s,，、;；]+")
_AREA_CODE: Final = re.compile(r"0\d{2,3}")


class CallResult(StrEnum):
    """How a call to a number of a home town went."""

    REACHED = "reached"
    NOBODY = "nobody"
    WRONG = "wrong"


class Untaken(StrEnum):
    """Why something was not ticked."""

    GONE = "gone"
    TOWNS = "towns"
    TOO_MANY = "too_many"
    RESULT = "result"
    MODEL = "model"


class Ticking:
    """Ticks on the list; each says who and when, and is in the log."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit

    async def towns(self, who: Signed, code: str, words: str) -> Untaken | None:
        """Home towns by name or area code, for a factory whose people are not known yet."""
        parts = [part for part in _PART.split(unicodedata.normalize("NFKC", words)) if part]
        codes = [found for part in parts if (found := self.area_code(part))]
        if len(codes) < len(parts) or not codes:
            return Untaken.TOWNS
        codes = list(dict.fromkeys(codes))
        if len(codes) > MOST_TOWNS:
            return Untaken.TOO_MANY
        return await self._tick(who, code, TOWNS, {"codes": codes})

    def area_code(self, words: str) -> str:
        """The area code of a place; empty where there is none, or more than one."""
        table = self._setting.shelf.library.areas
        if _AREA_CODE.fullmatch(words):
            return words if table.with_code(words) else ""
        found = {area.code for area in table.find(words)}
        return found.pop() if len(found) == 1 else ""

    def town(self, area_code: str) -> str:
        """The places with this area code."""
        return "/".join(area.name for area in self._setting.shelf.library.areas.with_code(area_code))

    def numbers(self, area_code: str) -> Sequence[tuple[str, str]]:
        """What has to be dialled to reach a home town, and what it is; numbers for emergencies are not tried."""
        lines = self._setting.shelf.library.hotlines.values()
        local = [line for line in lines if line.needs_area_code and line.place == "child"]
        return [(area_code + line.number, line.name) for line in local if len(line.number) > EMERGENCY_DIGITS]

    async def called(self, who: Signed, code: str, area_code: str, result: str, words: str = "") -> Untaken | None:
        if result not in set(CallResult):
            return Untaken.RESULT
        if not _AREA_CODE.fullmatch(area_code):
            return Untaken.TOWNS
        detail = {"result": result, "words": name_of(words)[:LONGEST_WORDS]}
        return await self._tick(who, code, call_item(area_code), detail)

    async def phone(self, who: Signed, code: str, number: int, model: str) -> Untaken | None:
        """An old phone on which the poster's code was opened."""
        model = name_of(model)
        if not 1 <= number <= OLD_PHONES or not 2 <= len(model) <= LONGEST_WORDS:
            return Untaken.MODEL
        return await self._tick(who, code, phone_item(number), {"model": model})

    async def child_space(self, who: Signed, code: str, *, has_one: bool) -> Untaken | None:
        """Whether this factory has a child space at all."""
        if not has_one:
            return await self._tick(who, code, NO_CHILD_SPACE, {})
        async with self._database.writing() as connection:
            await factory_checks.untick(connection, code, NO_CHILD_SPACE)
            await self._audit.note_within(connection, who, Deed("untick", KIND, code, detail={"item": NO_CHILD_SPACE}))
        return None

    async def _tick(self, who: Signed, code: str, item: str, detail: Mapping[str, Any]) -> Untaken | None:
        now = self._setting.clock()
        async with self._database.writing() as connection:
            if await factories.found(connection, code) is None:
                return Untaken.GONE
            row = {"factory": code, "item": item, "done_at": now, "done_name": who.name, "detail": dict(detail)}
            await factory_checks.tick(connection, row)
            await self._audit.note_within(connection, who, Deed("tick", KIND, code, detail={"item": item, **detail}))
        return None
