"""Whether a case must be reported, and to whom: the nine situations of the mandatory report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

POLICE, CIVIL, EDUCATION, HEALTH, LABOUR = "police", "civil_affairs", "education", "health", "labour"
AUTHORITIES: Final = (POLICE, CIVIL, EDUCATION, HEALTH, LABOUR, "womens_federation", "other")

# 《关于建立侵害未成年人案件强制报告制度的意见（试行）》, article 4, in its order; police first in every one of them.
SITUATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "injured_private": (POLICE, HEALTH),
    "girl_under_14": (POLICE, HEALTH),
    "girl_over_14": (POLICE, HEALTH),
    "injured_body": (POLICE, CIVIL, EDUCATION),
    "dead_or_maimed": (POLICE, HEALTH),
    "abandoned": (POLICE, CIVIL),
    "missing_or_sold": (POLICE, CIVIL),
    "begging": (POLICE, CIVIL),
    "other_harm": (POLICE, CIVIL),
}


@dataclass(frozen=True)
class Advice:
    """must: the law asks for a report at once; to: whom, the most urgent first."""

    must: bool
    to: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A report that was made; at: the local time as written, receipt: what they gave as proof of it."""

    authority: str
    whom: str
    at: str
    receipt: str
    situations: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "authority": self.authority,
            "whom": self.whom,
            "at": self.at,
            "receipt": self.receipt,
            "situations": list(self.situations),
        }


def advice(situations: Iterable[str]) -> Advice:
    """What follows from the situations that are there, or may be: suspicion is enough."""
    found = [SITUATIONS[key] for key in SITUATIONS if key in set(situations)]
    to = tuple(dict.fromkeys(authority for authorities in found for authority in authorities))
    return Advice(bool(found), to)
