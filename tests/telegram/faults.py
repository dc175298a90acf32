"""What can go wrong with a call of the Bot API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """What happens to one call instead of, or on top of, what it asks for.

    effect: whether the call works nevertheless. answer: what is said instead. cut: no answer at all. half: the
    connection breaks in the middle of the answer.
    """

    effect: bool = False
    answer: dict[str, Any] | str | None = None
    status: int = 200
    cut: bool = False
    half: bool = False
    delay: float = 0


def refused(status: int, description: str, **parameters: Any) -> Fault:
    said = {"ok": False, "error_code": status, "description": description}
    return Fault(answer={**said, "parameters": parameters} if parameters else said, status=status)


def blocked() -> Fault:
    return refused(403, "Forbidden: bot was blocked by the user")


def flood(seconds: int) -> Fault:
    return refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def out_of_order() -> Fault:
    return refused(500, "Internal Server Error: restart")


def html_page(status: int = 502) -> Fault:
    return Fault(answer="<html><head><title>Bad Gateway</title></head></html>", status=status)


def cut_before() -> Fault:
    """The connection breaks and nothing was done; the caller cannot know."""
    return Fault(cut=True)


def cut_after() -> Fault:
    """It was done, but the answer is lost."""
    return Fault(effect=True, cut=True)


def cut_in_the_middle() -> Fault:
    """It was done, but only the beginning of the answer comes."""
    return Fault(effect=True, half=True)


def silent(seconds: float) -> Fault:
    """Nothing is done and nothing is said, until the connection breaks."""
    return Fault(cut=True, delay=seconds)


def slow(seconds: float) -> Fault:
    """It is done at once, but the answer takes its time."""
    return Fault(effect=True, delay=seconds)
