"""Which tip is next: what fits her and the day, what she has not had before, and the reasons in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from dialogs.calendar.holidays import is_public_holiday
from dialogs.calendar.rest import RestDay
from dialogs.calendar.seasons import seasons_on
from dialogs.calendar.shifts import Shift
from dialogs.calendar.windows import Boarding
from dialogs.facts import Facts
from dialogs.library import Tip
from dialogs.rhythm import FRIDAY, is_together, rest_weekday

BEFORE_LEAVING = "before_leaving"
BOARDING = "boarding"
LAST_DAYS = 3
_SHIFTS = {Shift.DAY_LONG: "day", Shift.DAY_FIXED: "day", Shift.NIGHT_LONG: "night"}
# Nobody tells us her payday; factories mostly pay in these days of the month.
_PAYDAYS = range(5, 21)
_RECENT = 2


@dataclass(frozen=True)
class Circumstances:
    """What holds on a day, in the words of the content: seasons, occasions, the shift worked, being together."""

    seasons: frozenset[str]
    occasions: frozenset[str]
    shift: str
    together: bool


def choose_tip(facts: Facts, *, kind: str | None = None, day: date, occasion: str = "", after: str = "") -> Tip | None:
    """The next tip for this day; None when none fits.

    kind: preferred, but something unseen of another kind goes before something seen. occasion: only tips made for it.
    after: the tip to be exchanged for another one.
    """
    ranked = _ranked(facts, kind, day, occasion)
    if after and not facts.agreed:
        # Nothing is kept of what she saw, so the place in the row stands for it.
        at = next((place for place, tip in enumerate(ranked, start=1) if tip.id == after), 0)
        ranked = ranked[at:] + ranked[:at]
    return next((tip for tip in ranked if tip.id != after), None)


def _ranked(facts: Facts, kind: str | None, day: date, occasion: str) -> list[Tip]:
    around = circumstances(facts, day, occasion)
    fitting = [tip for tip in facts.library.tips_for(facts.bands) if fits(tip, facts, around)]
    made_for_it = [tip for tip in fitting if not occasion or occasion in tip.occasions]
    return sorted(made_for_it, key=_order(facts, kind, day, around))


def circumstances(facts: Facts, day: date, occasion: str = "") -> Circumstances:
    together = is_together(facts)
    until = facts.profile.together_until
    shift = facts.profile.shift_on(day)
    held = {
        "rest_day": rests(facts, day),
        "friday": day.weekday() == FRIDAY,
        "payday": day.day in _PAYDAYS,
        "holiday": is_public_holiday(day),
        BEFORE_LEAVING: together and until is not None and (until - day).days <= LAST_DAYS,
    }
    return Circumstances(
        seasons_on(day, facts.library.seasons),
        frozenset(name for name, holds in held.items() if holds or name == occasion),
        _SHIFTS.get(shift, "") if shift else "",
        together,
    )


def rests(facts: Facts, day: date) -> bool:
    """Whether a text may say that she rests on this day; a guess only as long as she was never asked."""
    rest = facts.profile.rest_day
    if rest in (RestDay.IRREGULAR, RestDay.NONE):
        return False
    return day.weekday() == rest_weekday(facts)


def fits(tip: Tip, facts: Facts, around: Circumstances) -> bool:
    return (
        (not facts.children or bool(tip.bands & facts.bands))
        and tip.together in (None, around.together)
        and (not tip.seasons or bool(tip.seasons & around.seasons))
        and (not tip.shifts or around.shift in tip.shifts)
        and _has_its_occasion(tip, facts, around)
    )


def _has_its_occasion(tip: Tip, facts: Facts, around: Circumstances) -> bool:
    """Boarding is about the child and always needed; of the days, one is enough."""
    days = tip.occasions - {BOARDING}
    return (BOARDING not in tip.occasions or boards(tip, facts)) and (not days or bool(days & around.occasions))


def boards(tip: Tip, facts: Facts) -> bool:
    """Whether a child of the tip's age lives at school."""
    return any(child.boarding is not Boarding.NONE and child.band in tip.bands for child in facts.children)


def _order(
    facts: Facts, kind: str | None, day: date, around: Circumstances
) -> Callable[[Tip], tuple[int, bool, bool, bool, bool, bool, bool, int]]:
    """Unseen first, then what was seen longest ago; among the unseen what suits best, and the lot for the rest."""
    seen = {tip: place for place, tip in enumerate(facts.seen_tips, start=1)}
    topics = facts.profile.topics
    last = [facts.library.tips.get(tip) for tip in facts.seen_tips[-_RECENT:]]
    recent = {tip.topic for tip in last if tip}

    def order(tip: Tip) -> tuple[int, bool, bool, bool, bool, bool, bool, int]:
        return (
            seen.get(tip.id, 0),
            around.together and tip.together is not True,
            kind is not None and tip.kind != kind,
            bool(topics) and tip.topic not in topics,
            not tip.seasons,
            not (tip.occasions or tip.shifts),
            tip.topic in recent,
            crc32(f"{facts.code}:{day}:{tip.id}".encode()),
        )

    return order
