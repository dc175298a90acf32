"""Time phrases: is the rule exactly what was meant, and is nothing ever kept that was not?"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from benchmarks.understanding.report import Report, Share
from benchmarks.understanding.stopwatch import Stopwatch
from benchmarks.understanding.texts import Miss, Part, rows
from dialogs.calendar.recurrence import Lunar, Once, Repeating, Timing, occurrences
from dialogs.calendar.windows import usual_call_windows
from dialogs.language.when import AskBack, Outcome, Refused, Understood, WhenContext, read_when

ZONE: Final = ZoneInfo("Asia/Shanghai")
_COMPARED: Final = 6
_EXACT: Final = {Part.DEVELOPMENT: 97.0, Part.HELD_BACK: 87.0}
_WRONG: Final = {Part.DEVELOPMENT: 0.0, Part.HELD_BACK: 1.2}
_NOTHING_KNOWN: Final = WhenContext(windows=usual_call_windows())


def measure(part: Part) -> Report:
    watch, misses = Stopwatch(), list[Miss]()
    exact = wrong = asked = missed = 0
    lines = list(rows(part, "times", 3))
    for text, local, wanted in lines:
        now = datetime.fromisoformat(local).replace(tzinfo=ZONE)
        found = watch.time(partial(read_when, text, now, ZONE, _NOTHING_KNOWN))
        right = any(_is(found, one, now) for one in wanted.split("|"))
        exact += right
        wrong += not right and isinstance(found, Understood)
        asked += not right and isinstance(found, AskBack)
        missed += not right and not isinstance(found, AskBack | Understood)
        if not right:
            misses.append(Miss(f"{text} [{local}]", wanted, _said(found)))
    count = len(lines)
    shares = (
        Share("exact", exact, count, floor=_EXACT[part]),
        Share("confidently wrong", wrong, count, ceiling=_WRONG[part]),
        Share("asked back needlessly", asked, count),
        Share("not understood or refused", missed, count),
    )
    return Report("Time phrases", part, count, shares, misses, watch)


def _is(found: Outcome, wanted: str, now: datetime) -> bool:
    kind, _, rest = wanted.partition(" ")
    if kind in ("ask", "refuse"):
        return isinstance(found, AskBack if kind == "ask" else Refused)
    if kind == "none":
        return not isinstance(found, Understood | Refused)
    return isinstance(found, Understood) and _days(found.timing, now) == _days(_timing(kind, rest, now), now)


def _days(timing: Timing, now: datetime) -> tuple[datetime, ...]:
    return occurrences(timing, ZONE, None, now, _COMPARED)


def _timing(kind: str, rest: str, now: datetime) -> Timing:
    """`once DATETIME`, `rule RRULE CLOCK… [from DATE]` or `lunar MONTH/DAY CLOCK…`; ValueError for anything else."""
    if kind == "once":
        return Timing(Once(datetime.fromisoformat(rest)))
    rest, _, begins = rest.partition(" from ")
    first, *clocks = rest.split()
    times = tuple(sorted(time.fromisoformat(clock) for clock in clocks))
    if kind == "lunar":
        month, day = first.split("/")
        return Timing(Lunar(int(month), int(day)), times)
    if kind != "rule":
        raise ValueError(f"an expectation cannot begin with {kind}")
    return Timing(Repeating(first, date.fromisoformat(begins) if begins else now.date()), times)


def _said(found: Outcome) -> str:
    return str(found)
