"""Logs: JSON lines when a machine reads them, colours when a person does; never a message, never a name."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor

Form = Literal["", "json", "console"]  # empty: coloured text on a terminal, JSON everywhere else
FAULTS = ("error", "exception", "critical")  # how structlog calls the levels from an error on


@dataclass(frozen=True)
class Watch:
    """Who sees every line: of our own log, and of what libraries log from WARNING on."""

    ours: tuple[Processor, ...] = ()
    libraries: tuple[logging.Handler, ...] = ()


NOBODY = Watch()


def name_the_error(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The kind of an error and where it was raised; never its words, which may hold somebody's message."""
    if event.pop("exc_info", None):
        kind, _error, trace = sys.exc_info()
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        event["error"] = f"{kind.__name__ if kind else ''} {where}".strip()
    return event


def configure_logs(level: str, form: Form = "", watch: Watch = NOBODY) -> None:
    """Everything to stderr; `watch` sees every line. Libraries speak from WARNING on: some log texts below that."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *watch.ours,
            name_the_error,
            _renderer(form or ("console" if sys.stderr.isatty() else "json")),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    told = logging.StreamHandler(sys.stderr)
    form_of_libraries = "%(levelname)s %(name)s %(message)s"
    logging.basicConfig(level=logging.WARNING, handlers=[told, *watch.libraries], format=form_of_libraries)
    # It would write down whole addresses, with what somebody looked for in them.
    logging.getLogger("starlette_admin").setLevel(logging.ERROR)


def _renderer(form: str) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
