"""Logs: JSON lines when a machine reads them, colours when a person does; never a message, never a name."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import EventDict


def name_the_error(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The kind of an error and where it was raised; never its words, which may hold somebody's message."""
    if event.pop("exc_info", None):
        kind, _error, trace = sys.exc_info()
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        event["error"] = f"{kind.__name__ if kind else ''} {where}".strip()
    return event


def configure_logs(level: str) -> None:
    """Everything to stderr. Libraries speak from WARNING on; some would log message texts below that."""
    renderer = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            name_the_error,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    # It would write down whole addresses, with what somebody looked for in them.
    logging.getLogger("starlette_admin").setLevel(logging.ERROR)
