"""The form in which somebody is made up: what can be chosen, what was chosen, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from starlette_admin.i18n import gettext

from bot.console.numbers import number_in
from bot.services.simulator.rehearsal import Kept
from dialogs.calendar.areas import AreaTable
from dialogs.calendar.bands import Band
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.calendar.windows import Boarding
from dialogs.facts import Agreement, Carer, Child, Home, Profile, Reach
from dialogs.labels import BANDS, BOARDINGS, CARERS, REACHES, REST_DAYS, SHIFTS
from dialogs.text import Text

MOST_CHILDREN: Final = 3
TIPS: Final = (0, 1, 3, 7)
FIRST_DAY: Final = date(2024, 1, 1)
LAST_DAY: Final = date(2030, 12, 31)  # festivals and lunar days are known so far
LONGEST_ROTATION: Final = 90
KindT = TypeVar("KindT", bound=StrEnum)


def choices(say: Callable[[Text], str]) -> dict[str, list[tuple[str, str]]]:
    """What the lists of the form offer, in the words that parents read."""
    tables: dict[str, Mapping[Any, Text]] = {
        "shift": SHIFTS,
        "rest": REST_DAYS,
        "band": BANDS,
        "carer": CARERS,
        "reach": REACHES,
        "boarding": BOARDINGS,
    }
    return {name: [(str(key.value), say(text)) for key, text in table.items()] for name, table in tables.items()}


@dataclass
class Read:
    """What was read of a form. errors: what is wrong, by field, in words."""

    kept: Kept
    at: datetime
    errors: dict[str, str] = field(default_factory=dict)


def blank(now: datetime, zone: ZoneInfo) -> dict[str, str]:
    """How the form stands at first: a mother on long day shifts, her child with the grandparents."""
    local = now.astimezone(zone)
    return {
        "shift": "day_long",
        "band1": "6-9",
        "carer1": "grandparent",
        "boarding1": "none",
        "tips": "3",
        "agreed": "yes",
        "at": local.strftime("%Y-%m-%dT%H:%M"),
        "language": "zh_Hans",
    }


def read(form: Mapping[str, str], zone: ZoneInfo, areas: AreaTable) -> Read:
    """The person and the moment; errors where something cannot be."""
    errors: dict[str, str] = {}
    at = _at(form, zone, errors)
    profile = Profile(
        language="en" if form.get("language") == "en" else "zh_Hans",
        shift=_shift(form, errors),
        rest_day=_one(RestDay, form.get("rest", "")),
        tips_a_week=_number(form, "tips", TIPS, 3),
        tip_at=_clock(form, errors),
        home=_home(form, areas, errors),
        factory=form.get("factory", "").strip().upper()[:32],
    )
    agreement = Agreement.AGREED if form.get("agreed") else Agreement.UNASKED
    return Read(Kept(agreement=agreement, profile=profile, children=tuple(_children(form))), at, errors)


def moment(words: str, zone: ZoneInfo) -> datetime | None:
    """A day and a clock time here as an instant; None where it is none, or lies outside of what is known."""
    try:
        local = datetime.fromisoformat(words)
    except ValueError:
        return None
    if local.tzinfo or not FIRST_DAY <= local.date() <= LAST_DAY:
        return None
    return local.replace(tzinfo=zone).astimezone(UTC)


def _at(form: Mapping[str, str], zone: ZoneInfo, errors: dict[str, str]) -> datetime:
    found = moment(form.get("at", ""), zone)
    if found is None:
        errors["at"] = gettext("Please choose a day between 2024 and 2030, and a time.")
    return found or datetime.combine(FIRST_DAY, time(12), zone).astimezone(UTC)


def _shift(form: Mapping[str, str], errors: dict[str, str]) -> ShiftPattern | None:
    shift = _one(Shift, form.get("shift", ""))
    days = form.get("rotation", "").strip()
    if shift is None:
        return None
    if not days:
        return ShiftPattern(shift)
    rotation = number_in(days)
    if rotation is None or not 1 <= rotation <= LONGEST_ROTATION:
        errors["rotation"] = gettext("Please write the days as a number from 1 to 90, or leave it empty.")
        return ShiftPattern(shift)
    try:
        return ShiftPattern(shift, rotation, date.fromisoformat(form.get("anchor", "")))
    except ValueError:
        errors["anchor"] = gettext("Please choose the day on which this shift began.")
        return ShiftPattern(shift)


def _clock(form: Mapping[str, str], errors: dict[str, str]) -> time | None:
    words = form.get("tip_at", "").strip()
    try:
        return time.fromisoformat(words).replace(tzinfo=None, second=0, microsecond=0) if words else None
    except ValueError:
        errors["tip_at"] = gettext("Please choose a time, or leave it empty.")
        return None


def _home(form: Mapping[str, str], areas: AreaTable, errors: dict[str, str]) -> Home | None:
    words = form.get("home", "").strip()[:16]
    if not words:
        return None
    places = areas.find(words)
    if len(places) != 1:
        errors["home"] = gettext("Please write one city or prefecture, or leave it empty.")
        return None
    return Home(places[0].code, places[0].name)


def _children(form: Mapping[str, str]) -> Iterator[Child]:
    for place in range(1, MOST_CHILDREN + 1):
        band = _one(Band, form.get(f"band{place}", ""))
        if band is not None:
            yield Child(
                place,
                band,
                _one(Carer, form.get(f"carer{place}", "")),
                frozenset(way for way in [_one(Reach, form.get(f"reach{place}", ""))] if way),
                _one(Boarding, form.get(f"boarding{place}", "")) or Boarding.NONE,
            )


def _one(kind: type[KindT], value: str) -> KindT | None:
    return next((one for one in kind if one.value == value), None)


def _number(form: Mapping[str, str], name: str, known: tuple[int, ...], otherwise: int) -> int:
    return next((number for number in known if str(number) == form.get(name)), otherwise)
