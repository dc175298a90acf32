"""Telephone areas: from the name of a home town, or its code, to the code that reaches its hotlines."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_CODE = re.compile(r"(?<!\d)0\d{2,3}(?!\d)")
_SPACES = re.compile(r"\s+")
_LONGEST_NAME = 16


@dataclass(frozen=True)
class Area:
    """A place of prefecture rank and the code dialled before its numbers."""

    code: str
    name: str
    province: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class AreaTable:
    """All areas, found by name, by alias or by code."""

    areas: tuple[Area, ...]
    by_name: Mapping[str, tuple[Area, ...]]

    @classmethod
    def build(cls, records: Iterable[Mapping[str, Any]]) -> "AreaTable":
        """From records `{code, name, province, aliases?}`."""
        areas = tuple(
            Area(record["code"], record["name"], record["province"], tuple(record.get("aliases", ())))
            for record in records
        )
        by_name: dict[str, tuple[Area, ...]] = {}
        for area in areas:
            for name in (area.name, *area.aliases):
                by_name[name] = (*by_name.get(name, ()), area)
        return cls(areas, by_name)

    def with_code(self, code: str) -> tuple[Area, ...]:
        return tuple(area for area in self.areas if area.code == code)

    def find(self, text: str) -> tuple[Area, ...]:
        """The areas meant by what a person wrote; several when the words leave it open, none when nothing fits."""
        folded = _SPACES.sub("", unicodedata.normalize("NFKC", text))
        codes = _CODE.findall(folded)
        found = [area for name in self._names_in(folded) for area in self.by_name[name]]
        if codes:
            coded = [area for code in codes for area in self.with_code(code)]
            # "0731 株洲": the name tells which of those that share the code.
            return tuple(area for area in coded if area in found) or tuple(coded)
        # "吉林长春" names Changchun in Jilin, not the city of Jilin as well.
        inside = [area for area in found if _outside_name(area, folded)]
        return tuple(dict.fromkeys(inside or found))

    def _names_in(self, text: str) -> list[str]:
        """Names in the text from left to right, at each place the longest.

        Provinces are stepped over as a whole, or Shaanxi's Ankang (陕西安康) would be taken for Xi'an (西安).
        """
        words = self.by_name.keys() | {area.province for area in self.areas}
        names: list[str] = []
        at = 0
        while at < len(text):
            pieces = (text[at : at + size] for size in range(min(_LONGEST_NAME, len(text) - at), 1, -1))
            word = next((piece for piece in pieces if piece in words), None)
            if word and word in self.by_name:
                names.append(word)
            at += len(word) if word else 1
        return names


def _outside_name(area: Area, text: str) -> bool:
    """Whether the province is named besides the place itself."""
    return area.province in text.replace(area.name, "", 1)
