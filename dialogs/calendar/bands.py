"""The six age bands a parent can follow, and how late a child of each band may be rung."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

WIND_DOWN = timedelta(minutes=30)


class Band(StrEnum):
    """Lower bound inclusive, upper bound exclusive, in whole years."""

    FROM_0 = "0-3"
    FROM_3 = "3-6"
    FROM_6 = "6-9"
    FROM_9 = "9-12"
    FROM_12 = "12-15"
    FROM_15 = "15-18"

    @property
    def first_year(self) -> int:
        return int(self.split("-")[0])


# School ages follow the Ministry of Education's sleep notice of 2021; the two youngest are customary.
_BEDTIMES = {
    Band.FROM_0: time(20, 30),
    Band.FROM_3: time(21, 0),
    Band.FROM_6: time(21, 20),
    Band.FROM_9: time(21, 20),
    Band.FROM_12: time(22, 0),
    Band.FROM_15: time(23, 0),
}


def bedtime(band: Band) -> time:
    return _BEDTIMES[band]


def latest_call(band: Band) -> time:
    """The last moment a call may begin: half an hour before bed."""
    return (datetime.combine(date.min, bedtime(band)) + WIND_DOWN * -1).time()


def band_of_age(years: int) -> Band | None:
    """None for an adult."""
    return next((band for band in reversed(Band) if 0 <= band.first_year <= years < band.first_year + 3), None)
