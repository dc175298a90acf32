"""Ten thousand reminders due in the same minute, among few and among many, beside APScheduler's memory store."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from benchmarks.bench import Bench, tell
from benchmarks.footprint import among
from benchmarks.million import seed_many
from benchmarks.processes import PEERS, ROOT, Broken
from benchmarks.seeding import put_off, url_of

DUE: Final = 10_000
MINUTES_15: Final = 900


def planned(bench: Bench) -> None:
    """On every size and both databases; the last one on SQLite is then used with its many people, and thrown away."""
    for people in bench.extent.people:
        folder = bench.place(f"people-{people}")
        bench.attempt(f"planning among {people:,}", on, bench, people, "sqlite", url_of(folder))
        if people == max(bench.extent.people) and not bench.extent.quick:
            bench.attempt(f"{people:,} people", lived_in, bench, people, folder)
        if bench.postgres is not None and not bench.extent.quick:
            url = bench.postgres.database(f"bench_{people}")
            name = f"planning among {people:,}, PostgreSQL"
            bench.attempt(name, on, bench, people, "postgres", url)
            bench.postgres.dropped(f"bench_{people}")
    for jobs in bench.extent.timer_jobs:
        bench.attempt(f"APScheduler, {jobs:,}", apscheduler, bench, jobs)


def on(bench: Bench, people: int, kind: str, url: str) -> None:
    tell(f"  … {people:,} people, {kind}")
    asyncio.run(seed_many(url, people, DUE))
    rounds = max(2, bench.extent.rounds)
    for tick in lines((sys.executable, "-m", "benchmarks.plan_probe", url, str(rounds))):
        if tick["planned"] != DUE:
            raise Broken(f"Of {DUE} reminders {tick['planned']} were planned.")
        bench.figures.add(f"plan.{kind}.{people}", tick["seconds"])
        bench.figures.add(f"plan.{kind}.{people}.block", tick["block"])
        bench.figures.add(f"plan.{kind}.{people}.block_busy", tick["block_busy"])


def lived_in(bench: Bench, people: int, folder: Path) -> None:
    put_off(url_of(folder))
    among(bench, people, folder)


def apscheduler(bench: Bench, jobs: int) -> None:
    """So many jobs in its memory, ten thousand of them due."""
    tell(f"  … APScheduler, {jobs:,} jobs")
    due = min(DUE, jobs)
    for seen in lines((str(PEERS), "-m", "benchmarks.peers.apscheduler_jobs", str(jobs), str(due))):
        for name, value in seen.items():
            bench.figures.add(f"timer.{jobs}.{name}", value)


def lines(command: tuple[str, ...]) -> list[dict[str, Any]]:
    """What a measuring process of ours prints, a JSON object a line."""
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=MINUTES_15)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Broken(f"{command[2]} did not run: {type(error).__name__}") from error
    if done.returncode:
        raise Broken(f"{command[2]} failed: {done.stderr.decode('utf-8', 'replace')[-300:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b"{")]
