"""Watches the log for errors: each is counted by its event, and reported to a Sentry where one is set up."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from structlog.typing import EventDict

from bot.logs import FAULTS, Watch
from bot.services.metrics import ERRORS
from bot.settings import Settings


def count_errors(_logger: object, method: str, event: EventDict) -> EventDict:
    """The events of our own lines are few and fixed, so they may be labels."""
    if method in FAULTS:
        ERRORS.labels(str(event["event"])).inc()
    return event


class LibraryErrors(logging.Handler):
    """Counts what libraries log as errors, by the library."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        ERRORS.labels(f"library:{record.name.partition('.')[0]}").inc()


@contextmanager
def watching(settings: Settings) -> Iterator[Watch]:
    """The watch over this process's log; what was still to be reported is, at the end. Raises CannotStart."""
    counting = Watch((count_errors,), (LibraryErrors(),))
    if not (dsn := settings.sentry_dsn.get_secret_value()):
        yield counting
        return
    from bot.services.reports import reporting

    with reporting(dsn) as report_error:
        yield replace(counting, ours=(count_errors, report_error))
