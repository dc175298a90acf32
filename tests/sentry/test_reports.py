"""What a Sentry is told of an error: enough to find it in the code, and nothing that anybody said."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.services.errors import CannotStart
from bot.services.reports import report_error, reporting
from tests.process.running import OPEN, House, free_port, surroundings
from tests.sentry.collector import Collector, collecting

WORDS = "孩子不爱说话"


def fails(words: str) -> None:
    try:
        json.loads(words)
    except ValueError as error:
        raise RuntimeError(f"cannot read {words}") from error


def tell(event: str, trace: str = "") -> None:
    """The line as our log would hand it over, in the middle of an error."""
    with pytest.raises(RuntimeError) as caught:
        fails(WORDS)
    try:
        raise caught.value
    except RuntimeError:
        report_error(None, "error", {"event": event, "trace": trace, "words": WORDS, "name": "王芳"})


@pytest.fixture
def collector() -> Collector:
    """What arrived until the reporting ended."""
    with collecting() as collector:
        with reporting(collector.dsn) as watcher:
            tell("update_failed", "k3h5")
            watcher(None, "error", {"event": "tick_failed"})
            watcher(None, "warning", {"event": "send_failed"})
            watcher(None, "info", {"event": "tidied"})
        return collector


def test_an_error_is_told_with_its_place_in_the_code_and_its_trace(collector: Collector) -> None:
    first, second = collector.events
    assert first["tags"] == {"event": "update_failed", "trace": "k3h5"}
    assert [one["type"] for one in first["exception"]["values"]] == ["JSONDecodeError", "RuntimeError"]
    frames = first["exception"]["values"][-1]["stacktrace"]["frames"]
    assert {"fails"} <= {frame["function"] for frame in frames}
    assert all(set(frame) <= {"filename", "function", "lineno"} for frame in frames)
    assert second["message"] == "tick_failed"
    assert "exception" not in second


def test_nothing_that_somebody_said_leaves_the_machine(collector: Collector) -> None:
    sent = "\n".join(collector.raw)
    for secret in (WORDS, json.dumps(WORDS)[1:-1], "王芳", "cannot read", "json.loads(words)", "vars", "breadcrumbs"):
        assert secret not in sent, secret
    for event in collector.events:
        known = {"event_id", "timestamp", "level", "platform", "release", "tags", "message", "exception"}
        assert set(event) <= known, set(event) - known


def test_what_is_no_address_of_a_sentry_is_said_without_repeating_it() -> None:
    with pytest.raises(CannotStart) as refused, reporting("abc:secret"):
        pass
    assert "JIAYIN_SENTRY_DSN" in str(refused.value)
    assert "abc" not in str(refused.value)


def test_without_the_package_a_start_says_how_to_install_it(tmp_path: Path) -> None:
    """A package of that name that cannot be imported stands in front of the real one."""
    absent = tmp_path / "absent" / "sentry_sdk"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text("raise ImportError('no such package')", "utf-8")
    run = "import sys; sys.path.insert(0, sys.argv.pop(1)); from bot.__main__ import main; main()"
    settings = {"JIAYIN_SENTRY_DSN": "https://abcdef@sentry.example.org/1"}
    ended = subprocess.run(
        [sys.executable, "-c", run, str(absent.parent), "run"],
        cwd=tmp_path,
        env=surroundings(tmp_path, {**settings, "JIAYIN_PORT": str(free_port())}),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 1
    assert "sentry-sdk is not installed" in ended.stderr
    assert "abcdef" not in ended.stderr + ended.stdout


def test_without_an_address_the_package_is_never_loaded(tmp_path: Path) -> None:
    loaded = "import sys, bot.app, bot.commands.service, bot.services.watching; print('sentry_sdk' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=30, cwd=Path.cwd()
    )
    assert ended.stdout.strip() == "False"


def test_a_running_jiayin_reports_what_breaks(tmp_path: Path) -> None:
    with collecting() as collector:
        house = House(tmp_path, {**OPEN, "JIAYIN_SENTRY_DSN": collector.dsn, "JIAYIN_TICK_SECONDS": "0.2"})
        with house.open():
            with closing(sqlite3.connect(house.database)) as broken:
                broken.execute("ALTER TABLE schedule RENAME TO mislaid")
            for _ in range(100):
                if "tick_failed" in house.said:
                    break
                time.sleep(0.05)
            assert house.stop() == 0
        assert "tick_failed" in {event["tags"]["event"] for event in collector.events}
