"""How often somebody may try something: counted in memory, in a sliding window, and nowhere else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

MOST_KEYS: Final = 10_000


class Pace:
    """At most `limit` times within `window` for each key."""

    def __init__(self, limit: int, window: timedelta) -> None:
        self._limit = limit
        self._window = window
        self._times: dict[str, deque[datetime]] = {}

    def is_full(self, key: str, now: datetime) -> bool:
        times = self._times.get(key)
        if times is None:
            return False
        while times and now - times[0] >= self._window:
            times.popleft()
        return len(times) >= self._limit

    def count(self, key: str, now: datetime) -> None:
        if len(self._times) >= MOST_KEYS:
            self._forget(now)
        self._times.setdefault(key, deque()).append(now)

    def admit(self, key: str, now: datetime) -> bool:
        """Count it at once, so that many at the same time are not more than one after another."""
        if self.is_full(key, now):
            return False
        self.count(key, now)
        return True

    def uncount(self, key: str) -> None:
        """The last one was in order after all."""
        if times := self._times.get(key):
            times.pop()

    def pardon(self, key: str) -> None:
        self._times.pop(key, None)

    def _forget(self, now: datetime) -> None:
        """Drop whoever has been quiet for a whole window."""
        quiet = [key for key, times in self._times.items() if not times or now - times[-1] >= self._window]
        for key in quiet:
            del self._times[key]


class Arrivals:
    """New people by where they come from; a factory may share one address, so there is room for a whole shift.

    What comes from an address inside a house network may be a proxy that does not say for whom it asks.
    """

    def __init__(self) -> None:
        self._from_outside = Pace(120, timedelta(minutes=10))
        self._from_inside = Pace(1200, timedelta(minutes=10))

    def admit(self, source: str, now: datetime) -> bool:
        return (self._from_inside if is_inside(source) else self._from_outside).admit(source, now)


class CodeTries:
    """Return codes: a few tries for one phone, more for one address, and a lid on everybody's wrong ones together.

    The lid is one for all processes: `tell` lets the others know of a wrong one.
    """

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        self._tell = tell
        window = timedelta(minutes=15)
        self._of_phone = Pace(5, window)
        self._of_source = Pace(100, window)  # new sessions cost a guesser nothing
        self._of_all = Pace(1000, window)  # and new addresses little

    def admit(self, phone: str, source: str, now: datetime) -> bool:
        wanted: Sequence[tuple[Pace, str]] = ((self._of_phone, phone), (self._of_source, source), (self._of_all, ""))
        if any(pace.is_full(key, now) for pace, key in wanted):
            return False
        for pace, key in wanted:
            pace.count(key, now)
        return True

    def was_wrong(self) -> None:
        self._tell()

    def was_wrong_elsewhere(self, times: int, now: datetime) -> None:
        for _ in range(times):
            self._of_all.count("", now)

    def was_right(self, source: str) -> None:
        self._of_source.uncount(source)
        self._of_all.uncount("")


def source_of(host: str) -> str:
    """Whom to count an internet address as: with IPv6 everybody has many of one network."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return f"{IPv6Address(int(address) >> 64 << 64)}"
    return host


def is_inside(source: str) -> bool:
    try:
        return ip_address(source).is_private
    except ValueError:
        return True
