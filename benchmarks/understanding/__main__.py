"""Measure how well Jiayin understands and print one table; ends with an error where a figure is below its floor."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from time import perf_counter

from benchmarks.understanding import danger, questions, times
from benchmarks.understanding.report import HEAD, Report
from benchmarks.understanding.texts import Part
from bot.i18n import Words
from bot.services.content.loading import library_of_files
from dialogs.language.questions import Questions


def reports(parts: list[Part], index: Questions) -> Iterator[Report]:
    for part in parts:
        yield times.measure(part)
        yield from questions.measure(index, part)
        yield from danger.measure(part)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.understanding", description=__doc__)
    asked.add_argument("--part", type=Part, choices=list(Part), help="only one part of the texts")
    asked.add_argument("--misses", action="store_true", help="list every text that came out otherwise")
    given = asked.parse_args()
    begun = perf_counter()
    index = library_of_files(Words()).questions
    print(f"Content read and the questions' index built in {perf_counter() - begun:.2f} s.\n\n{HEAD}")
    found = list(reports([given.part] if given.part else list(Part), index))
    print("\n".join(report.row() for report in found))
    if given.misses:
        print("\n".join(_misses(found)))
    if not all(report.holds for report in found):
        sys.exit("A figure marked ✗ does not hold its floor or ceiling.")


def _misses(found: list[Report]) -> Iterator[str]:
    for report in found:
        yield f"\n{report.name}, {report.part}:"
        yield from (f"  {miss.text}\t{miss.wanted}\t→ {miss.got}" for miss in report.misses)


if __name__ == "__main__":
    main()
