"""Every instant that a page shows, in words, by the clock on the wall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.console.doors import Doors
from dialogs.text import Moment


def wall(at: datetime, zone: ZoneInfo) -> datetime:
    """The clock on the wall at an instant, without its zone."""
    return at.astimezone(zone).replace(tzinfo=None)


def local_words(doors: Doors) -> Callable[[datetime | None], str]:
    """Says an instant as people do: 今天（11月23日 周一）晚上8点; nothing for none."""

    def say(at: datetime | None) -> str:
        if at is None:
            return ""
        today = wall(doors.clock(), doors.zone).date()
        return doors.words.say_moment(Moment(wall(at, doors.zone), today), "zh_Hans")

    return say
