"""One address's messages, sent one after another; what became of each is told, not yet written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

import structlog
from prometheus_client import Counter
from sqlalchemy.exc import SQLAlchemyError

from bot.rendering.message import Message
from bot.services.alerts import ALERT
from bot.services.kinds import kind_of
from bot.services.metrics import DELAY, LAST, SENDS, URGENCIES
from bot.services.pace import Pacing
from bot.services.ports import ChannelError
from bot.services.scene import Setting
from bot.store.addresses import Where
from bot.store.outbox import Rank, Status
from bot.store.outbox_claims import Claimed
from bot.store.outbox_results import Outcome, Sent, Unsent

log = structlog.get_logger()

LEASE = timedelta(seconds=90)  # longer than any one call may take
MOST_UNKNOWN = 8  # attempts of which nobody knows whether they arrived; what surely did not go is tried on
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
DOUBLINGS = 8  # more would not wait longer


NOWHERE = Where("", "", "")


@dataclass
class Result(Outcome):
    """What became of the rows of one address, and what follows from it."""

    where: Where = NOWHERE
    heard: tuple[tuple[str, datetime], ...] = ()  # cases whose alert arrived, and when it was written
    gone: bool = False
    held: dict[Rank, datetime] = field(default_factory=dict)  # until when what follows in a rank waits


@cache
def _sends(channel: str, kind: str, result: str) -> Counter:
    """Looked up once: it is counted for every message."""
    return SENDS.labels(channel, kind, result)


class Deliverer:
    """Makes the calls, each when its turn comes. Once `ending`, what has not been begun is put back."""

    def __init__(self, setting: Setting, pacing: Pacing) -> None:
        self._setting = setting
        self._pacing = pacing
        self._held: dict[str, datetime] = {}  # lanes that asked us to wait
        self.ending = False

    async def deliver(self, rows: Sequence[Claimed]) -> Result:
        """Send an address's rows one after another; a row that must wait holds back only its own rank."""
        first = rows[0]
        result = Result(first.address_id, where=Where(first.channel, first.bot_id, first.external_id))
        until = self._setting.clock() + LEASE / 2
        for row in rows:
            await self._one(row, result, until)
        arrived = {one.id for one in result.sent}
        result.heard = tuple((row.subject, row.created_at) for row in rows if row.kind == ALERT and row.id in arrived)
        return result

    async def _one(self, row: Claimed, result: Result, until: datetime) -> None:
        if (stays := self._stays(row, result, until) or await self._waited(row, until)) is not None:
            result.unsent.append(stays)
            if stays.status is Status.WAITING:
                result.held.setdefault(row.rank, stays.due_at)
            return
        outcome = await self._send(row)
        if (rule := self._pacing.rule(row.lane)) is not None:
            result.free_at = rule.chat_is_free_after(result.free_at or row.free_at, self._setting.clock())
        if isinstance(outcome, Sent):
            result.sent.append(outcome)
            return
        unsent, gone = outcome
        result.unsent.append(unsent)
        result.gone = result.gone or gone
        if unsent.status is Status.WAITING:
            result.held[row.rank] = unsent.due_at

    def _stays(self, row: Claimed, result: Result, until: datetime) -> Unsent | None:
        """Why a row does not even wait for its turn."""
        if result.gone:
            return Unsent(row.id, Status.FAILED, "the address cannot be reached", row.due_at)
        if (at := result.held.get(row.rank)) is not None:
            return Unsent(row.id, Status.WAITING, "behind an earlier message", at, tried=False)
        now = self._setting.clock()
        if (row.channel, row.bot_id) not in self._setting.channels:
            return Unsent(row.id, Status.WAITING, "its channel is not running", now + LONGEST_WAIT, tried=False)
        if (held := self._held.get(row.lane)) and held > now:
            return Unsent(row.id, Status.WAITING, "the channel asked us to wait", held, tried=False)
        return self._given_back(row) if self.ending or now > until else None

    async def _waited(self, row: Claimed, until: datetime) -> Unsent | None:
        """Wait for the row's turn on its lane; why it got none."""
        slots = self._pacing.slots(row.lane)
        if slots is None or await slots.turn(row.urgency):
            return None if slots is None or self._setting.clock() <= until else self._given_back(row)
        if self.ending or not slots.held:
            return self._given_back(row)
        at = self._setting.clock() + timedelta(seconds=slots.held)
        return Unsent(row.id, Status.WAITING, "the channel asked us to wait", at, tried=False)

    @staticmethod
    def _given_back(row: Claimed) -> Unsent:
        return Unsent(row.id, Status.WAITING, "given back", row.due_at, tried=False)

    async def _send(self, row: Claimed) -> Sent | tuple[Unsent, bool]:
        """One API call. Either it was sent, or: what becomes of the row, and whether the address is gone."""
        channel = self._setting.channels[row.channel, row.bot_id]
        try:
            external_id = await channel.send(row.external_id, Message.from_json(row.body or {}))
        except ChannelError as error:
            return await self._failed(row, error)
        except Exception as error:  # a fault of ours: told apart from nothing, so it may have arrived
            log.error("channel_broke", channel=row.channel, kind=row.kind, error=type(error).__name__)
            return await self._failed(row, ChannelError(type(error).__name__, unknown=True))
        at = self._setting.clock()
        _sends(row.channel, row.kind, "sent").inc()
        DELAY.labels(URGENCIES[row.urgency]).observe(max(0.0, (at - row.due_at).total_seconds()))
        LAST.labels("send").set(at.timestamp())
        log.debug("sent", **_told(row), person=row.person_id)
        return Sent(row.id, row.address_id, external_id, at)

    async def _failed(self, row: Claimed, error: ChannelError) -> tuple[Unsent, bool]:
        now = self._setting.clock()
        attempts = abs(row.attempts) + 1
        rules = kind_of(row.kind, push=row.rank is Rank.PUSH)
        _sends(row.channel, row.kind, "unknown" if error.unknown else "failed").inc()
        log.warning("send_failed", **_told(row), reason=str(error)[:120])
        if error.permanent or error.refused:
            return Unsent(row.id, Status.FAILED, str(error), now), error.permanent
        if error.unknown and (not rules.resend or attempts >= MOST_UNKNOWN):
            return Unsent(row.id, Status.UNCERTAIN, str(error), now), False
        until = now + min(FIRST_WAIT * 2 ** min(attempts, DOUBLINGS), LONGEST_WAIT)
        if error.retry_after is not None:
            until = now + timedelta(seconds=error.retry_after)
            await self._hold(row.lane, until, error.retry_after)
        if now - row.created_at > rules.grace:
            return Unsent(row.id, Status.FAILED, str(error), now), False
        return Unsent(row.id, Status.WAITING, str(error), until), False

    async def _hold(self, lane: str, until: datetime, seconds: float) -> None:
        """Everybody waits, in every process."""
        if self._pacing.rule(lane) is None:
            self._held[lane] = until
        try:
            await self._pacing.hold(lane, seconds)
        except SQLAlchemyError as error:  # this process waits all the same; the others are told by the channel
            log.error("lane_not_held", error=type(error).__name__)


def _told(row: Claimed) -> dict[str, object]:
    """By what a message is followed; what no update led to has the name of its row."""
    return {"channel": row.channel, "kind": row.kind, "outbox": row.id, "trace": row.trace or row.ref}
