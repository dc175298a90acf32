"""What an employer sees tells nobody's number, also not to somebody who can add and subtract."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.services.counts.hiding import FEWEST, Hidden, hidden

ROWS, COLUMNS = ("day", "night", "unsaid"), ("active", "quiet", "paused", "left")
tables = st.fixed_dictionaries({(row, column): st.integers(0, 60) for row in ROWS for column in COLUMNS})


def lines(table: Hidden) -> list[list[int | None]]:
    """Every row and column with its sum at the end, as somebody sees it."""
    rows = [[*(table.cells[(row, column)] for column in COLUMNS), table.row_sums[row]] for row in ROWS]
    columns = [[*(table.cells[(row, column)] for row in ROWS), table.column_sums[column]] for column in COLUMNS]
    sums = [[*table.row_sums.values(), table.total], [*table.column_sums.values(), table.total]]
    return [*rows, *columns, *sums]


@given(tables)
def test_no_small_number_is_shown(cells: dict[tuple[str, str], int]) -> None:
    table = hidden(ROWS, COLUMNS, cells)
    assert all(table.cells[key] is None for key, number in cells.items() if number < FEWEST)
    assert all(number is None or number >= FEWEST for line in lines(table) for number in line)


@given(tables)
def test_no_hidden_number_stands_alone_in_a_line_that_can_be_added_up(cells: dict[tuple[str, str], int]) -> None:
    assert all(sum(number is None for number in line) != 1 for line in lines(hidden(ROWS, COLUMNS, cells)))


@given(tables)
def test_what_is_shown_is_rounded_to_five(cells: dict[tuple[str, str], int]) -> None:
    table = hidden(ROWS, COLUMNS, cells)
    assert all(number is None or number % 5 == 0 for line in lines(table) for number in line)
    assert all(shown is None or abs(shown - cells[key]) <= 2 for key, shown in table.cells.items())


def test_a_large_factory_is_seen_whole() -> None:
    table = hidden(ROWS, COLUMNS, {(row, column): 43 for row in ROWS for column in COLUMNS})
    assert set(table.cells.values()) == {45}
    assert table.total == 515


def test_beside_a_small_number_no_more_is_hidden_than_needed() -> None:
    cells = {(row, column): 40 for row in ROWS for column in COLUMNS} | {("day", "left"): 3, ("day", "quiet"): 12}
    table = hidden(ROWS, COLUMNS, cells)
    gone = {key for key, number in table.cells.items() if number is None}
    assert {("day", "left"), ("day", "quiet")} < gone
    assert len(gone) == 4
