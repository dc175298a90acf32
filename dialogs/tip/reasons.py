"""为什么给我这条: why a tip was chosen, told from what really matched, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs.calendar.bands import Band
from dialogs.facts import Facts
from dialogs.labels import BANDS, WEEKDAYS
from dialogs.library import Tip
from dialogs.rhythm import rest_weekday
from dialogs.text import Listed, Text, _
from dialogs.tip.choosing import BEFORE_LEAVING, BOARDING, Circumstances, boards, circumstances

_BY_OCCASION: dict[str, Text] = {
    "friday": _("It came on a Friday, when the school week is over."),
    "payday": _("Wages are often paid at this time of the month."),
    "holiday": _("It came on a public holiday."),
}
_BY_SHIFT: dict[str, Text] = {
    "day": _("You were on day shift."),
    "night": _("You were on night shift."),
}


def why(tip: Tip, facts: Facts, day: date) -> tuple[Text, ...]:
    """One sentence for each thing that spoke for this tip on the day it was shown."""
    around = circumstances(facts, day)
    return (
        *_age(tip, facts),
        *_wish(tip, facts),
        *_days(tip, facts, around, day),
        *_life(tip, facts, around),
        *_turn(facts),
        _("I choose by what you told me of yourself; your messages are not read for it. “Settings” changes it."),
    )


def _age(tip: Tip, facts: Facts) -> Iterator[Text]:
    if not facts.children:
        yield _("I do not know yet how old your child is, so it may be one for any age.")
    elif tip.bands == frozenset(Band):
        yield _("It suits children of every age.")
    elif matched := [label for band, label in BANDS.items() if band in tip.bands & facts.bands]:
        yield _("It suits children of {ages}, and you have one of that age.")(ages=Listed(tuple(matched)))


def _wish(tip: Tip, facts: Facts) -> Iterator[Text]:
    if tip.topic in facts.profile.topics:
        yield _("It is about something that you wanted to hear of.")


def _days(tip: Tip, facts: Facts, around: Circumstances, day: date) -> Iterator[Text]:
    if tip.seasons & around.seasons:
        yield _("It is of use at this time of the year.")
    if "rest_day" in tip.occasions & around.occasions:
        yield _rest(facts, day)
    for occasion, text in _BY_OCCASION.items():
        if occasion in tip.occasions & around.occasions:
            yield text


def _rest(facts: Facts, day: date) -> Text:
    if facts.profile.rest_day is None:
        return _("I do not know yet on which day you rest, so I took {day} for it.")(day=WEEKDAYS[rest_weekday(facts)])
    return _("It was your day of rest: {day}.")(day=WEEKDAYS[day.weekday()])


def _life(tip: Tip, facts: Facts, around: Circumstances) -> Iterator[Text]:
    if around.shift in tip.shifts:
        yield _BY_SHIFT[around.shift]
    if BOARDING in tip.occasions and boards(tip, facts):
        yield _("A child of yours lives at school.")
    if around.together and tip.together:
        yield _("You and the child are together now.")
    if BEFORE_LEAVING in tip.occasions:
        yield _("It is made for the days before you part.")


def _turn(facts: Facts) -> Iterator[Text]:
    if facts.agreed:
        yield _("Of all that fit, those that you have not had yet come first.")
