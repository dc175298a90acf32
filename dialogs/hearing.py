"""Listening to a tip or to words for a call, where a trainer has read them aloud."""

from __future__ import annotations

from hashlib import sha256

from dialogs.engine.prompt import Choice, plain
from dialogs.engine.step import Card, Done, Move, Voice
from dialogs.facts import Facts
from dialogs.text import _

KIND = "voice"
TIP, STARTER = "tip", "starter"
HEAR = "hear"
_READABLE = frozenset({TIP, STARTER, "call"})  # cards whose words might have been read aloud
SIGN = 12  # signs of a digest: a button takes 64 bytes in all, and names of starters may be longer

_LABEL = _("Listen")
_WISHES = frozenset(
    map(
        plain,
        (
            "听一听",
            "听听",
            "我要听",
            "想听",
            "念给我听",
            "念一下",
            "念一念",
            "读给我听",
            "读一下",
            "放给我听",
            "播放",
        ),
    )
)


def hear_tip(tip: str, facts: Facts) -> tuple[Choice, ...]:
    """The button, where there is something to hear; which tip it is stands with the card."""
    return (Choice(HEAR, _LABEL),) if (TIP, tip) in facts.library.voices else ()


def hear_starter(starter: str, facts: Facts) -> tuple[Choice, ...]:
    """The button; it names the words itself, since other words are chosen the next day."""
    return (Choice(_hear(starter), _LABEL),) if (STARTER, starter) in facts.library.voices else ()


def _hear(starter: str) -> str:
    return f"{HEAR}-{sha256(starter.encode()).hexdigest()[:SIGN]}"


def is_hearing(verb: str) -> bool:
    return verb.partition("-")[0] == HEAR


def heard_tip(tip: str, facts: Facts) -> Move:
    return _heard(Voice(TIP, tip), facts)


def heard_starter(verb: str, facts: Facts) -> Move:
    """`verb` as `hear_starter` made it."""
    known = (id for kind, id in facts.library.voices if kind == STARTER and _hear(id) == verb)
    return _heard(Voice(STARTER, next(known, "")), facts)


def _heard(voice: Voice, facts: Facts) -> Move:
    if (voice.kind, voice.id) not in facts.library.voices:
        return Done((_("That recording has been taken back. The words stand above."),))
    return Done((Card(KIND, (_("A trainer reads it to you:"),), voice=voice, subject=f"{voice.kind}/{voice.id}"),))


def wished(words: str, facts: Facts) -> Move | None:
    """Other words for the button, while a card that has it is the newest one of its sort on the screen."""
    if plain(words) not in _WISHES:
        return None
    for card in reversed(facts.shown):
        verb = next((verb for _label, verb in card.verbs if is_hearing(verb)), None)
        if verb is not None:
            return heard_tip(card.subject, facts) if verb == HEAR else heard_starter(verb, facts)
        if card.kind in _READABLE:
            return Done((_("Nobody has read this one aloud yet."),))
    return None
