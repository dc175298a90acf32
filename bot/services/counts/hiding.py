"""Tables that tell an employer how many, and never who: small cells hidden, so that no sum gives them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST = 10
ROUNDED_TO = 5

Cells = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Hidden:
    """A table with its sums; None is hidden. Sums of lines with hidden cells are rounded like everything else."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[tuple[str, str], int | None]
    row_sums: Mapping[str, int | None]
    column_sums: Mapping[str, int | None]
    total: int | None


def hidden(rows: Sequence[str], columns: Sequence[str], cells: Cells) -> Hidden:
    """The table as an employer may see it: cells under 10 hidden (nobody, too), others rounded to 5.

    In a line with a sum one hidden cell could be computed, so there a second one is hidden, the smallest that is left;
    sums are lines of the table as well, and are treated alike.
    """
    whole = dict(cells)
    table_rows, table_columns = [*rows, _SUM], [*columns, _SUM]
    for row in rows:
        whole[(row, _SUM)] = sum(cells.get((row, column), 0) for column in columns)
    for column in table_columns:
        whole[(_SUM, column)] = sum(whole.get((row, column), 0) for row in rows)
    gone = {key for key in _keys(table_rows, table_columns) if whole.get(key, 0) < FEWEST}
    while (more := _next(table_rows, table_columns, whole, gone)) is not None:
        gone.add(more)
    shown = {key: None if key in gone else _rounded(whole.get(key, 0)) for key in _keys(table_rows, table_columns)}
    return Hidden(
        rows=rows,
        columns=columns,
        cells={(row, column): shown[(row, column)] for row in rows for column in columns},
        row_sums={row: shown[(row, _SUM)] for row in rows},
        column_sums={column: shown[(_SUM, column)] for column in columns},
        total=shown[(_SUM, _SUM)],
    )


_SUM = "\x00sum"


def _keys(rows: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str]]:
    return [(row, column) for row in rows for column in columns]


def _next(
    rows: Sequence[str], columns: Sequence[str], whole: Cells, gone: set[tuple[str, str]]
) -> tuple[str, str] | None:
    """The next cell to hide: of a line in which exactly one is hidden, the smallest of the others.

    Where another hidden cell stands across already, that comes first: it makes no new line with a single one.
    """
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    for line in lines:
        left = [key for key in line if key not in gone]
        if left and len(line) - len(left) == 1:
            (one,) = set(line) - set(left)
            return min(left, key=lambda key: (_stands_alone(key, one, gone), whole.get(key, 0), key))
    return None


def _stands_alone(key: tuple[str, str], one: tuple[str, str], gone: set[tuple[str, str]]) -> bool:
    """Whether nothing is hidden yet in the line that crosses the line of `one` at `key`."""
    across = 1 if key[0] == one[0] else 0
    return not any(other[across] == key[across] for other in gone)


def _rounded(number: int) -> int:
    return ROUNDED_TO * ((number + ROUNDED_TO // 2) // ROUNDED_TO)
