"""Parents for the tests of calls home: a shift, children, reminders, and a clock on the wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import Once, Repeating, Rule, Timing
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.engine.catalogue import Push
from dialogs.facts import Agreement, CallTarget, Child, Facts, Profile, Reminder, TargetKind
from tests.chat import SHANGHAI, Chat, new_facts

DAYS = ShiftPattern(Shift.DAY_LONG)
NIGHTS = ShiftPattern(Shift.NIGHT_LONG)
ROTATING = ShiftPattern(Shift.DAY_LONG, 7, date(2026, 11, 23))
ELDEST, SECOND = Child(1, Band.FROM_12), Child(2, Band.FROM_6)
PUPIL = Child(1, Band.FROM_6)
ELDERS = CallTarget(TargetKind.CAREGIVER)
MONDAY = date(2026, 11, 23)
EVERY_DAY = Repeating("FREQ=DAILY", MONDAY)
WEDNESDAYS = Repeating("FREQ=WEEKLY;BYDAY=WE", MONDAY)


def parent(*children: Child, shift: ShiftPattern | None = DAYS, **profile: object) -> Chat:
    """Somebody who has agreed and was asked about shift and rest day; on Monday, 23 November 2026, at ten."""
    asked = frozenset({"shift", "rest_day"})
    settled = replace(Profile(shift=shift, asked=asked), **profile)  # type: ignore[arg-type]
    return Chat(
        replace(new_facts(), agreement=Agreement.AGREED, children=children or (ELDEST, SECOND), profile=settled)
    )


def reminder(number: int = 1, target: CallTarget | None = None, rule: Rule = EVERY_DAY, at: str = "19:30") -> Reminder:
    timing = Timing(rule) if isinstance(rule, Once) else Timing(rule, (time.fromisoformat(at),))
    return Reminder(number, target or CallTarget(), timing)


def with_reminders(chat: Chat, *reminders: Reminder) -> Chat:
    chat.facts = replace(chat.facts, reminders=reminders)
    return chat


def at(chat: Chat, local: str) -> Chat:
    """The wall clock stands at this local minute."""
    moment = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).astimezone(UTC)
    chat.facts = replace(chat.facts, now=moment)
    return chat


def due(number: int, occurrence: str, kind: str = "call") -> Push:
    return Push(kind, str(number), occurrence)


def on(facts: Facts, local: str) -> Facts:
    return replace(facts, now=datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).astimezone(UTC))
