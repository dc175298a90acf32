"""Numbers of rows as they come from outside: in an address, or in a field of a form."""

from __future__ import annotations

from typing import Final

from starlette.convertors import Convertor

DIGITS: Final = 9  # more than any row has; what no database holds as a number is none


class RowNumber(Convertor[int]):
    """`{number:row}` in an address. A longer one leads nowhere."""

    regex = f"[0-9]{{1,{DIGITS}}}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


def number_in(words: object) -> int | None:
    """The number in a field; None where it is none, or longer than any of ours."""
    given = str(words).strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) <= DIGITS else None
