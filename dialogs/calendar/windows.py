"""Call windows: the hours in which child and parent, or caregiver and parent, are both free."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from dialogs.calendar.bands import Band, latest_call
from dialogs.calendar.shifts import Shift, ShiftPattern

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


class Boarding(StrEnum):
    """How often a child who lives at school comes home."""

    NONE = "none"
    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Window:
    """Both ends are moments at which a call may begin."""

    start: time
    end: time

    def __contains__(self, at: time) -> bool:
        return self.start <= at <= self.end

    def overlap(self, other: "Window") -> "Window | None":
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Window(start, end) if start <= end else None


_ALL_DAY = (Window(time(9), time(22, 30)),)
# A meal break is an hour; half of it has to be left for the call.
_SUPPER = Window(time(17), time(17, 30))
_LUNCH = Window(time(12), time(12, 30))
_EVENING = Window(time(20), time(22, 30))

_PARENT = {
    Shift.DAY_LONG: (_LUNCH, _SUPPER, _EVENING),
    # Between waking at half past three and the line at eight.
    Shift.NIGHT_LONG: (Window(time(17, 30), time(19, 15)),),
    Shift.DAY_FIXED: (_LUNCH, Window(time(18), time(22, 30))),
}
_PARENT_UNKNOWN = (_LUNCH, Window(time(17), time(22, 30)))
_PARENT_RESTING = {Shift.NIGHT_LONG: (Window(time(16), time(22, 30)),)}

_CAREGIVER = (Window(time(12), time(13)), Window(time(18, 30), time(20)))

_BEST = {
    Band.FROM_0: (Window(time(15, 30), time(17, 30)),),
    Band.FROM_3: (Window(time(18, 30), time(20)),),
    Band.FROM_6: (Window(time(19), time(20, 30)),),
    Band.FROM_9: (Window(time(19), time(20, 45)),),
    Band.FROM_12: (Window(time(20), time(21, 30)),),
    Band.FROM_15: (Window(time(21), time(22, 30)),),
}
_SUNDAY_NOON = Window(time(11, 30), time(13, 30))
_BEST_ON = {
    (Band.FROM_12, FRIDAY): (Window(time(18, 30), time(21, 30)),),
    (Band.FROM_12, SUNDAY): (_SUNDAY_NOON, Window(time(20), time(21, 30))),
    (Band.FROM_15, SUNDAY): (Window(time(10), time(13, 30)), Window(time(19), time(22, 30))),
}
_OUT_OF_SCHOOL = {
    Band.FROM_0: time(9),
    Band.FROM_3: time(16, 30),
    Band.FROM_6: time(17),
    Band.FROM_9: time(17),
    Band.FROM_12: time(17, 30),
    Band.FROM_15: time(18),
}

_SCHOOLCHILDREN = (Band.FROM_6, Band.FROM_9, Band.FROM_12)
_A_SCHOOL_DAY = date(2026, 9, 7)

# A boarder is home from Friday's journey to Sunday's.
_HOME = {
    FRIDAY: Window(time(17), time(23)),
    SATURDAY: Window(time(0), time(23)),
    SUNDAY: Window(time(0), time(16)),
}

Windows = tuple[Window, ...]
Worker = ShiftPattern | Shift | None


def child_window(band: Band, boarding: Boarding, weekday: int) -> Windows:
    """The best hours to ring a child on this weekday (Monday 0); none while a boarder is at school."""
    best = _BEST_ON.get((band, weekday), _BEST[band])
    return _together(best, _at_home(boarding, weekday))


def child_reachable(band: Band, boarding: Boarding, weekday: int) -> Windows:
    """All hours a child may be rung: out of school or at the weekend, until half an hour before bed."""
    start = time(9) if weekday >= SATURDAY else _OUT_OF_SCHOOL[band]
    return _together((Window(start, latest_call(band)),), _at_home(boarding, weekday))


def parent_window(shift: Shift | None, *, resting: bool = False) -> Windows:
    """Hours in which a parent is off the line and awake; a wide guess when the shift is unknown."""
    if resting:
        return _PARENT_RESTING.get(shift, _ALL_DAY) if shift else _ALL_DAY
    return _PARENT.get(shift, _PARENT_UNKNOWN) if shift else _PARENT_UNKNOWN


def propose_times(
    band: Band, boarding: Boarding, worker: Worker, day: date, *, resting: bool = False
) -> tuple[time, ...]:
    """Up to three half hours that suit both sides on that day, the child's best ones first chosen; sorted."""
    free = parent_window(_shift_on(worker, day), resting=resting)
    best = _half_hours(_together(child_window(band, boarding, day.weekday()), free))
    if len(best) >= 3:
        return _spread(best)
    rest = _half_hours(_together(child_reachable(band, boarding, day.weekday()), free))
    # Fill up with the hours nearest to bedtime: that is where the best ones lie for most bands.
    more = [at for at in reversed(rest) if at not in best][: 3 - len(best)]
    return tuple(sorted([*best, *more]))


def propose_caregiver_times(worker: Worker, day: date, *, resting: bool = False) -> tuple[time, ...]:
    """Up to three half hours at which grandparents hear the phone: noon, and early evening before an early bed."""
    return _spread(_half_hours(_together(_CAREGIVER, parent_window(_shift_on(worker, day), resting=resting))))


def caregiver_window() -> Windows:
    return _CAREGIVER


def call_overlap(band: Band | None, boarding: Boarding, worker: Worker, day: date) -> Windows:
    """The hours in which a call makes sense for both; with no band, for the caregiver."""
    theirs = child_reachable(band, boarding, day.weekday()) if band else _CAREGIVER
    return _together(theirs, parent_window(_shift_on(worker, day)))


def usual_call_windows() -> Windows:
    """For people of whom nothing is known: when schoolchildren up to fifteen can be rung on a school day."""
    return tuple(
        window for band in _SCHOOLCHILDREN for window in call_overlap(band, Boarding.NONE, None, _A_SCHOOL_DAY)
    )


def _shift_on(worker: Worker, day: date) -> Shift | None:
    return worker.on(day) if isinstance(worker, ShiftPattern) else worker


def _at_home(boarding: Boarding, weekday: int) -> Windows:
    if boarding is Boarding.NONE:
        return (Window(time(0), time(23)),)
    return (_HOME[weekday],) if weekday in _HOME else ()


def _together(ours: Windows, theirs: Windows) -> Windows:
    return tuple(both for one in ours for other in theirs if (both := one.overlap(other)))


def _half_hours(windows: Windows) -> list[time]:
    clocks = (time(hour, minute) for hour in range(24) for minute in (0, 30))
    return [at for at in clocks if any(at in window for window in windows)]


def _spread(clocks: list[time]) -> tuple[time, ...]:
    if len(clocks) <= 3:
        return tuple(clocks)
    return (clocks[0], clocks[len(clocks) // 2], clocks[-1])
