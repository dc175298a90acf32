"""Where Jiayin's time goes under full load: `python -m benchmarks.profiling`; the loop's thread only, by cProfile."""

from __future__ import annotations

import pstats
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.people import Wish
from benchmarks.processes import jiayin, running, telegram
from benchmarks.rounds import FULL, WARM_UP

OURS: Final = r"/(bot|dialogs)/"
LINES: Final = 30


def profile(folder: Path) -> pstats.Stats:
    """Start included; what it costs is known from a look at `exec_module`."""
    written = folder / "profile"
    with telegram() as api:
        bot = jiayin(folder, api.url, "-m", "cProfile", "-o", str(written))
        api.asks(Wish(people=1))
        with running(bot, folder):
            api.played()
            api.plays(WARM_UP)
            api.plays(FULL)
    return pstats.Stats(str(written))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="jiayin-profile-") as place:
        stats = profile(Path(place))
    stats.sort_stats("tottime").print_stats(LINES)
    stats.sort_stats("cumtime").print_stats(OURS, LINES)


if __name__ == "__main__":
    main()
