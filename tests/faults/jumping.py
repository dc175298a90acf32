"""Runs Jiayin on a machine whose clock jumps: `python -m tests.faults.jumping <file> python -m bot run`.

The file holds how many seconds the clock is wrong by. Only the clock on the wall jumps, as it does on a real machine.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Final

import time_machine

LOOKS: Final = 0.02  # seconds between looks at the file
INTERPRETER: Final = 3  # words before the command: python -m bot


def wrong_by(file: Path) -> float:
    """How wrong the clock is to be, in seconds."""
    return float(file.read_text("utf-8") or 0)


def follow(file: Path, clock: time_machine.Traveller) -> None:
    """Set the clock whenever the file says something else."""
    was = 0.0
    while True:
        now = wrong_by(file)
        if now != was:
            clock.shift(timedelta(seconds=now - was))
            was = now
        time.sleep(LOOKS)


def main() -> None:
    from bot.__main__ import main as jiayin

    file, *command = sys.argv[1:]
    sys.argv = ["jiayin", *command[INTERPRETER:]]
    with time_machine.travel(datetime.now(UTC)) as clock:
        Thread(target=follow, args=(Path(file), clock), daemon=True).start()
        jiayin()


if __name__ == "__main__":
    main()
