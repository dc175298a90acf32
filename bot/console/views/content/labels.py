"""What kinds, topics, ages and states of content are called in the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette_admin.i18n import lazy_gettext as _

from dialogs.calendar.bands import Band

KINDS: Final[Mapping[str, str]] = {
    "tip": _("Tips"),
    "starter": _("Words to begin a call"),
    "faq": _("Questions and answers"),
    "course": _("Small courses"),
    "weekly": _("Weekly group texts"),
    "safeguarding": _("Safeguarding replies"),
    "hotline": _("Hotlines"),
}
ONE: Final[Mapping[str, str]] = {
    "tip": _("Tip"),
    "starter": _("Starter"),
    "faq": _("Answer"),
    "course": _("Small course"),
    "weekly": _("Weekly text"),
    "safeguarding": _("Safeguarding reply"),
    "hotline": _("Hotline"),
}
OTHER_KINDS: Final[Mapping[str, str]] = {
    "other_matter": _("Other matter"),
    "season": _("Season"),
    "area": _("Area"),
    "wall_card": _("Line of the wall card"),
    "festival": _("Festival"),
    "notice": _("Notice"),
}
TOPICS: Final[Mapping[str, str]] = {
    "call_home": _("Phone calls home"),
    "feelings": _("The child's mood"),
    "caregiver": _("With the elders"),
    "reunion": _("Meeting and parting"),
    "safety": _("Safety"),
    "body_safety": _("Growing up, body safety"),
    "phone_gaming": _("Phones and games"),
    "study_school": _("School"),
    "behavior": _("Without beating"),
    "health": _("Health"),
    "parent_wellbeing": _("The parents themselves"),
    "rights_services": _("Papers and policies"),
    "service": _("About Jiayin"),
}
BANDS: Final[Mapping[str, str]] = {
    Band.FROM_0.value: _("0 to 3"),
    Band.FROM_3.value: _("3 to 6"),
    Band.FROM_6.value: _("6 to 9"),
    Band.FROM_9.value: _("9 to 12"),
    Band.FROM_12.value: _("12 to 15"),
    Band.FROM_15.value: _("15 to 18"),
}
SHIFTS: Final[Mapping[str, str]] = {
    "day_long": _("Day shift"),
    "night_long": _("Night shift"),
    "day_fixed": _("Always days"),
    "three_shift": _("Three shifts"),
    "irregular": _("It varies"),
}
STATES: Final[Mapping[str, str]] = {
    "draft": _("Draft"),
    "in_review": _("In review"),
    "published": _("Published"),
    "retired": _("Retired"),
}
STATE_ICONS: Final[Mapping[str, str]] = {
    "draft": "fa-solid fa-pen",
    "in_review": "fa-solid fa-hourglass-half",
    "published": "fa-solid fa-circle-check",
    "retired": "fa-solid fa-box-archive",
}
TRIGGERS: Final[Mapping[str, str]] = {
    "child_self_harm": _("The child wants to hurt itself"),
    "parent_suicide": _("The parent does not want to live"),
    "physical_abuse": _("A child is beaten"),
    "sexual_abuse": _("Sexual abuse, or luring online"),
    "missing_child": _("A child is missing"),
    "trafficking": _("Trafficking, forced work"),
    "partner_violence": _("Violence between the parents"),
    "no_carer": _("Nobody looks after the child"),
    "serious_bullying": _("Serious bullying"),
    "accident": _("An accident"),
    "dropout_child_labour": _("Leaving school, child labour"),
    "child_offending": _("The child broke the law"),
    "staff_abuse": _("Harm by our own staff"),
    "infant_danger": _("A baby in danger"),
    "user_is_minor": _("The writer is a minor"),
}
LEVELS: Final[Mapping[str, str]] = {
    "P0": _("P0: danger to life now"),
    "P1": _("P1: harm is likely, or done"),
    "P2": _("P2: a worry"),
}
SEASONS: Final[Mapping[str, str]] = {
    "spring_festival_before": _("Before Spring Festival"),
    "spring_festival": _("Spring Festival"),
    "after_festival": _("After Spring Festival"),
    "exam": _("Examinations"),
    "summer": _("Summer holidays"),
    "summer_end": _("End of summer"),
    "school_start": _("School begins"),
    "peak_production": _("Busy season in the factory"),
    "winter": _("Winter"),
    "dragon_boat": _("Dragon Boat Festival"),
    "mid_autumn": _("Mid-Autumn Festival"),
}
OCCASIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "tip": {
        "rest_day": _("Her rest day"),
        "friday": _("Friday"),
        "payday": _("Payday"),
        "holiday": _("A public holiday"),
        "boarding": _("The child boards at school"),
        "before_leaving": _("Before she leaves again"),
    },
    "starter": {
        "birthday": _("A birthday"),
        "silent": _("The child says little"),
        "quarrel": _("After a quarrel"),
        "parting": _("Just parted"),
        "festival": _("A festival"),
        "boarding": _("The child boards at school"),
        "basic_phone": _("A simple phone"),
    },
}


def kind_name(kind: str) -> str:
    """One item of this kind, also of those that are not edited here."""
    return str(ONE.get(kind) or OTHER_KINDS.get(kind) or kind)
