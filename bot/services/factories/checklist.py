"""What has to be done before a factory opens: some of it is ticked by people, the rest is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.scene import DutyHours, Setting
from bot.store import factories, factory_checks, factory_facts
from bot.store.database import Database
from dialogs.factory_facts import POLICE_CHECK, YES, FactoryFacts

OPERATOR, ROSTER, TEXTS, NUMBERS, FACTS, PHONES, REHEARSAL = (
    "operator",
    "roster",
    "texts",
    "numbers",
    "facts",
    "phones",
    "rehearsal",
)
ORDER: Final = (OPERATOR, ROSTER, TEXTS, NUMBERS, FACTS, PHONES, REHEARSAL)
TOWNS, NO_CHILD_SPACE = "towns", "no_child_space"
OLD_PHONES: Final = 3
MOST_TOWNS: Final = 3
FEWEST_PEOPLE: Final = 10  # of one home town, before it is named to anybody
SIGNATURES: Final = 2
ROSTER_DAYS: Final = 7
IN_TIME: Final = timedelta(minutes=5)
CONTACT: Final = ("contact_role", "contact_phone")
CHILD_SPACE: Final = ("cfs_place", "cfs_ages", "cfs_hours", "cfs_fee", "cfs_sign_up", POLICE_CHECK)


@dataclass(frozen=True)
class Item:
    """One line of the list; detail says why it is open, or how it was done."""

    key: str
    done: bool
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """How far a factory is."""

    items: Sequence[Item]

    @property
    def done(self) -> bool:
        return all(item.done for item in self.items)

    def item(self, key: str) -> Item:
        return next(item for item in self.items if item.key == key)


class Checklist:
    """Looks at everything that a first week needs."""

    def __init__(self, database: Database, setting: Setting) -> None:
        self._database = database
        self._setting = setting

    async def of(self, code: str) -> Standing | None:
        """Nothing where there is no such factory."""
        now = self._setting.clock()
        async with self._database.reading() as connection:
            if await factories.found(connection, code) is None:
                return None
            ticked = await factory_checks.ticks(connection, code)
            known = (await factory_facts.known_of(connection, [code])).get(code, {})
            items = (
                self._operator(),
                await self._roster(connection, now),
                await _texts(connection),
                await self._numbers(connection, code, ticked),
                facts_item(known, self._today(now), without_space=NO_CHILD_SPACE in ticked),
                _phones(ticked),
                rehearsal_item(ticked.get(REHEARSAL)),
            )
        return Standing(items)

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._setting.zone).date()

    def _operator(self) -> Item:
        operator = self._setting.operator
        detail = {"name": operator.name, "phone": operator.phone}
        return Item(OPERATOR, bool(operator.name and operator.phone), detail)

    async def _roster(self, connection: AsyncConnection, now: datetime) -> Item:
        end = now + timedelta(days=ROSTER_DAYS)
        rows = await factory_checks.shifts(connection, now, end)
        promised = [(row.starts_at, row.ends_at) for row in rows if row.acknowledged_at is not None]
        planned = [(row.starts_at, row.ends_at) for row in rows]
        wanted = list(self._on_duty(now, end))
        detail = {"gap": first_gap(wanted, planned), "unpromised": len(rows) - len(promised)}
        return Item(ROSTER, first_gap(wanted, promised) is None and not detail["unpromised"], detail)

    def _on_duty(self, now: datetime, end: datetime) -> Iterable[tuple[datetime, datetime]]:
        """When somebody has to be there: the hours of duty of each of these days."""
        hours: DutyHours = self._setting.roster.hours
        if hours.start == hours.end:
            yield now, end
            return
        for ahead in range(-1, ROSTER_DAYS + 1):
            day = self._today(now) + timedelta(days=ahead)
            start = datetime.combine(day, hours.start, self._setting.zone)
            last = day if hours.start < hours.end else day + timedelta(days=1)
            until = datetime.combine(last, hours.end, self._setting.zone)
            if until > now and start < end:
                yield max(start.astimezone(UTC), now), min(until.astimezone(UTC), end)

    async def _numbers(self, connection: AsyncConnection, code: str, ticked: Mapping[str, Any]) -> Item:
        common = await factory_checks.home_area_codes(connection, code, FEWEST_PEOPLE, MOST_TOWNS)
        typed = ticked[TOWNS].detail.get("codes", ()) if TOWNS in ticked else ()
        towns = list(dict.fromkeys((*common, *typed)))
        calls = {town: ticked[key].detail for town in towns if (key := call_item(town)) in ticked}
        who = {town: (ticked[call_item(town)].done_name, ticked[call_item(town)].done_at) for town in calls}
        failed = [town for town in towns if calls.get(town, {}).get("result") != "reached"]
        detail = {"towns": towns, "calls": calls, "who": who, "common": list(common)}
        return Item(NUMBERS, bool(towns) and not failed, detail)


def call_item(area_code: str) -> str:
    return f"call-{area_code}"


def phone_item(number: int) -> str:
    return f"phone-{number}"


def facts_item(known: FactoryFacts, today: date, *, without_space: bool) -> Item:
    """What has to be known before people ask for it; a factory without a child space needs the contact only."""
    wanted = CONTACT if without_space else (*CONTACT, *CHILD_SPACE)
    missing = [key for key in wanted if key not in known or not known[key].holds(today)]
    unchecked = not without_space and POLICE_CHECK not in missing and known[POLICE_CHECK].value != YES
    detail = {"missing": missing, "unchecked": unchecked, "without_space": without_space}
    return Item(FACTS, not missing and not unchecked, detail)


def rehearsal_item(ticked: Any | None) -> Item:
    """Whether somebody on duty heard the rehearsed alert in time; measured between two readings of the clock."""
    if ticked is None:
        return Item(REHEARSAL, False, {"state": "none"})
    heard = ticked.detail.get("acknowledged_at")
    detail: dict[str, Any] = {"started_at": ticked.done_at, "started_name": ticked.done_name, **ticked.detail}
    if heard is None:
        return Item(REHEARSAL, False, {**detail, "state": "waiting"})
    took = datetime.fromisoformat(heard) - ticked.done_at
    done = took <= IN_TIME
    return Item(REHEARSAL, done, {**detail, "state": "heard" if done else "late", "took": took})


def first_gap(
    wanted: Iterable[tuple[datetime, datetime]], covered: Iterable[tuple[datetime, datetime]]
) -> datetime | None:
    """The first instant of the wanted times at which nobody is there."""
    spans = sorted(covered)
    for start, end in wanted:
        reached = start
        for begins, ends in spans:
            if begins <= reached < ends:
                reached = ends
        if reached < end:
            return reached
    return None


async def _texts(connection: AsyncConnection) -> Item:
    unsigned = await factory_checks.unsigned(connection, "safeguarding", SIGNATURES)
    return Item(TEXTS, not unsigned, {"unsigned": list(unsigned)})


def _phones(ticked: Mapping[str, Any]) -> Item:
    rows = [ticked.get(phone_item(number)) for number in range(1, OLD_PHONES + 1)]
    models = [row.detail.get("model", "") if row else "" for row in rows]
    who = [(row.done_name, row.done_at) if row else None for row in rows]
    return Item(PHONES, all(models), {"models": models, "who": who})
