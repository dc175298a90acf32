"""One fake per port, and a small world in which chats read like chats."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select

from bot.i18n import Words
from bot.rendering.message import Message
from bot.services.cases.desk import CaseDesk
from bot.services.cases.files import CaseFiles
from bot.services.content.loading import library_of_files
from bot.services.doing import do_all
from bot.services.housekeeping import Housekeeping
from bot.services.office import Office
from bot.services.plan import Planner
from bot.services.ports import Capabilities, Channel, ChannelError, Inbound
from bot.services.receiving import Receiver
from bot.services.scene import DutyRoster, Setting, Shelf
from bot.services.sending import Sender
from bot.services.staff.audit import Audit
from bot.services.streams import Streams
from bot.services.work import Deed, Work
from bot.store import addresses, factories, outbox, people
from bot.store.addresses import Where
from bot.store.database import Database
from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Repeating, Timing
from dialogs.effects import Consent, Effect, Purpose, SaveChild, SaveProfile, SaveReminder, after
from dialogs.engine.events import Event, Pressed, Said
from dialogs.facts import CallTarget, Child, Facts, Profile, Reminder
from dialogs.library import Library, Operator

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = "2026-11-23T10:00"
OPERATOR = Operator("安心社工", "0769-1234567")
PLAIN_CHAT = Capabilities(buttons=True, max_length=4000, reaches_closed_phone=True, documents=True)

UNKNOWN = ChannelError("no answer came", unknown=True)
BLOCKED = ChannelError("the bot was blocked", permanent=True)
REFUSED = ChannelError("cannot parse the message", refused=True)
DOWN = ChannelError("nothing went out")


@cache
def real_library() -> Library:
    """The content of the files, built once per test process."""
    return library_of_files(Words())


def instant(local: str) -> datetime:
    """The instant at which the clock on the wall in Shanghai shows this."""
    return datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).astimezone(UTC)


@dataclass
class FakeClock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Arrived:
    """A message that reached somebody."""

    external_id: str
    message: Message
    at: datetime


@dataclass
class FakeChannel:
    """A channel that remembers what it sent and fails as it was told: ChannelError.

    An unknown outcome is the worst kind: the message arrived, and the answer did not. Calls to whom is in `slow`
    take until `gate` opens.
    """

    clock: FakeClock
    name: str = "fake"
    bot_id: str = "bot"
    capabilities: Capabilities = PLAIN_CHAT
    arrived: list[Arrived] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)  # (to whom, the words), whatever became of it
    slow: set[str] = field(default_factory=set)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    _script: dict[str, deque[Exception | None]] = field(default_factory=lambda: defaultdict(deque))

    def will(self, external_id: str, *outcomes: Exception | None) -> None:
        """What the next calls to somebody lead to; None is well."""
        self._script[external_id].extend(outcomes)

    async def send(self, external_id: str, message: Message) -> str | None:
        self.calls.append((external_id, message.text))
        if external_id in self.slow:
            await self.gate.wait()
        outcome = self._script[external_id].popleft() if self._script[external_id] else None
        if outcome is None or getattr(outcome, "unknown", False):
            self.arrived.append(Arrived(external_id, message, self.clock()))
        if outcome is not None:
            raise outcome
        return f"m{len(self.arrived)}"

    def to(self, external_id: str) -> list[Message]:
        return [one.message for one in self.arrived if one.external_id == external_id]


class World:
    """Jiayin over one database, with fake channels and a clock that only moves when told. Times are Shanghai's."""

    def __init__(
        self, database: Database, *, start: str = MONDAY, roster: DutyRoster | None = None, public_url: str = ""
    ) -> None:
        self.database = database
        self.clock = FakeClock(instant(start))
        self.channel = FakeChannel(self.clock)
        channels: dict[tuple[str, str], Channel] = {("fake", "bot"): self.channel}
        shelf = Shelf(real_library())
        self.setting = Setting(self.clock, SHANGHAI, shelf, OPERATOR, roster or DutyRoster(), channels, public_url)
        self.streams = Streams()
        self.sender = Sender(database, self.setting, self.streams)
        self.receiver = Receiver(database, self.setting, self.sender.wake)
        self.planner = Planner(database, self.setting, self.receiver)
        self.housekeeping = Housekeeping(database, self.clock)
        self.office = Office(database, self.setting, self.receiver)
        audit = Audit(database, self.clock)
        self.cases = CaseFiles(database, self.setting, audit)
        self.case_desk = CaseDesk(database, self.setting, audit)
        self._keys = 0
        self._seen: dict[str, int] = {}  # how many messages had reached each before she last did something

    # -- what people do -----------------------------------------------------------------------------------------------

    def update(self, who: str, event: Event | str, *, key: str = "", channel: str = "fake") -> Inbound:
        """An update of hers on its way in; a text is something she says."""
        self._keys += 1
        event = Said(event) if isinstance(event, str) else event
        return Inbound(channel, "bot", key or f"k{self._keys}", who, event)

    async def says(self, who: str, *texts: str) -> None:
        """She writes these, one after another, and is answered each time."""
        for text in texts:
            await self.does(who, Said(text))

    async def does(self, who: str, event: Event) -> None:
        self._seen[who] = len(self.channel.to(who))
        await self.receiver([self.update(who, event)])
        await self.sender.send_due()

    async def presses(self, who: str, label: str) -> None:
        """The newest button of hers with this label."""
        await self.does(who, Pressed(self.button(who, label)))

    def button(self, who: str, label: str) -> str:
        buttons = [button for message in self.channel.to(who) for button in message.buttons]
        found = [button.data for button in buttons if button.label == label]
        assert found, f"no button {label!r}; there are {[button.label for button in buttons]}"
        return found[-1]

    async def agrees(self, who: str, band: str = "6-9") -> None:
        """Somebody begins, agrees, and tells the age of her youngest."""
        await self.says(who, "开始", "同意", band)

    # -- how things stand ---------------------------------------------------------------------------------------------

    async def joins(self, who: str, *, band: str = "6-9", **profile: Any) -> None:
        """Somebody who agreed long ago and has one child; a profile like this."""
        async with self.database.writing() as connection:
            found = await addresses.resolve(connection, [self.where(who)], self.clock())
            await addresses.wrote(connection, found.values(), self.clock())
        about = Profile(**{"tips_a_week": 0, **profile})
        await self.given(who, Consent(Purpose.SERVICE, True), SaveProfile(about), SaveChild(Child(1, Band(band))))

    async def has_reminder(
        self, who: str, at: str = "20:00", *, days: str = "WE", number: int = 1, **more: Any
    ) -> None:
        """A call-home reminder of hers on these days of the week; `night_at` is for the weeks of night shift."""
        night = (time.fromisoformat(more["night_at"]),) if "night_at" in more else ()
        rule = Repeating(f"FREQ=WEEKLY;BYDAY={days}", date(2026, 11, 23))
        timing = Timing(rule, (time.fromisoformat(at),), night)
        await self.given(who, SaveReminder(Reminder(number, CallTarget(), timing, paused=more.get("paused", False))))

    async def changes(self, who: str, **profile: Any) -> None:
        """Her profile becomes like this."""
        known = (await self.facts(who)).profile
        await self.given(who, SaveProfile(replace(known, **profile)))

    async def given(self, who: str, *effects: Effect) -> None:
        """What these effects of a turn of hers would lead to, without the turn."""
        async with self.database.writing() as connection:
            scene = self.setting.scene(await factories.open_codes(connection))
            address = await addresses.find_one(connection, self.where(who))
            assert address is not None, f"nobody knows {who}"
            facts = (await people.read_facts(connection, [address.person_id], scene))[address.person_id]
            work = Work(connection, scene, self.setting)
            await do_all(work, [[Deed(address, effect, after(facts, effects)) for effect in effects]])
            await outbox.write(connection, work.letters, scene.now)

    # -- what they see ------------------------------------------------------------------------------------------------

    def messages(self, who: str) -> list[Message]:
        """What has reached her since she last did something, or since `forget`."""
        return self.channel.to(who)[self._seen.get(who, 0) :]

    def words(self, who: str) -> str:
        return "\n".join(message.text for message in self.messages(who))

    def forget(self, who: str) -> None:
        """What has reached her so far is no longer looked at."""
        self._seen[who] = len(self.channel.to(who))

    def sees(self, who: str, *parts: str) -> None:
        for part in parts:
            assert part in self.words(who), f"{part!r} is not in what {who} sees:\n{self.words(who)}"

    def sees_nothing(self, who: str) -> None:
        assert self.words(who) == ""

    # -- time ---------------------------------------------------------------------------------------------------------

    async def at(self, local: str) -> None:
        """The clock moves on to this moment; what is due is planned and sent. Everybody looks afresh."""
        moment = instant(local)
        assert moment >= self.clock.now, f"{local} has passed"
        for who in {one.external_id for one in self.channel.arrived}:
            self.forget(who)
        self.clock.now = moment
        await self.tick()

    async def later(self, **passed: float) -> None:
        moment = self.clock.now + timedelta(**passed)
        await self.at(moment.astimezone(SHANGHAI).replace(tzinfo=None).isoformat())

    async def tick(self) -> None:
        await self.planner.plan_due()
        await self.sender.send_due()

    # -- behind the scenes --------------------------------------------------------------------------------------------

    def where(self, who: str, channel: str = "fake") -> Where:
        return Where(channel, "bot", who)

    async def person(self, who: str) -> int | None:
        async with self.database.reading() as connection:
            found = await addresses.find_one(connection, self.where(who))
        return found.person_id if found else None

    async def facts(self, who: str) -> Facts:
        """What is known of her; she must be known."""
        person_id = await self.person(who)
        assert person_id is not None, f"nobody knows {who}"
        async with self.database.reading() as connection:
            scene = self.setting.scene(await factories.open_codes(connection))
            return (await people.read_facts(connection, [person_id], scene))[person_id]

    async def rows(self, table: Table, **where: Any) -> Sequence[Any]:
        """All rows of a table with these values, in the order of its key."""
        query = select(table).filter_by(**where).order_by(*table.primary_key.columns)
        async with self.database.reading() as connection:
            return (await connection.execute(query)).all()
