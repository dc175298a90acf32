"""Questions parents ask: is the right answer first, is it among three, and is nothing answered that has no answer?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from benchmarks.understanding.report import Report, Share
from benchmarks.understanding.stopwatch import Stopwatch
from benchmarks.understanding.texts import Miss, Part, rows
from dialogs.language.questions import Decision, Matches, Questions

SHOWN: Final = 3


def measure(index: Questions, part: Part) -> Iterator[Report]:
    yield _answered(index, part)
    yield from (_unanswered(index, part, kind) for kind in ("other", "small_talk"))


def _answered(index: Questions, part: Part) -> Report:
    watch, misses = Stopwatch(), list[Miss]()
    first = among = sure = wrong = nothing = 0
    lines = list(rows(part, "questions", 2))
    for text, wanted in lines:
        found = _match(watch, index, text)
        ids = [match.id for match in found.matches[:SHOWN]]
        right = ids[:1] == [wanted]
        first += right
        among += wanted in ids
        sure += right and found.decision is Decision.ANSWER
        wrong += not right and found.decision is Decision.ANSWER
        nothing += found.decision is Decision.NONE
        if not right:
            misses.append(Miss(text, wanted, f"{found.decision}: {', '.join(ids)}"))
    count = len(lines)
    shares = (
        Share("first", first, count, floor=86),
        Share("among three", among, count, floor=95),
        Share("answered rightly", sure, count),
        Share("answered wrongly", wrong, count, ceiling=3),
        Share("nothing offered", nothing, count, ceiling=6),
    )
    return Report("Questions with an answer", part, count, shares, misses, watch)


def _unanswered(index: Questions, part: Part, kind: str) -> Report:
    watch, misses = Stopwatch(), list[Miss]()
    answered = offered = 0
    lines = [text for text, its_kind in rows(part, "nothing", 2) if its_kind == kind]
    for text in lines:
        found = _match(watch, index, text)
        answered += found.decision is Decision.ANSWER
        offered += found.decision is Decision.CHOOSE
        if found.decision is Decision.ANSWER or (found.decision is Decision.CHOOSE and kind == "small_talk"):
            misses.append(Miss(text, "nothing", f"{found.decision}: {found.matches[0].id}"))
    shares = (
        Share("answered", answered, len(lines), ceiling=0 if kind == "small_talk" else 3),
        Share("choices offered", offered, len(lines)),
    )
    name = "Small talk" if kind == "small_talk" else "Questions without an answer"
    return Report(name, part, len(lines), shares, misses, watch)


def _match(watch: Stopwatch, index: Questions, text: str) -> Matches:
    return watch.time(partial(index.match, text))
