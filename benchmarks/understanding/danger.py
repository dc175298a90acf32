"""Danger: is it caught, by the right name, and are harmless words left alone?"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.understanding.report import Report, Share
from benchmarks.understanding.stopwatch import Stopwatch
from benchmarks.understanding.texts import Miss, Part, rows
from dialogs.language.danger import Aspect, Screening, screen


def measure(part: Part) -> Iterator[Report]:
    lines = list(rows(part, "danger", 4))
    yield _danger("Danger, P0 and P1", part, [line for line in lines if line[2] != "P2"], caught=95, named=88)
    yield _danger("Danger, P2", part, [line for line in lines if line[2] == "P2"], caught=85, named=75)
    yield _harmless(part)


def _acts(found: Screening) -> bool:
    """Whether the person gets a danger reply or is asked back."""
    return found.trigger is not None and (found.aspect is Aspect.PRESENT or found.ask_back)


def _danger(name: str, part: Part, lines: list[tuple[str, ...]], caught: float, named: float) -> Report:
    watch, misses = Stopwatch(), list[Miss]()
    heard = right = asked = 0
    for text, trigger, level, certainty in lines:
        found = watch.time(lambda text=text: screen(text))  # type: ignore[misc]
        acts = _acts(found)
        heard += acts
        asked += acts and found.ask_back
        right += acts and found.trigger == trigger
        if not acts or found.trigger != trigger:
            misses.append(Miss(text, f"{trigger} {level} {certainty}", _said(found)))
    count = len(lines)
    shares = (
        Share("caught", heard, count, floor=caught),
        Share("right trigger", right, count, floor=named),
        Share("asked back", asked, count),
    )
    return Report(name, part, count, shares, misses, watch)


def _harmless(part: Part) -> Report:
    watch, misses = Stopwatch(), list[Miss]()
    alarms = asked = 0
    lines = list(rows(part, "harmless", 2))
    for text, kind in lines:
        found = watch.time(lambda text=text: screen(text))  # type: ignore[misc]
        if _acts(found):
            asked += found.ask_back
            alarms += not found.ask_back
            misses.append(Miss(text, kind, _said(found)))
    shares = (
        Share("false alarms", alarms, len(lines), ceiling=2),
        Share("asked back", asked, len(lines), ceiling=2),
    )
    return Report("Harmless", part, len(lines), shares, misses, watch)


def _said(found: Screening) -> str:
    if found.trigger is None:
        return "nothing"
    return f"{found.trigger} {found.level} {found.aspect}{' asked back' if found.ask_back else ''}"
