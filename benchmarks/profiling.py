"""Where Jiayin's time goes, by a sampling profiler: `python -m benchmarks.profiling [updates|broadcast]`.

Whenever the process has used so much of the processor, it is counted where the thread of the loop is. Work done in C
counts for the function that called it; what uvloop and the other threads do counts for the loop.
"""

from __future__ import annotations

import atexit
import json
import signal
import sys
import sysconfig
import tempfile
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Final

from benchmarks.bench import FULL
from benchmarks.bots import jiayin
from benchmarks.broadcast import STARTS_WITHIN
from benchmarks.people import FIRST, Wish
from benchmarks.processes import ROOT, Bot, running, telegram
from benchmarks.seeding import announced, url_of
from benchmarks.updates import AT_ONCE, WARM_UP

SAMPLE: Final = 0.004  # seconds of the processor between two looks
LASTS: Final = 5.0
SHOWN: Final = 25
STARTED: Final = "started"  # a file beside the samples: from here on they count
OURS: Final = ("bot", "dialogs")
LIBRARIES: Final = f"{sysconfig.get_path('purelib')}/"
STANDARD: Final = f"{sysconfig.get_path('stdlib')}/"

LOOP: Final = "asyncio.runners"
Counts = dict[str, int]


class Sampler:
    """Counts where the loop's thread is: by part of the programme, and by innermost function."""

    def __init__(self, file: Path) -> None:
        self.parts: Counter[str] = Counter()
        self.functions: Counter[str] = Counter()
        self._began = file.with_name(STARTED)
        self._counts = False

    def start(self) -> None:
        """By the processor time of the process: while it waits, nothing is counted."""
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, SAMPLE, SAMPLE)

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        self._counts = self._counts or self._began.exists()
        if frame is not None and self._counts:
            module = module_of(frame.f_code.co_filename)
            self.parts[part_of(module)] += 1
            self.functions[f"{module}:{frame.f_code.co_qualname}"] += 1


def module_of(file: str) -> str:
    """With dots; whatever has no file is Python's own."""
    for root in (LIBRARIES, STANDARD, f"{ROOT}/"):
        if file.startswith(root):
            return file.removeprefix(root).removesuffix(".py").replace("/", ".")
    return "python"


def part_of(module: str) -> str:
    """Ours by folder, libraries by name."""
    names = module.split(".")
    if module == LOOP:
        return "uvloop, and the database's thread"
    return ".".join(names[:2]) if names[0] in OURS else names[0]


def sampled(file: Path) -> None:
    """Jiayin in this process, with its samples written to the file at the end."""
    sampler = Sampler(file)
    atexit.register(lambda: file.write_text(json.dumps([sampler.parts, sampler.functions]), encoding="utf-8"))
    sampler.start()
    from bot.__main__ import main as run

    run()


def profiled(scene: str, folder: Path) -> tuple[Counts, Counts]:
    """Samples by part and by function, from the moment at which it is under way."""
    file = folder / "samples.json"
    if scene == "broadcast":
        announced(url_of(folder), folder, FULL.broadcast)
    with telegram() as api:
        plain = jiayin(folder, api.url)
        bot = Bot(plain.name, ("-m", "benchmarks.profiling", str(file), "run"), plain.settings, plain.health)
        if scene == "updates":
            api.asks(FIRST)
        with running(bot, folder):
            if scene == "broadcast":
                api.collects(FULL.broadcast // 20, STARTS_WITHIN)
                file.with_name(STARTED).touch()
                api.collects(FULL.broadcast, STARTS_WITHIN)
            else:
                api.played()
                api.plays(WARM_UP)
                file.with_name(STARTED).touch()
                api.plays(Wish(at_once=AT_ONCE, seconds=LASTS))
    parts, functions = json.loads(file.read_text("utf-8"))
    return parts, functions


def largest(counts: Counts, most: int) -> list[tuple[str, float]]:
    """The names with the most samples, and their shares of all."""
    total = sum(counts.values()) or 1
    return [(name, count / total) for name, count in Counter(counts).most_common(most)]


def main(scene: str) -> None:
    with tempfile.TemporaryDirectory(prefix="jiayin-profile-") as place:
        for counts in profiled(scene, Path(place)):
            print("\n".join(f"{part:6.1%}  {name}" for name, part in largest(counts, SHOWN)), end="\n\n")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sampled(Path(sys.argv.pop(1)))
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "updates")
