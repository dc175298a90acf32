"""What stands in the log, who counts it, and what leaves the machine of it."""

from __future__ import annotations

import ast
import logging
import subprocess
import sys

from prometheus_client import REGISTRY

from bot.services.watching import LibraryErrors, count_errors
from tests.house.tree import modules, tree_of
from tests.process.running import ROOT

SPEAKS = """
import logging, sys, structlog
from bot.logs import NOBODY, configure_logs
configure_logs("INFO", sys.argv[1], NOBODY)
structlog.get_logger().info("something_happened", person=7)
try:
    raise ValueError("孩子不爱说话")
except ValueError:
    structlog.get_logger().exception("something_broke")
logging.getLogger("library").warning("a library speaks")
"""


def said(form: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", SPEAKS, form], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
    )
    return ended.stderr


def counted(event: str) -> float:
    return REGISTRY.get_sample_value("jiayin_errors_total", {"event": event}) or 0


def test_a_machine_reads_json_and_a_person_reads_words() -> None:
    for form in ("json", ""):
        assert '"event": "something_happened"' in said(form)
    told = said("console")
    assert "something_happened" in told
    assert '"event"' not in told


def test_neither_form_says_the_words_of_an_error() -> None:
    for form in ("json", "console"):
        told = said(form)
        assert "孩子不爱说话" not in told
        assert "ValueError" in told
        assert "WARNING library a library speaks" in told


def test_errors_are_counted_by_their_event_and_nothing_else_is() -> None:
    before = counted("it_broke")
    for method in ("debug", "info", "warning", "error", "exception"):
        assert count_errors(None, method, {"event": "it_broke"}) == {"event": "it_broke"}
    assert counted("it_broke") == before + 2


def test_errors_of_libraries_are_counted_by_the_library() -> None:
    before = counted("library:somebody")
    logger = logging.getLogger("somebody.elses")
    handler = LibraryErrors()
    logger.addHandler(handler)
    logger.propagate = False
    logger.warning("not yet")
    logger.error("a secret of %s", "hers")
    logger.removeHandler(handler)
    assert counted("library:somebody") == before + 1


def test_no_line_of_the_log_is_called_after_what_was_said() -> None:
    """The first argument of a log call is its event: a literal, so that it can be counted."""
    found: list[str] = []
    for path in modules("bot"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"log.error", "log.exception", "log.warning"}:
                found.extend(f"{path}:{node.lineno}" for one in node.args[:1] if not isinstance(one, ast.Constant))
    assert found == []
