"""A spreadsheet as it was read: its headers and rows as words, with the row numbers that the trainer sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from bot.services.sheets.columns import Column, known_headers, main_field
from bot.services.sheets.vocabulary import heard, vocabulary
from dialogs.text import Text, _

MOST_ROWS: Final = 5000
MOST_COLUMNS: Final = 100
HEADER_WITHIN: Final = 5  # rows from the top

Line = Sequence[str]


class Refused(Exception):
    """A file that cannot be taken in at all; `words` say why, and what to do."""

    def __init__(self, words: Text) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Row:
    """number: as the spreadsheet shows it at the left edge, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """Columns by their place in the file; unknown: headers that mean nothing here."""

    headers: tuple[str, ...]
    columns: Mapping[int, Column]
    unknown: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Head:
    """Where the headers stand, and how many of them are known."""

    number: int
    headers: tuple[str, ...]
    known: int


def head_of(kind: str, lines: Iterable[Line]) -> Head | None:
    """The best header row among the first lines; None where none is known."""
    known = known_headers(kind)
    best: Head | None = None
    for number, line in enumerate(lines, start=1):
        if number > HEADER_WITHIN:
            break
        fields = {known[heard(cell)].field for cell in line if heard(cell) in known}
        enough = len(fields) >= 2 or main_field(kind) in fields
        if enough and (best is None or len(fields) > best.known):
            best = Head(number, tuple(line), len(fields))
    return best


def sheet_from(kind: str, lines: Iterable[Line]) -> Sheet:
    """The rows below the headers. Raises Refused."""
    ahead = map(_trimmed, lines)
    first = list(islice(ahead, HEADER_WITHIN))
    head = head_of(kind, first)
    if head is None:
        raise Refused(no_header(kind))
    columns = _columns(kind, head.headers)
    rows = tuple(_rows(chain(first[head.number :], ahead), head.number))
    return Sheet(head.headers, columns, tuple(_unknown(head.headers, columns)), rows)


def _trimmed(line: Line) -> Line:
    """Without the empty cells at its end, of which a sheet may have hundreds."""
    end = len(line)
    while end and not line[end - 1]:
        end -= 1
    return line[:end]


def no_header(kind: str) -> Text:
    headers = "、".join(dict.fromkeys(column.header for column in known_headers(kind).values()))
    return _(
        "No row of headers was found in the first {rows} rows. "
        "There should be headers such as: {headers}. You can download an empty sheet and fill it in."
    )(rows=HEADER_WITHIN, headers=headers)


def _columns(kind: str, headers: Sequence[str]) -> Mapping[int, Column]:
    known, found = known_headers(kind), dict[int, Column]()
    for place, header in enumerate(headers):
        column = known.get(heard(header))
        if column is None:
            continue
        if column in found.values():
            raise Refused(_("Two columns both mean “{header}”. Keep one of them, and try again.")(header=column.header))
        found[place] = column
    return found


def _unknown(headers: Sequence[str], columns: Mapping[int, Column]) -> Iterator[str]:
    ours = {heard(word) for word in vocabulary().headers["reason"]}
    for place, header in enumerate(headers):
        if header and place not in columns and heard(header) not in ours:
            yield header[:30]


def _rows(lines: Iterable[Line], above: int) -> Iterator[Row]:
    count = 0
    for number, line in enumerate(lines, start=above + 1):
        if not any(line):
            continue
        count += 1
        if count > MOST_ROWS:
            words = _("There are more than {most} rows. Please split the file, and take it in piece by piece.")
            raise Refused(words(most=MOST_ROWS))
        yield Row(number, tuple(line))
