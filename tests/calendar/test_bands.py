"""How late a child of each age may be rung."""

from datetime import time

import pytest

from dialogs.calendar.bands import Band, band_of_age, bedtime, latest_call


def test_a_call_begins_half_an_hour_before_bed_at_the_latest() -> None:
    assert bedtime(Band.FROM_9) == time(21, 20)
    assert latest_call(Band.FROM_9) == time(20, 50)


def test_older_children_go_to_bed_later() -> None:
    evenings = [bedtime(band) for band in Band]
    assert evenings == sorted(evenings)


@pytest.mark.parametrize(
    ("years", "band"), [(0, "0-3"), (2, "0-3"), (3, "3-6"), (11, "9-12"), (12, "12-15"), (17, "15-18"), (18, None)]
)
def test_a_birthday_moves_a_child_into_the_next_band(years: int, band: str | None) -> None:
    assert band_of_age(years) == band
