"""What is kept of a person, in whole sentences that she can check."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.calendar.shifts import ShiftPattern
from dialogs.calendar.windows import Boarding
from dialogs.facts import Child, Facts
from dialogs.labels import BANDS, BOARDINGS, CARERS, REACHES, REST_DAYS, SHIFTS, WEEKDAYS, child_label
from dialogs.rhythm import is_together
from dialogs.text import Listed, Text, _, _n


def kept(facts: Facts) -> tuple[Text, ...]:
    """One sentence for each thing; what she never said is left out."""
    return (
        *_work(facts),
        *_home(facts),
        *(sentence for child in facts.children for sentence in _child(child, facts)),
        *_service(facts),
        *_state(facts),
        *_more(facts),
    )


def _work(facts: Facts) -> Iterator[Text]:
    if facts.profile.shift:
        yield _shift(facts.profile.shift, facts)
    rest = facts.profile.rest_day
    if rest is not None:
        day = REST_DAYS[rest] if rest.weekday is None else WEEKDAYS[rest.weekday]
        yield _("Your day of rest: {day}.")(day=day)
    if facts.profile.factory:
        yield _("You came by the poster of factory {code}.")(code=facts.profile.factory)


def _shift(pattern: ShiftPattern, facts: Facts) -> Text:
    today = SHIFTS[pattern.on(facts.today)]
    if pattern.rotates and pattern.rotation_days:
        return _("Your shift now: {shift}; it changes every {days} days.")(shift=today, days=pattern.rotation_days)
    return _("Your shift: {shift}.")(shift=today)


def _home(facts: Facts) -> Iterator[Text]:
    if home := facts.profile.home:
        yield _("Home: {place}, area code {code}.")(place=home.name, code=home.area_code)


def _child(child: Child, facts: Facts) -> Iterator[Text]:
    label = child_label(child.number, facts)
    yield _("{child}: {age} years old.")(child=label, age=BANDS[child.band])
    if child.carer:
        yield _("{child} is looked after by: {carer}.")(child=label, carer=CARERS[child.carer])
    if child.reach:
        ways = tuple(text for reach, text in REACHES.items() if reach in child.reach)
        yield _("{child} can be reached by: {ways}.")(child=label, ways=Listed(ways))
    if child.boarding is not Boarding.NONE:
        yield _("{child} lives at school: {often}.")(child=label, often=BOARDINGS[child.boarding])


def _service(facts: Facts) -> Iterator[Text]:
    if facts.reminders:
        yield _n("One reminder to call home.", "{count} reminders to call home.", len(facts.reminders))
    if facts.profile.tips_a_week:
        yield _n("One tip a week.", "{count} tips a week.", facts.profile.tips_a_week)
    else:
        yield _("No tips by themselves.")
    if facts.profile.tip_at:
        yield _("Tips come at {at}.")(at=facts.profile.tip_at)
    if facts.profile.topics:
        yield _n(
            "You chose one topic for the tips.", "You chose {count} topics for the tips.", len(facts.profile.topics)
        )


def _state(facts: Facts) -> Iterator[Text]:
    profile = facts.profile
    if profile.stopped:
        yield _("You have left: nothing comes by itself.")
    if profile.paused:
        yield _("Tips and reminders are paused until you say otherwise.")
    elif profile.paused_until and facts.today <= profile.paused_until:
        yield _("Tips and reminders are paused until {day}.")(day=profile.paused_until)
    if is_together(facts):
        yield (
            _("You and the child are together until {day}.")(day=profile.together_until)
            if profile.together_until
            else _("You and the child are together now.")
        )


def _more(facts: Facts) -> Iterator[Text]:
    if facts.seen_tips:
        yield _n("Which tip you have seen: one.", "Which tips you have seen: {count}.", len(facts.seen_tips))
    if facts.saved_tips:
        yield _n("One tip that you kept.", "{count} tips that you kept.", len(facts.saved_tips))
    if facts.may_pass_on is not None:
        yield (
            _("Your questions may be passed on to trainers.")
            if facts.may_pass_on
            else _("Your questions stay with me and go to no trainer.")
        )
    if facts.profile.pin:
        yield _("A code word is set; only a fingerprint of it is kept.")
