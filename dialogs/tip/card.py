"""The tip as it is shown: on request, as the first one, on the weekly rhythm, and what its buttons do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialogs.answers import for_elders
from dialogs.effects import Effect, RecordTip, ShowTip, TipOutcome
from dialogs.engine.catalogue import Push, Pushed, Skipped
from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Done, Move, Open
from dialogs.facts import Facts, Reach
from dialogs.hearing import hear_tip, heard_tip, is_hearing
from dialogs.hotlines import PLACEHOLDER, needs_home, spoken
from dialogs.library import Tip
from dialogs.reminder_words import week_line
from dialogs.rhythm import is_together, receives_tips, rest_weekday, tip_kind
from dialogs.text import Text, _
from dialogs.tip.choosing import BEFORE_LEAVING, choose_tip
from dialogs.tip.quiet import ASK_AFTER, ONE_A_WEEK_AFTER, SILENT_AFTER, question, silence
from dialogs.tip.reasons import why

KIND = "tip"
SHARE = "share"
FIRST, PARTING, APART = "first", "parting", "apart"

_VERBS = (
    Choice("tried", _("I tried it")),
    Choice("another", _("Another one")),
    Choice("keep", _("Keep it")),
    Choice("share", _("Pass it on")),
    Choice("why", _("Why this one?")),
)


def door(facts: Facts, subject: str) -> Move:
    """`subject`: first (after the welcome), parting (before they part), apart (just parted), else today's tip."""
    if subject == FIRST:
        return _first(facts)
    if subject == PARTING:
        return _shown(_parting(facts), facts)
    if subject == APART:
        return _shown(_just_apart(facts), facts)
    return _shown(_today(facts), facts)


def _today(facts: Facts, after: str = "") -> Tip | None:
    return choose_tip(facts, kind=tip_kind(facts, facts.today.weekday()), day=facts.today, after=after)


def _parting(facts: Facts) -> Tip | None:
    """While they are still together; the answer “I am back at the factory” has ended that mode already."""
    near = facts.with_profile(replace(facts.profile, together=True, together_until=None))
    return choose_tip(near, day=facts.today, occasion=BEFORE_LEAVING) or _today(facts)


def _just_apart(facts: Facts) -> Tip | None:
    """What helps in the first week after the festival helps after any parting; else something about calling."""
    made_for_it = {
        tip.id: replace(tip, seasons=frozenset())
        for tip in facts.library.tips.values()
        if tip.topic == "reunion" and "after_festival" in tip.seasons and tip.id not in facts.seen_tips
    }
    found = choose_tip(replace(facts, library=replace(facts.library, tips=made_for_it)), day=facts.today)
    return (
        facts.library.tips[found.id] if found else choose_tip(_wishing(facts, "call_home"), kind="tip", day=facts.today)
    )


def _wishing(facts: Facts, topic: str) -> Facts:
    return facts.with_profile(replace(facts.profile, topics=frozenset({topic})))


def _first(facts: Facts) -> Move:
    """Something to do today about calling home, and words to begin the call with."""
    tip = choose_tip(_wishing(facts, "call_home"), kind="tip", day=facts.today)
    if tip is None:
        return Open(Entry.STARTER)
    rhythm = _("From now on {count} tips a week come by themselves; “settings” changes that.")
    more = (rhythm(count=facts.profile.tips_a_week),) if facts.agreed and receives_tips(facts.profile) else ()
    return Open(Entry.STARTER, say=(tip_card(tip, facts, more=more),), effects=_seen(tip, facts))


def _shown(tip: Tip | None, facts: Facts) -> Done | Open:
    """The card; then, where a number in it needs it, the home town is asked once."""
    if tip is None:
        return Done((_("There is no other tip that fits right now. You can simply write what is on your mind."),))
    say, effects = (tip_card(tip, facts),), _seen(tip, facts)
    unknown = facts.profile.home is None and not facts.was_asked("home")
    if facts.agreed and unknown and needs_home(tip.text, facts.library):
        return Open(Entry.HOME, subject=",".join(PLACEHOLDER.findall(tip.text)), say=say, effects=effects)
    return Done(say, effects)


def _seen(tip: Tip, facts: Facts) -> tuple[Effect, ...]:
    return (ShowTip(tip.id),) if facts.agreed else ()


