"""When nothing has come back for weeks: fewer tips, then one question whether they are still wanted, then none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dialogs.effects import SaveProfile
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Done, Move
from dialogs.facts import Facts
from dialogs.text import _

KIND = "still_wanted"
ONE_A_WEEK_AFTER = timedelta(weeks=3)
ASK_AFTER = timedelta(weeks=6)
SILENT_AFTER = timedelta(weeks=7)

KEEP = Choice("keep", _("Keep them coming"), ("要", "还要", "要收"))
FEWER = Choice("fewer", _("One a week"))
NO_MORE = Choice("no_more", _("No more tips"), ("不要", "不收了", "不用"))


def silence(facts: Facts) -> timedelta:
    """How long she has not written or pressed anything."""
    return timedelta() if facts.last_in_at is None else facts.now - facts.last_in_at


def question() -> Card:
    """Asked once, on the day of the long call."""
    text = _("I have not heard from you for some weeks, and that is fine. Do you still want the tips?")
    return Card(KIND, (text,), (KEEP, FEWER, NO_MORE))


def chosen(verb: Verb, facts: Facts) -> Move:
    if verb.verb == NO_MORE.key:
        return Done(
            (_("All right, no more tips. Write “tip of the day” whenever you want one."),),
            (SaveProfile(replace(facts.profile, tips_a_week=0)),),
        )
    if verb.verb == FEWER.key:
        return Done((_("All right, one a week."),), (SaveProfile(replace(facts.profile, tips_a_week=1)),))
    return Done((_("Good, they keep coming."),))
