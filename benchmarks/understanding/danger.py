"""Danger: is it caught, by the right name, and are harmless words left alone?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from benchmarks.understanding.report import Report, Share
from benchmarks.understanding.stopwatch import Stopwatch
from benchmarks.understanding.texts import Miss, Part, rows
from dialogs.language.danger import Screening, screen


@dataclass(frozen=True)
class Floor:
    """Least shares in per cent: of danger caught, and of danger caught by the right name."""

    caught: float
    named: float


# Held in `make check`: a little below what was last measured, so that a change for the worse is seen.
FLOORS: Final = {Part.DEVELOPMENT: Floor(93, 81), Part.HELD_BACK: Floor(88, 77)}
FLOORS_P2: Final = {Part.DEVELOPMENT: Floor(75, 60), Part.HELD_BACK: Floor(75, 60)}
ALARMS: Final = {Part.DEVELOPMENT: 1.0, Part.HELD_BACK: 2.5}
SOFT: Final = {Part.DEVELOPMENT: Floor(45, 35), Part.HELD_BACK: Floor(45, 35)}


def measure(part: Part) -> Iterator[Report]:
    screen("把权重先读进来")  # the weights are read with the first text
    lines = list(rows(part, "danger", 4))
    clear = [line for line in lines if line[3] == "clear"]
    yield _danger("Danger, plainly told, P0 and P1", part, [line for line in clear if line[2] != "P2"], FLOORS[part])
    yield _danger("Danger, plainly told, P2", part, [line for line in clear if line[2] == "P2"], FLOORS_P2[part])
    yield _danger("Danger, soft or doubtful signs", part, [line for line in lines if line[3] == "unsure"], SOFT[part])
    yield _harmless(part)


def _danger(name: str, part: Part, lines: list[tuple[str, ...]], floor: Floor) -> Report:
    watch, misses = Stopwatch(), list[Miss]()
    heard = right = asked = 0
    for text, trigger, level, certainty in lines:
        found = watch.time(partial(screen, text))
        acts = found.acts
        heard += acts
        asked += acts and found.ask_back
        right += acts and found.trigger == trigger
        if not acts or found.trigger != trigger:
            misses.append(Miss(text, f"{trigger} {level} {certainty}", _said(found)))
    count = len(lines)
    shares = (
        Share("caught", heard, count, floor=floor.caught),
        Share("right trigger", right, count, floor=floor.named),
        Share("asked back", asked, count),
    )
    return Report(name, part, count, shares, misses, watch)


def _harmless(part: Part) -> Report:
    watch, misses = Stopwatch(), list[Miss]()
    alarms = asked = 0
    lines = list(rows(part, "harmless", 2))
    for text, kind in lines:
        found = watch.time(partial(screen, text))
        if found.acts:
            asked += found.ask_back
            alarms += not found.ask_back
            misses.append(Miss(text, kind, _said(found)))
    shares = (
        Share("false alarms", alarms, len(lines), ceiling=ALARMS[part]),
        Share("asked back", asked, len(lines), ceiling=4.5),
    )
    return Report("Harmless", part, len(lines), shares, misses, watch)


def _said(found: Screening) -> str:
    if found.trigger is None:
        return "nothing"
    return f"{found.trigger} {found.level} {found.aspect}{' asked back' if found.ask_back else ''}"
