"""What each kind of message may do: how late it still goes, and whether it is sent twice rather than not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Kind:
    """grace: how long after its time it may still go. resend: send again when the outcome is unknown."""

    grace: timedelta
    resend: bool
    respects_sleep: bool = True
    waits_for_talk: bool = True


# Pushes that nobody asked for at all; a reminder was asked for, by its rule.
UNASKED = ("tip", "week_line", "still_wanted", "announcement")
REPLY = Kind(grace=timedelta(hours=24), resend=True)
_PUSHES = {
    "tip": Kind(grace=timedelta(hours=12), resend=False),
    "still_wanted": Kind(grace=timedelta(hours=12), resend=False),
    "week_line": Kind(grace=timedelta(hours=6), resend=False),
    # A training that somebody misses is worse than news that she reads twice.
    "announcement": Kind(grace=timedelta(hours=24), resend=True),
    # She chose this minute herself, and a second ring does less harm than none.
    "call": Kind(grace=timedelta(hours=2), resend=True, respects_sleep=False),
    "later": Kind(grace=timedelta(hours=2), resend=True, respects_sleep=False, waits_for_talk=False),
}


def push_kind(kind: str) -> Kind:
    return _PUSHES[kind]


def kind_of(kind: str, *, push: bool) -> Kind:
    """The rules of a row: pushes have their own, everything that was asked for is a reply."""
    return _PUSHES.get(kind, REPLY) if push else REPLY
