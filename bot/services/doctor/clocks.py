"""Compares clocks: a reminder is as right as the clock of the machine that plans it."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

from bot.services.doctor.findings import Finding, Limits, State, by_much

CLOCK = "clock"


def skew(whose: str, ahead: float, passed: float, limits: Limits) -> Finding:
    """How far our clock is ahead of another; what passed while asking (in seconds) may be the whole difference."""
    surely = max(0.0, abs(ahead) - passed)
    state = by_much(surely, limits.skew)
    if state is State.FINE:
        return Finding(CLOCK, state, f"It agrees with {whose}.")
    says = f"The clock of this machine is {surely:.0f} seconds {'ahead of' if ahead > 0 else 'behind'} {whose}."
    return Finding(CLOCK, state, says, "Set the clock by NTP on both machines; reminders follow it.")


def told_by(date_header: str) -> datetime | None:
    """The moment a web server says it is, to the second."""
    try:
        told = parsedate_to_datetime(date_header)
    except ValueError:
        return None
    return told if told.tzinfo else None
