"""Which hour is meant: a clock time as said, together with the part of the day it was said with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from dialogs.calendar.shifts import Shift
from dialogs.language.when_tokens import Break, Clock, Missing, OnShift, Part, PartOfDay, Reason, Token


@dataclass(frozen=True)
class At:
    """A clock time; `next_day` if it lies beyond the midnight of the day that was said."""

    clock: time
    next_day: bool = False


@dataclass(frozen=True)
class Said:
    """A clock time with the parts of the day it belongs to, and the shift it is meant for."""

    clock: Clock
    parts: tuple[Part, ...] = ()
    shift: Shift | None = None
    torn: bool = False  # two parts of the day were named, of which one belongs to something else


Readings = tuple[At, ...] | Missing | Reason


def _half(hours: range) -> dict[int, int]:
    return {hour: hour + 12 for hour in hours} | {hour + 12: hour + 12 for hour in hours}


def _as_said(hours: range) -> dict[int, int]:
    return {hour: hour for hour in hours}


_HOURS = {
    Part.DAWN: _as_said(range(7)),
    Part.MORNING: _as_said(range(4, 12)),
    Part.FORENOON: _as_said(range(5, 13)),
    Part.NOON: _as_said(range(11, 13)) | _half(range(1, 3)),
    Part.AFTERNOON: {12: 12} | _half(range(1, 8)),
    Part.DUSK: _half(range(4, 9)),
    Part.EVENING: _half(range(5, 12)),
    Part.NIGHT: _half(range(7, 12)),
}
_MIDNIGHT = (0, 12, 24)
# The night of a day goes on after midnight; one o'clock "in the evening" may be either side of the day.
_AFTER_MIDNIGHT = {Part.EVENING: range(1, 5), Part.NIGHT: range(1, 6)}
# 今晚半夜, 今晚凌晨: several words for one night.
_ONE_NIGHT = {(Part.EVENING,), (Part.NIGHT,), (Part.DAWN,)}


def said_clocks(tokens: Sequence[Token]) -> tuple[Said, ...]:
    """Clock times in the order said, each with the part of the day before it, which holds until another is named."""
    tokens = _without_headings(tokens)
    found: list[Said] = []
    said: list[tuple[Part, ...]] = []
    shift, fresh = None, True
    for token in tokens:
        if isinstance(token, OnShift):
            shift, said, fresh = token.shift, [], True
        elif isinstance(token, PartOfDay):
            said = [token.parts] if fresh else [*said, token.parts]
            fresh = False
        elif isinstance(token, Clock):
            found.append(_in_parts(Said(token, shift=shift), said))
            fresh = True
    # 八点,晚上: a part that no clock follows explains those before it that have none.
    trailing = [] if fresh else said
    if trailing and len(found) == 1 and found[0].parts:
        # 凌晨四点半那趟,今晚的: two words for one night.
        return (_in_parts(found[0], [found[0].parts, *trailing]),)
    parted = [each if each.parts or each.torn else _in_parts(each, trailing) for each in found]
    apart = any(isinstance(token, Break) for token in tokens)
    return tuple(dict.fromkeys(each for each in parted if not (apart and _is_said_again(each, parted))))


def _without_headings(tokens: Sequence[Token]) -> Sequence[Token]:
    """早上和晚上都要打,早上七点,晚上九点: parts of the day that each clock names anew."""
    own = [at for at, token in enumerate(tokens[1:]) if isinstance(token, Clock)]
    parts = {at for at, token in enumerate(tokens) if isinstance(token, PartOfDay)}
    if len(own) < 2 or not parts.issuperset(own) or {tokens[at] for at in parts} != {tokens[at] for at in own}:
        return tokens
    return [token for at, token in enumerate(tokens) if at not in parts or at in own]


def _is_said_again(said: Said, others: Sequence[Said]) -> bool:
    """四点半,凌晨四点半: the same clock, once with its part of the day and once without."""
    return not said.parts and any(other.parts and other.clock == said.clock for other in others)


def _in_parts(clock: Said, said: list[tuple[Part, ...]]) -> Said:
    distinct = set(said)
    if len(distinct) > 1 and distinct <= _ONE_NIGHT:
        return replace(clock, parts=(Part.NIGHT,))
    if len(distinct) > 1:
        return replace(clock, torn=True)
    return replace(clock, parts=said[0] if said else ())


def readings(said: Said) -> tuple[Readings, ...]:
    """For each part of the day the honest readings of the clock, or what is wrong with it."""
    clock = said.clock
    if clock.minute > 59 or clock.hour > 24 or (clock.hour == 24 and clock.minute):
        return (Reason.NO_SUCH_TIME,)
    if said.torn:
        return (Missing.CLOCK,)
    if not said.parts:
        return (_bare(clock),)
    return tuple(_in_part(clock, part) for part in said.parts)


def _in_part(clock: Clock, part: Part) -> Readings:
    if (hour := _HOURS[part].get(clock.hour)) is not None:
        return (At(time(hour, clock.minute)),)
    if part in _AFTER_MIDNIGHT and clock.hour in _MIDNIGHT:
        return (At(time(0, clock.minute), next_day=True),)
    if clock.hour in _AFTER_MIDNIGHT.get(part, ()):
        return tuple(At(time(clock.hour, clock.minute), next_day) for next_day in (False, True))
    if part is Part.DAWN and clock.hour in _MIDNIGHT:
        return tuple(At(time(0, clock.minute), next_day) for next_day in (False, True))
    return Missing.CLOCK


def _bare(clock: Clock) -> Readings:
    if clock.hour == 24:
        return (At(time(0), next_day=True),)
    if clock.hour == 0 or clock.hour >= 12 or clock.full:
        return (At(time(clock.hour, clock.minute)),)
    return tuple(At(time(hour, clock.minute)) for hour in (clock.hour, clock.hour + 12))


def open_readings(tokens: Sequence[Token]) -> tuple[tuple[At, ...], ...]:
    """The readings of each clock time that makes sense."""
    found = (reading for said in said_clocks(tokens) for reading in readings(said))
    return tuple(reading for reading in found if isinstance(reading, tuple))
