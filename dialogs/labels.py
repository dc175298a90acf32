"""What the things of this field are called to a parent's face."""

from __future__ import annotations

from dialogs.calendar.bands import Band
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift
from dialogs.calendar.windows import Boarding
from dialogs.facts import CallTarget, Carer, Facts, Reach, TargetKind
from dialogs.text import Text, _

BANDS: dict[Band, Text] = {
    Band.FROM_0: _("0 to 3"),
    Band.FROM_3: _("3 to 6"),
    Band.FROM_6: _("6 to 9"),
    Band.FROM_9: _("9 to 12"),
    Band.FROM_12: _("12 to 15"),
    Band.FROM_15: _("15 to 18"),
}

SHIFTS: dict[Shift, Text] = {
    Shift.DAY_LONG: _("Day shift"),
    Shift.NIGHT_LONG: _("Night shift"),
    Shift.DAY_FIXED: _("Always days"),
    Shift.THREE_SHIFT: _("Three shifts"),
    Shift.IRREGULAR: _("It varies"),
}

CARERS: dict[Carer, Text] = {
    Carer.GRANDPARENT: _("Grandparents"),
    Carer.OTHER_PARENT: _("The other parent"),
    Carer.RELATIVE: _("A relative"),
    Carer.OTHER: _("Somebody else"),
}

REACHES: dict[Reach, Text] = {
    Reach.CAREGIVER_SMARTPHONE: _("The elders' smartphone"),
    Reach.BASIC_PHONE: _("A simple phone"),
    Reach.CHILD_WATCH: _("The child's watch"),
    Reach.CHILD_PHONE: _("The child's phone"),
    Reach.SCHOOL_PHONE: _("The school phone"),
}

BOARDINGS: dict[Boarding, Text] = {
    Boarding.NONE: _("Lives at home"),
    Boarding.WEEKLY: _("Home every week"),
    Boarding.BIWEEKLY: _("Home every two weeks"),
    Boarding.MONTHLY: _("Home once a month"),
}

WEEKDAYS: tuple[Text, ...] = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)

REST_DAYS: dict[RestDay, Text] = {
    **{day: WEEKDAYS[day.weekday] for day in RestDay if day.weekday is not None},
    RestDay.IRREGULAR: _("Not fixed"),
    RestDay.NONE: _("No rest lately"),
}

_ORDINALS: tuple[Text, ...] = (
    _("the eldest"),
    _("the second child"),
    _("the third child"),
    _("the fourth child"),
    _("the fifth child"),
    _("the sixth child"),
)


def child_label(number: int, facts: Facts) -> Text:
    """老大, 老二 …; an only child is simply the child."""
    return _("the child") if len(facts.children) <= 1 else _ORDINALS[number - 1]


def ordinal_label(number: int) -> Text:
    return _ORDINALS[number - 1]


def target_label(target: CallTarget, facts: Facts) -> Text:
    return _("the elders at home") if target.kind is TargetKind.CAREGIVER else child_label(target.child, facts)
