"""How often somebody may try something: counted in memory, in a sliding window."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
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

    def pardon(self, key: str) -> None:
        self._times.pop(key, None)

    def _forget(self, now: datetime) -> None:
        """Drop whoever has been quiet for a whole window."""
        quiet = [key for key, times in self._times.items() if not times or now - times[-1] >= self._window]
        for key in quiet:
            del self._times[key]
