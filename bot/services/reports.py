"""Reports errors to a Sentry: the kind of the error, where in our code it was, and the trace; nothing that was said."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

from structlog.typing import EventDict, Processor

from bot.logs import FAULTS
from bot.services.errors import CannotStart

FLUSH = 2.0  # seconds that the end of the process waits for what is still to be reported
_KEPT = ("event_id", "timestamp", "level", "platform", "release")
_TAGS = ("event", "trace")
_FRAME = ("filename", "function", "lineno")


@contextmanager
def reporting(dsn: str) -> Iterator[Processor]:
    """A watcher of the log that reports its errors. Raises CannotStart, without the address."""
    try:
        import sentry_sdk
        from sentry_sdk.utils import BadDsn
    except ImportError as error:
        raise CannotStart(
            "JIAYIN_SENTRY_DSN is set, but the package sentry-sdk is not installed. Install Jiayin with its extra "
            "`sentry`, as docs/operations.md says, or leave the setting empty."
        ) from error
    try:
        # None of the integrations: they would look into requests, statements, logs and the command line.
        sentry_sdk.init(
            dsn=dsn,
            release=f"jiayin@{version('jiayin')}",
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            max_request_body_size="never",
            auto_session_tracking=False,
            send_client_reports=False,
            before_breadcrumb=_no_breadcrumb,
            before_send=stripped,
        )
    except BadDsn:
        raise CannotStart(
            "JIAYIN_SENTRY_DSN is no address of a Sentry; it looks like https://key@host/number."
        ) from None
    try:
        yield report_error
    finally:
        sentry_sdk.flush(FLUSH)
        sentry_sdk.get_client().close()


def report_error(_logger: object, method: str, event: EventDict) -> EventDict:
    """Hand an error over; it is sent by a thread of the library's own."""
    if method in FAULTS:
        import sentry_sdk

        with sentry_sdk.new_scope() as scope:
            scope.set_tag("event", str(event["event"]))
            if trace := event.get("trace"):
                scope.set_tag("trace", str(trace))
            if error := sys.exc_info()[1]:
                scope.capture_exception(error)
            else:
                scope.capture_message(str(event["event"]), level="error")
    return event


def stripped(event: Any, _hint: Any) -> Any:
    """Only what is known to be about our code is let through; the words of an error may hold somebody's message."""
    tags = event.get("tags") or {}
    kept: dict[str, Any] = {name: event[name] for name in _KEPT if name in event}
    kept["tags"] = {name: tags[name] for name in _TAGS if name in tags}
    kept["message"] = tags.get("event", "")
    if errors := (event.get("exception") or {}).get("values"):
        kept["exception"] = {"values": [_bare(error) for error in errors]}
    return kept


def _bare(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames") or ()
    places = [{name: frame[name] for name in _FRAME if name in frame} for frame in frames]
    return {"type": error.get("type"), "stacktrace": {"frames": places}}


def _no_breadcrumb(_crumb: Any, _hint: Any) -> None:
    return None
