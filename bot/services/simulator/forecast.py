"""What comes by itself until a moment, and why something does not: the rules of planning and composing, run ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.services.composing import WEEK, Lately, not_now
from bot.services.kinds import UNASKED
from bot.services.planning import placed, upcoming, wanted_by
from bot.store.outbox import Rank, Status
from bot.store.outbox_claims import Claimed
from bot.store.schedules import RULED, Kind, Schedule
from dialogs.calendar.recurrence import timing_from_json
from dialogs.catalogue import CATALOGUE
from dialogs.effects import after
from dialogs.engine.catalogue import Push, Skipped
from dialogs.engine.step import Card
from dialogs.facts import Facts

MOST: Final = 500  # pushes that are looked at; nobody has more in two months
PAUSED: Final = "the reminder is paused"
NOTHING_YET: Final = Lately(None, ())


@dataclass(frozen=True)
class Standing:
    """Somebody at a moment (`facts.now`), with what is planned for her and what came lately."""

    facts: Facts
    schedules: tuple[Schedule, ...] = ()
    lately: Lately = NOTHING_YET


@dataclass(frozen=True)
class Coming:
    """One push: when it was meant for and when it goes; its card, or why there is none. facts: as it was composed."""

    kind: str
    subject: str
    planned_at: datetime
    at: datetime
    facts: Facts
    card: Card | None = None
    reason: str = ""


def run(standing: Standing, until: datetime) -> tuple[Standing, tuple[Coming, ...]]:
    """Everything that comes by itself up to and with an instant, in order, and how she stands then."""
    works = _Clockwork(standing)
    for _push in range(MOST):
        if not works.step(until):
            break
    works.move_to(until)
    return works.standing, tuple(works.come)


def in_line(facts: Facts, known: Iterable[Schedule]) -> tuple[Schedule, ...]:
    """The schedules as they have to be after her facts changed; one-off moments stay."""
    by_key = {(one.kind, one.subject): one for one in known}
    ruled = [placed(one, facts, by_key.get((one.kind, one.subject))) for one in wanted_by(0, facts)]
    return (*ruled, *(one for one in by_key.values() if one.kind not in RULED))


def moved(facts: Facts, to: datetime) -> Facts:
    """The same person later; calls are counted from each Monday on."""
    there = replace(facts, now=to)
    weeks = [one.today - timedelta(days=one.today.weekday()) for one in (facts, there)]
    return there if weeks[0] == weeks[1] else replace(there, calls_this_week=0)


@dataclass(frozen=True)
class _Due:
    """A push that is due at an instant; postponed ones keep the instant they were planned for."""

    kind: str
    subject: str
    planned_at: datetime
    at: datetime


class _Clockwork:
    """Moves one person through time, push by push."""

    def __init__(self, standing: Standing) -> None:
        self.facts = standing.facts
        self.lately = standing.lately
        self.schedules = list(standing.schedules)
        self.postponed: list[_Due] = []
        self.come: list[Coming] = []

    @property
    def standing(self) -> Standing:
        return Standing(self.facts, tuple(self.schedules), self.lately)

    def step(self, until: datetime) -> bool:
        """The next thing that is due; False when there is none any more."""
        ruled = [one for one in self.schedules if one.kind != Kind.TIMER and one.next_at and one.next_at <= until]
        schedule = min(ruled, key=lambda one: one.next_at or until, default=None)
        waiting = min(self.postponed, key=lambda one: one.at, default=None)
        if waiting and waiting.at <= until and not (schedule and schedule.next_at and schedule.next_at < waiting.at):
            self.postponed.remove(waiting)
            self._look_at(waiting)
            return True
        if schedule is None or schedule.next_at is None:
            return False
        at = schedule.next_at
        self.move_to(at)
        self._move_on(schedule)
        due = _Due(schedule.kind, schedule.subject, at, at)
        if schedule.paused:
            self._leave_out(due, PAUSED)
        else:
            self._look_at(due)
        return True

    def move_to(self, at: datetime) -> None:
        if at > self.facts.now:
            self.facts = moved(self.facts, at)

    def _move_on(self, schedule: Schedule) -> None:
        """By its rule; what had none is over."""
        place = self.schedules.index(schedule)
        if schedule.timing is None:
            del self.schedules[place]
            return
        next_at = upcoming(timing_from_json(schedule.timing), self.facts, schedule.skip_until)
        self.schedules[place] = replace(schedule, next_at=next_at)

    def _look_at(self, due: _Due) -> None:
        self.move_to(due.at)
        row = _claimed(due, self.facts)
        recent = tuple(at for at in self.lately.unasked if at > due.at - WEEK)
        self.lately = replace(self.lately, unasked=recent)
        later = not_now(row, self.facts, self.lately)
        if later is not None and later.status is Status.WAITING:
            self.postponed.append(replace(due, at=later.due_at))
        elif later is not None:
            self._leave_out(due, later.reason)
        else:
            self._compose(due, row)

    def _compose(self, due: _Due, row: Claimed) -> None:
        composed = CATALOGUE.pushes[due.kind](Push(due.kind, due.subject, row.occurrence), self.facts)
        if isinstance(composed, Skipped):
            self._leave_out(due, composed.reason)
            return
        self.come.append(Coming(due.kind, due.subject, due.planned_at, due.at, self.facts, composed.card))
        self.facts = after(self.facts, composed.effects)
        if composed.card.kind in UNASKED:
            self.lately = replace(self.lately, unasked=(*self.lately.unasked, due.planned_at))

    def _leave_out(self, due: _Due, reason: str) -> None:
        self.come.append(Coming(due.kind, due.subject, due.planned_at, due.at, self.facts, reason=reason))


def _claimed(due: _Due, facts: Facts) -> Claimed:
    """The row that the outbox would hold for it."""
    local = due.planned_at.astimezone(facts.zone).replace(tzinfo=None)
    return Claimed(
        id=0,
        ref="",
        address_id=0,
        person_id=None,
        channel="",
        bot_id="",
        external_id="",
        kind=due.kind,
        rank=Rank.PUSH,
        subject=due.subject,
        occurrence=local.isoformat(timespec="minutes"),
        body=None,
        due_at=due.at,
        created_at=due.planned_at,
        attempts=0,
    )
