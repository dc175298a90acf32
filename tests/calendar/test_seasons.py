"""The seasons of a migrant family's year."""

from datetime import date

import pytest

from dialogs.calendar.seasons import season_from_record, seasons_on

SEASONS = [
    season_from_record(record)
    for record in (
        {"name": "summer", "from": "06-20", "to": "08-31"},
        {"name": "winter", "from": "11-15", "to": "02-29"},
        {"name": "spring_festival", "from": "lunar 12-01", "to": "lunar 01-15"},
        {"name": "tickets", "from": "lunar 01-01 -40", "to": "lunar 01-01 -1"},
    )
]


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 7, 1), {"summer"}),
        (date(2026, 6, 20), {"summer"}),
        (date(2026, 9, 1), set()),
        (date(2026, 12, 20), {"winter"}),
        (date(2026, 2, 28), {"winter", "spring_festival"}),
        (date(2028, 2, 29), {"winter"}),
        (date(2026, 3, 1), {"spring_festival"}),
        (date(2026, 3, 4), set()),
        (date(2026, 1, 20), {"winter", "spring_festival", "tickets"}),
        (date(2026, 2, 17), {"winter", "spring_festival"}),
        (date(2027, 12, 20), {"winter", "tickets"}),  # the farmers' year begins early, on 26 January
    ],
)
def test_every_day_has_its_seasons(day: date, names: set[str]) -> None:
    assert seasons_on(day, SEASONS) == names


def test_a_season_remembers_its_first_day() -> None:
    summer, _winter, _festival, tickets = SEASONS
    assert summer.began(date(2026, 7, 1)) == date(2026, 6, 20)
    assert summer.began(date(2026, 9, 1)) is None
    assert tickets.began(date(2028, 1, 25)) == date(2027, 12, 17)


@pytest.mark.parametrize("edge", ["summer", "13-01", "02-31", "lunar 13-01", "lunar 01-31", "06-20 40"])
def test_a_day_that_does_not_exist_is_refused(edge: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        season_from_record({"name": "slip", "from": edge, "to": "12-31"})