def tip_card(tip: Tip, facts: Facts, *, occurrence: str = "", more: tuple[Text, ...] = ()) -> Card:
    """`occurrence` is the local minute in which it is shown, so that its reasons can be told later."""
    shown_at = occurrence or facts.local.isoformat(timespec="minutes")
    texts = (*spoken(tip.text, facts), *_old_phone(tip, facts), *more)
    return Card(KIND, texts, (*_VERBS, *hear_tip(tip.id, facts)), subject=tip.id, occurrence=shown_at)


def _old_phone(tip: Tip, facts: Facts) -> tuple[Text, ...]:
    """How to do it when the child is reached by a phone that can only ring."""
    old = any(Reach.BASIC_PHONE in child.reach and child.band in tip.bands for child in facts.children)
    return spoken(tip.basic_phone, facts)[:1] if old and tip.basic_phone else ()


def share_text(tip: Tip, facts: Facts) -> Text:
    """The tip for somebody else: nothing of hers in it, not even her home's area code or her factory."""
    anybody = facts.with_profile(replace(facts.profile, factory=""))
    return spoken(tip.share or tip.text, anybody, place="none")[0]


# -- buttons ---------------------------------------------------------------------------------------------------------


def chosen(verb: Verb, facts: Facts) -> Move:
    """A button under a tip, today or weeks later."""
    tip = facts.library.tips.get(verb.subject)
    if verb.verb == "another":
        return _another(verb, facts)
    if tip is None:
        return Done((_("That tip has been taken out. Write “tip” to see today's."),))
    if verb.verb == "tried":
        return _tried(tip, verb.again, facts)
    if verb.verb == "keep":
        return _kept(tip, facts)
    if is_hearing(verb.verb):
        return heard_tip(tip.id, facts)
    if verb.verb == "why":
        return Done(why(tip, facts, _day(verb.occurrence, facts)))
    shared = Card(SHARE, (share_text(tip, facts),))
    return Done((_("Copy this to pass it on:"), shared, *for_elders(tip.elder)))


def _another(verb: Verb, facts: Facts) -> Move:
    if verb.again:
        return Done((_("You have had another one for that. For one more, press the button under the newest tip."),))
    move = _shown(_today(facts, after=verb.subject), facts)
    noted: tuple[Effect, ...] = (RecordTip(verb.subject, TipOutcome.ANOTHER),) if facts.agreed else ()
    return replace(move, effects=(*noted, *move.effects))


def _tried(tip: Tip, again: bool, facts: Facts) -> Move:
    if again:
        return Done((_("I have that already. How nice that you keep at it."),))
    effects = (RecordTip(tip.id, TipOutcome.TRIED),) if facts.agreed else ()
    return Done((_("Lovely. If you feel like it, tell me how it went."),), effects)


def _kept(tip: Tip, facts: Facts) -> Move:
    if not facts.agreed:
        return Done((_("I can only keep tips for you once you have agreed: write “start”."),))
    if tip.id in facts.saved_tips:
        return Done((_("That one is kept already. Write “my tips” to see them."),))
    return Done((_("Kept. Write “my tips” to see them."),), (RecordTip(tip.id, TipOutcome.KEPT),))


def _day(occurrence: str, facts: Facts) -> date:
    try:
        return date.fromisoformat(occurrence[:10])
    except ValueError:
        return facts.today


# -- unasked ---------------------------------------------------------------------------------------------------------


def push(due: Push, facts: Facts) -> Pushed | Skipped:
    """The tip of this day of the week; on the day of the long call it carries the line about the week's calls."""
    if not facts.agreed or not receives_tips(facts.profile):
        return Skipped("no tips are wanted")
    day = _day(due.occurrence, facts)
    until = facts.profile.paused_until
    if until is not None and day <= until:
        return Skipped("paused")
    if facts.case is not None:
        return Skipped("a case is open")
    resting = day.weekday() == rest_weekday(facts)
    quiet = silence(facts)
    if quiet >= SILENT_AFTER or (quiet >= ONE_A_WEEK_AFTER and not resting):
        return Skipped("nothing came back for weeks")
    if quiet >= ASK_AFTER:
        return Pushed(question())
    tip = choose_tip(facts, kind=tip_kind(facts, day.weekday()), day=day)
    if tip is None:
        return Skipped("no tip fits")
    calls = facts.reminders and not is_together(facts) and resting
    more = (week_line(facts),) if calls else ()
    return Pushed(tip_card(tip, facts, occurrence=due.occurrence, more=more), (ShowTip(tip.id),))
