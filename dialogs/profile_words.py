"""What is known of a person, in words: her shift, her day of rest, her children, how often tips come."""

from __future__ import annotations

from datetime import date

from dialogs.calendar.shifts import ShiftPattern
from dialogs.calendar.windows import Boarding
from dialogs.facts import Child, Facts, Profile
from dialogs.labels import BANDS, BOARDINGS, CARERS, REACHES, REST_DAYS, SHIFTS, child_label
from dialogs.text import Listed, Text, _

NOT_TOLD = _("not told yet")

_ROTATIONS: dict[int, Text] = {
    7: _("changing every week"),
    14: _("changing every two weeks"),
    30: _("changing every month"),
}


def shift_words(pattern: ShiftPattern | None, today: date) -> Text:
    """The shift worked now, and how it rotates."""
    if pattern is None:
        return NOT_TOLD
    shift = SHIFTS[pattern.on(today)]
    if not pattern.rotates or pattern.rotation_days is None:
        return shift
    every = _ROTATIONS.get(pattern.rotation_days, _("changing every {days} days")(days=pattern.rotation_days))
    return _("{shift} now, {every}")(shift=shift, every=every)


def rest_words(profile: Profile) -> Text:
    return REST_DAYS[profile.rest_day] if profile.rest_day else NOT_TOLD


def child_line(child: Child, facts: Facts) -> Text:
    """“the eldest: 6 to 9, grandparents, a simple phone”, as far as it is known."""
    known: list[Text] = [BANDS[child.band]]
    if child.carer:
        known.append(CARERS[child.carer])
    known.extend(label for reach, label in REACHES.items() if reach in child.reach)
    if child.boarding is not Boarding.NONE:
        known.append(BOARDINGS[child.boarding])
    return _("{child}: {details}")(child=child_label(child.number, facts), details=Listed(tuple(known)))


def children_words(facts: Facts) -> Text:
    """The children with their ages."""
    if not facts.children:
        return NOT_TOLD
    if len(facts.children) == 1:
        return BANDS[facts.children[0].band]
    children = (
        _("{child} {age}")(child=child_label(child.number, facts), age=BANDS[child.band]) for child in facts.children
    )
    return Listed(tuple(children))


def tips_words(profile: Profile) -> Text:
    """How often tips come, and at which hour."""
    if profile.tips_a_week == 0:
        return _("none")
    often = {1: _("one a week"), 7: _("one every day")}.get(profile.tips_a_week, _("three a week"))
    hour: Text = _("the hour follows your shift")
    if profile.tip_at:
        hour = _("at {at}")(at=profile.tip_at)
    return _("{often}, {hour}")(often=often, hour=hour)
