"""Words to begin a call with: chosen by age, way of calling and occasion, turning with the days, never by chance."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.calendar.bands import Band
from dialogs.calendar.holidays import is_public_holiday
from dialogs.calendar.seasons import seasons_on
from dialogs.calendar.windows import Boarding
from dialogs.engine.events import Verb
from dialogs.engine.prompt import Choice
from dialogs.engine.step import Card, Done, Move
from dialogs.facts import CallTarget, Child, Facts, Reach, TargetKind
from dialogs.hearing import hear_starter, heard_starter, is_hearing
from dialogs.library import Starter
from dialogs.reminder_words import whom
from dialogs.text import Text, Verbatim, _

KIND = "starter"
USUAL_BAND = Band.FROM_6
CAREGIVER = CallTarget(TargetKind.CAREGIVER)

# What only fits on its occasion, and then goes before everything else; the other occasions merely may be used.
_RARE = frozenset({"birthday", "silent", "quarrel", "parting"})
_VOICE_ONLY = frozenset({Reach.BASIC_PHONE, Reach.SCHOOL_PHONE})


@dataclass(frozen=True)
class Wish:
    """For whom, on which rare occasion, and how many were put aside already."""

    target: CallTarget
    occasion: str = ""
    turn: int = 0

    @property
    def subject(self) -> str:
        """As it is kept with a card: `2:birthday:1`, child 0 being the elders."""
        child = 0 if self.target.kind is TargetKind.CAREGIVER else self.target.child
        return f"{child}:{self.occasion}:{self.turn}"


def wish_from(subject: str) -> Wish:
    """The inverse of `Wish.subject`; anything else is a first wish for the first child."""
    child, _colon, rest = subject.partition(":")
    occasion, _colon, turn = rest.partition(":")
    if not child.isdecimal():
        return Wish(CallTarget())
    target = CallTarget(child=int(child)) if int(child) else CAREGIVER
    return Wish(target, occasion, int(turn) if turn.isdecimal() else 0)


def door(facts: Facts, subject: str) -> Move:
    """`subject` is a wish; empty for the youngest child that she follows."""
    youngest = max((child.number for child in facts.children), default=1)
    wish = wish_from(subject) if subject else Wish(CallTarget(child=youngest))
    return Done((starter_card(wish, facts),))


def chosen(verb: Verb, facts: Facts) -> Move:
    """A button under a starter: another one, or one for somebody else (`for-2`)."""
    wish = wish_from(verb.subject)
    if is_hearing(verb.verb):
        return heard_starter(verb.verb, facts)
    if verb.verb.startswith("for-"):
        return Done((starter_card(wish_from(verb.verb.removeprefix("for-")), facts),))
    return Done((starter_card(Wish(wish.target, wish.occasion, wish.turn + 1), facts),))


def starter_card(wish: Wish, facts: Facts) -> Card:
    """The words, what comes after them, what to leave out; another one and the others of the family one tap away."""
    heading = _("For {whom}:")(whom=whom(wish.target, facts))
    starter = starter_for(wish, facts)
    return Card(KIND, (heading, *_texts(starter)), _verbs(wish, starter, facts), subject=wish.subject)


def _verbs(wish: Wish, starter: Starter | None, facts: Facts) -> tuple[Choice, ...]:
    targets = [*(CallTarget(child=child.number) for child in facts.children), CAREGIVER]
    others = [target for target in targets if target != wish.target]
    verbs = [Choice(f"for-{Wish(target).subject}", whom(target, facts)) for target in others]
    return (Choice("another", _("Other words")), *verbs, *_heard(starter, facts))


def hear_words(wish: Wish, facts: Facts) -> tuple[Choice, ...]:
    """The button to listen to the words of this wish, where a trainer has read them aloud."""
    return _heard(starter_for(wish, facts), facts)


def _heard(starter: Starter | None, facts: Facts) -> tuple[Choice, ...]:
    return hear_starter(starter.id, facts) if starter else ()


def starter_texts(wish: Wish, facts: Facts) -> tuple[Text, ...]:
    """Opener, follow-up and what to leave out, in a trainer's words; three plain ones where trainers wrote none."""
    return _texts(starter_for(wish, facts))


def _texts(starter: Starter | None) -> tuple[Text, ...]:
    if starter is None:
        return (
            _("Tell something small from your own day first."),
            _("Then ask what was the funniest thing today."),
        )
    return (
        Verbatim(starter.opener),
        _("Then: {words}")(words=Verbatim(starter.follow_up)),
        Verbatim(starter.avoid),
    )


def starter_for(wish: Wish, facts: Facts) -> Starter | None:
    """The one whose turn it is today; the next day, the next week and the next wish bring another one."""
    rare, usual = _fitting(wish, facts)
    if wish.turn < len(rare):
        return rare[(facts.today.toordinal() + wish.turn) % len(rare)]
    if not usual:
        return None
    today = facts.today.toordinal()
    # With seven to choose from, the same weekday would always bring the same words.
    days = today + today // 7 if len(usual) % 7 == 0 else today
    return usual[(days + wish.turn + wish.target.child) % len(usual)]


def _fitting(wish: Wish, facts: Facts) -> tuple[list[Starter], list[Starter]]:
    """Those for the rare occasion, and those for any day like this."""
    child = facts.child(wish.target.child) if wish.target.kind is TargetKind.CHILD else None
    every = (starter for starter in facts.library.starters_in_turn if starter.target == wish.target.kind)
    able = [starter for starter in every if _suits(starter, wish, child, facts)]
    rare = [starter for starter in able if wish.occasion in starter.occasions]
    today = _occasions(child, facts)
    usual = [one for one in able if not one.occasions & _RARE and (not one.occasions or one.occasions & today)]
    return rare, usual


def _suits(starter: Starter, wish: Wish, child: Child | None, facts: Facts) -> bool:
    if wish.target.kind is TargetKind.CAREGIVER:
        return not facts.bands or bool(facts.bands & starter.bands)
    if child is None:
        return USUAL_BAND in starter.bands
    voice_only = bool(child.reach) and child.reach <= _VOICE_ONLY
    return child.band in starter.bands and ("voice" in starter.ways or not voice_only)


def _occasions(child: Child | None, facts: Facts) -> frozenset[str]:
    """What is the case today, besides the rare occasions."""
    festive = is_public_holiday(facts.today) or "spring_festival" in seasons_on(facts.today, facts.library.seasons)
    reach = child.reach if child else frozenset[Reach]().union(*(one.reach for one in facts.children))
    found = {
        "festival": festive,
        "boarding": child is not None and child.boarding is not Boarding.NONE,
        "basic_phone": Reach.BASIC_PHONE in reach,
    }
    return frozenset(name for name, is_so in found.items() if is_so)
