"""What a turn wants done, done to a value: moments that were agreed, and what is told of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from bot.store.schedules import Kind, Schedule
from dialogs import effects as do
from dialogs.facts import Facts

# What would reach somebody else, or would be made by the database; by what it is called to the trainer.
_TOLD: Final[dict[type, str]] = {
    do.ForwardToTrainer: "passed_on",
    do.OpenCase: "case",
    do.SendMyData: "my_data",
    do.MakeReturnCode: "return_code",
    do.EraseMe: "erased",
}


def told(effects: Iterable[do.Effect]) -> Iterator[str]:
    """What would have happened besides, each once."""
    yield from dict.fromkeys(_TOLD[type(effect)] for effect in effects if type(effect) in _TOLD)


def with_moments(
    facts: Facts, schedules: Iterable[Schedule], effects: Iterable[do.Effect]
) -> tuple[Facts, tuple[Schedule, ...]]:
    """Timers, calls put off and days left out, as the effects ask for; calls are counted."""
    kept = {(one.kind, one.subject): one for one in schedules}
    for effect in effects:
        facts = _counted(facts, effect)
        for change in _changes(facts, kept, effect):
            kept[change.kind, change.subject] = change
        for key in _gone(facts, kept, effect):
            kept.pop(key, None)
    return facts, tuple(kept.values())


def _counted(facts: Facts, effect: do.Effect) -> Facts:
    called = isinstance(effect, do.RecordCall) and effect.outcome is do.CallOutcome.CALLED
    return replace(facts, calls_this_week=facts.calls_this_week + 1) if called else facts


def _changes(facts: Facts, kept: dict[tuple[str, str], Schedule], effect: do.Effect) -> Iterator[Schedule]:
    match effect:
        case do.StartTimer(kind, subject, due_at):
            yield Schedule(0, Kind.TIMER, kind, due_at, detail=subject)
        case do.CallLater(number, due_at):
            yield Schedule(0, Kind.LATER, str(number), due_at)
        case do.SkipToday(number) if known := kept.get((Kind.CALL, str(number))):
            yield replace(known, skip_until=_end_of_today(facts))


def _gone(facts: Facts, kept: dict[tuple[str, str], Schedule], effect: do.Effect) -> Iterator[tuple[str, str]]:
    match effect:
        case do.StopTimer(kind):
            yield (Kind.TIMER, kind)
        case do.RemoveReminder(number):
            yield from ((kind, str(number)) for kind in (Kind.CALL, Kind.LATER))
        case do.SkipToday(number):
            later = kept.get((Kind.LATER, str(number)))
            if later and later.next_at and later.next_at <= _end_of_today(facts):
                yield (Kind.LATER, str(number))


def _end_of_today(facts: Facts) -> datetime:
    return datetime.combine(facts.today + timedelta(days=1), time(0), facts.zone) - timedelta(microseconds=1)
