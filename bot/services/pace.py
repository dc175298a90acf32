"""Nobody is written to faster than a channel allows: messages wait for slots that all processes share."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.slots import Slots
from bot.store import pace
from bot.store.database import Database
from bot.store.outbox import Urgency
from bot.store.outbox_due import RAN_OUT, Due
from bot.store.pace import SECOND, Reserved, Standing

log = structlog.get_logger()

SHARE: Final = 0.99  # of what is allowed
# How far ahead slots are reserved, in seconds: what is more urgent has to wait that long at most.
HORIZONS: Final[Mapping[int, float]] = MappingProxyType(
    {RAN_OUT: 0.25, Urgency.DANGER: 10.0, Urgency.REPLY: 0.5, Urgency.REMINDER: 0.25, Urgency.REST: 0.25}
)
LEAD: Final = 0.01  # seconds that it takes to reserve a slot for a message that missed its own
PAUSES: Final = (0.05, 0.2, 0.5, 1.0, 2.0)  # seconds between tries to reserve while the database is away


@dataclass(frozen=True)
class Rule:
    """How fast a lane may go.

    rate: messages a second, over all processes together; infinite: no pace, and still all wait where one is asked to.
    every: seconds between two messages to one chat that it did not ask for.
    burst: so many answers may come to one chat at once, if it was quiet before.
    """

    rate: float
    every: float = 1.0
    burst: int = 5

    @property
    def unlimited(self) -> bool:
        return math.isinf(self.rate)

    @property
    def gap(self) -> float:
        """Seconds between two slots."""
        return 1 / (SHARE * self.rate)

    def chat_is_free(self, free_at: datetime | None, urgency: int) -> datetime | None:
        """From when on the chat may get something of this urgency; None: always."""
        if free_at is None or urgency > Urgency.REPLY:
            return free_at
        return free_at - timedelta(seconds=self.every * (self.burst - 1))

    def chat_is_free_after(self, free_at: datetime | None, at: datetime) -> datetime:
        """When the chat's own pace is used up no more, after one more message."""
        return max(free_at or at, at) + timedelta(seconds=self.every)


@dataclass
class Clocks:
    """How far the database's clock is from the loop's, by the quickest of the recent answers."""

    _offset: float = 0.0
    _doubt: float = math.inf
    _at: float = 0.0

    DRIFT: Final = 1e-4  # seconds by which two clocks may come apart in one

    def learn(self, before: float, now: int, after: float) -> None:
        """The database showed `now` (microseconds) at some moment between two of the loop's (seconds)."""
        offset, doubt = now / SECOND - (before + after) / 2, (after - before) / 2
        known = self._doubt + (after - self._at) * self.DRIFT
        if doubt <= known or abs(offset - self._offset) > doubt + known:  # better, or one of them was set
            self._offset, self._doubt, self._at = offset, doubt, after

    def local(self, at: int) -> float:
        """The loop's time of an instant by the database's clock."""
        return at / SECOND - self._offset


@dataclass(frozen=True)
class Rooms:
    """How much may be claimed of each lane now."""

    rules: Mapping[str, Rule]
    standings: Mapping[str, Standing] = field(default_factory=dict)

    def room(self, lane: str, urgency: int) -> int:
        """How many messages up to and with this urgency; pushes are taken many at a time, or not yet."""
        rule, standing = self.rules.get(lane), self.standings.get(lane)
        if self.wait(Due(lane, urgency)) > 0:
            return 0
        if rule is None or rule.unlimited:
            return 1 << 30
        if standing is None:
            return max(1, int(HORIZONS[urgency] / rule.gap))
        return max(1, int((HORIZONS[urgency] - standing.ahead / SECOND) / rule.gap))

    def wait(self, due: Due) -> float:
        """Seconds until there is room for something due."""
        standing = self.standings.get(due.lane)
        if standing is None:
            return 0.0
        horizon = HORIZONS[due.urgency] / (2 if due.urgency > Urgency.REPLY else 1)
        held = (standing.held_until - standing.now) / SECOND
        return max(0.0, held, standing.ahead / SECOND - horizon)

    def longest_rest(self, due: Iterable[Due]) -> float:
        """Seconds until there is room for any of what is due."""
        return min((self.wait(one) for one in due if one.lane), default=0.0)


class Pacing:
    """The paces of this process's lanes; a lane without a rule goes as fast as it can."""

    def __init__(self, database: Database, rules: Mapping[str, Rule]) -> None:
        self._database = database
        self.rules = rules
        self._clocks = Clocks()
        self._lanes: dict[str, Slots] = {}

    def rule(self, lane: str) -> Rule | None:
        """How fast a lane may go, where it may not go as fast as it can."""
        rule = self.rules.get(lane)
        return None if rule is None or rule.unlimited else rule

    def slots(self, lane: str) -> Slots | None:
        """Where messages of a lane wait for their slots."""
        if self.rule(lane) is None:
            return None
        if lane not in self._lanes:
            self._lanes[lane] = Slots(lambda lacking: self._reserve_more(lane, lacking))
        return self._lanes[lane]

    async def rooms(self, connection: AsyncConnection) -> Rooms:
        standings = await pace.standings(connection, self.rules) if self.rules else {}
        return Rooms(self.rules, standings)

    async def reserve(self, connection: AsyncConnection, lane: str, count: int, lead: float = 0.0) -> list[float]:
        """The lane's next slots in this transaction, by the loop's clock. They count once it is committed."""
        gap = self.rules[lane].gap * SECOND
        time = asyncio.get_running_loop().time
        before = time()
        reserved: Reserved = await pace.reserve(connection, lane, math.ceil(gap * count), int(lead * SECOND))
        self._clocks.learn(before, reserved.now, time())
        return [self._clocks.local(reserved.first + int(place * gap)) for place in range(count)]

    async def _reserve_more(self, lane: str, count: int) -> Sequence[float]:
        """Slots for messages that missed theirs, or whose slot others have taken; waits for the database if it must."""
        for pause in (*PAUSES, None):
            try:
                async with self._database.writing() as connection:
                    return await self.reserve(connection, lane, count, LEAD)
            except SQLAlchemyError as error:
                log.error("slots_not_reserved", error=type(error).__name__)
                if pause is not None:
                    await asyncio.sleep(pause)
        return ()

    async def hold(self, lane: str, seconds: float) -> None:
        """The channel asked everybody to wait: no process sends on this lane meanwhile."""
        if (slots := self.slots(lane)) is not None:
            slots.hold(seconds)
        if lane in self.rules:
            async with self._database.writing() as connection:
                await pace.hold(connection, lane, int(seconds * SECOND))

    async def close(self) -> None:
        """Nobody waits any more."""
        for slots in self._lanes.values():
            await slots.close()
