"""Where Jiayin's time goes: `python -m benchmarks.profiling [updates|broadcast]`, by a sampling profiler.

A thread looks at what every thread of the process is doing, once in two milliseconds of its own, and counts.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Final

from benchmarks.bench import FULL
from benchmarks.bots import jiayin
from benchmarks.broadcast import STARTS_WITHIN
from benchmarks.people import Wish
from benchmarks.processes import Bot, running, telegram
from benchmarks.seeding import announced, url_of
from benchmarks.updates import AT_ONCE, WARM_UP

SAMPLE: Final = 0.002
DEEPEST: Final = 60
SHOWN: Final = 25
RESTING: Final = ("select", "poll", "wait", "get", "_worker", "run_once", "acquire")  # innermost while nothing is done


class Sampler(threading.Thread):
    """Counts where the threads of this process are; `own` is the innermost function, `inside` all that are open."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.own: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()

    def run(self) -> None:
        me = threading.get_ident()
        while True:
            time.sleep(SAMPLE)
            for thread, frame in sys._current_frames().items():
                if thread != me and frame.f_code.co_name not in RESTING:
                    self._count(frame)

    def _count(self, frame: FrameType) -> None:
        self.own[named(frame)] += 1
        inside, above, depth = set(), frame, 0
        while depth < DEEPEST:
            inside.add(named(above))
            if above.f_back is None:
                break
            above, depth = above.f_back, depth + 1
        self.inside.update(inside)


def named(frame: FrameType) -> str:
    """The last two parts of the path, and the function."""
    file = "/".join(frame.f_code.co_filename.rsplit("/", 2)[-2:])
    return f"{file}:{frame.f_code.co_qualname}"


def sampled(file: str) -> None:
    """Jiayin in this process, with its samples written to the file at the end."""
    sampler = Sampler()
    kept = {"own": sampler.own, "inside": sampler.inside}
    atexit.register(lambda: Path(file).write_text(json.dumps(kept), encoding="utf-8"))
    sampler.start()
    from bot.__main__ import main as run

    run()


def profiled(scene: str, folder: Path) -> dict[str, dict[str, int]]:
    """Start included, which is a second of many."""
    file = folder / "samples.json"
    if scene == "broadcast":
        announced(url_of(folder), folder, FULL.broadcast)
    with telegram() as api:
        plain = jiayin(folder, api.url)
        bot = Bot(plain.name, ("-m", "benchmarks.profiling", str(file), "run"), plain.settings, plain.health)
        with running(bot, folder):
            if scene == "broadcast":
                api.collects(FULL.broadcast, STARTS_WITHIN)
            else:
                api.plays(WARM_UP)
                api.plays(Wish(at_once=AT_ONCE, seconds=10))
    found: dict[str, dict[str, int]] = json.loads(file.read_text("utf-8"))
    return found


def main(scene: str) -> None:
    with tempfile.TemporaryDirectory(prefix="jiayin-profile-") as place:
        found = profiled(scene, Path(place))
    total = sum(found["own"].values())
    for title, counts in (("innermost", found["own"]), ("open, ours", ours(found["inside"]))):
        print(f"\n{title}, of {total} samples of work")
        for name, count in sorted(counts.items(), key=lambda pair: -pair[1])[:SHOWN]:
            print(f"{count / total:6.1%}  {name}")


def ours(counts: dict[str, int]) -> dict[str, int]:
    folders = {path.name for part in ("bot", "dialogs") for path in Path(part).rglob("*") if path.is_dir()}
    return {name: count for name, count in counts.items() if name.split("/")[0] in {"bot", "dialogs", *folders}}


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    if len(sys.argv) > 2:
        sampled(sys.argv.pop(1))
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "updates")
