"""The bot tried out: real dialogs and real rules, over a value instead of the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.rendering.message import Message
from bot.services.cleaning import cleaned
from bot.services.composing import WEEK
from bot.services.letters import Reader, card_letters, reply_letters, shown_by
from bot.services.ports import Capabilities, Inbound
from bot.services.receiving import FORGOTTEN_AFTER, FORGOTTEN_STEP, MOST_SHOWN
from bot.services.scene import Setting
from bot.services.simulator.effects import told, with_moments
from bot.services.simulator.forecast import Coming, Standing, in_line, moved, run
from bot.services.simulator.rehearsal import Bubble, Kept, Rehearsal, Who, opened, sealed
from bot.store import factories
from bot.store.database import Database
from bot.store.outbox import Letter, Rank
from bot.store.people import Scene
from bot.store.schedules import Kind
from dialogs.catalogue import CATALOGUE
from dialogs.effects import EraseMe, after
from dialogs.engine.advance import Turn, advance
from dialogs.engine.conversation import loaded, saved
from dialogs.engine.events import Due, Event, Pressed, Said, Verb
from dialogs.engine.step import Card
from dialogs.facts import Facts
from dialogs.tip.reasons import why

FURTHEST: Final = timedelta(days=62)  # how far the clock goes at once
AHEAD: Final = timedelta(days=7)
MOST_TIMERS: Final = 50
_PHONE: Final = Capabilities(buttons=True, max_length=4000, reaches_closed_phone=True, documents=True)


@dataclass(frozen=True)
class Expected:
    """A push of the next days: when, its words and why this one; or why it does not come."""

    kind: str
    planned_at: datetime
    at: datetime
    words: str = ""
    why: tuple[str, ...] = ()
    reason: str = ""


class Simulator:
    """Plays chats; reads which factories are open, and writes nothing."""

    def __init__(self, database: Database, setting: Setting, key: bytes) -> None:
        self._database = database
        self._setting = setting
        self._key = key

    def sealed(self, rehearsal: Rehearsal) -> str:
        """As it travels with the page."""
        return sealed(rehearsal, self._key)

    def opened(self, text: str) -> Rehearsal | None:
        """Read back from the page; None where it is not ours."""
        return opened(text, self._key)

    async def begin(self, kept: Kept, at: datetime, *, code: str = "") -> Rehearsal:
        """Somebody like this, at this moment, to whom nothing was said yet."""
        fresh = Rehearsal(at, kept, code) if code else Rehearsal(at, kept)
        return _lined_up(fresh, fresh.facts(await self._scene(at)))

    async def says(self, rehearsal: Rehearsal, words: str) -> Rehearsal:
        """She writes something."""
        heard = rehearsal.saying(Bubble(Who.PARENT, rehearsal.now, words))
        return self._happens(heard, Said(words), await self._scene(heard.now))

    async def presses(self, rehearsal: Rehearsal, data: str) -> Rehearsal:
        """She presses a button of hers."""
        label = _label(rehearsal, data)
        if label is None:
            return rehearsal
        heard = rehearsal.saying(Bubble(Who.PARENT, rehearsal.now, label))
        return self._happens(heard, Pressed(data), await self._scene(heard.now))

    async def moves(self, rehearsal: Rehearsal, to: datetime) -> Rehearsal:
        """The clock goes on; what is due meanwhile comes. Backwards it does not go, nor further than FURTHEST."""
        to = max(rehearsal.now, min(to, rehearsal.now + FURTHEST))
        for _timer in range(MOST_TIMERS):
            timers = [one for one in rehearsal.schedules if one.kind == Kind.TIMER and one.next_at]
            timer = min(timers, key=lambda one: one.next_at or to, default=None)
            if timer is None or timer.next_at is None or timer.next_at > to:
                break
            rehearsal = self._pushed(rehearsal, timer.next_at, await self._scene(timer.next_at))
            rest = tuple(one for one in rehearsal.schedules if one is not timer)
            event = Due(timer.subject, timer.detail)
            rehearsal = self._happens(replace(rehearsal, schedules=rest), event, await self._scene(rehearsal.now))
        return self._pushed(rehearsal, to, await self._scene(to))

    async def week(self, rehearsal: Rehearsal) -> Sequence[Expected]:
        """What comes by itself within seven days if she does nothing."""
        facts = rehearsal.facts(await self._scene(rehearsal.now))
        standing = Standing(facts, rehearsal.schedules, rehearsal.lately)
        _then, found = run(standing, rehearsal.now + AHEAD)
        return [_expected(one) for one in found]

    async def _scene(self, at: datetime) -> Scene:
        async with self._database.reading() as connection:
            return replace(self._setting, clock=lambda: at).scene(await factories.open_codes(connection))

    # -- a turn ---------------------------------------------------------------------------------------------------

    def _happens(self, rehearsal: Rehearsal, event: Event, scene: Scene) -> Rehearsal:
        event = cleaned(Inbound("", "", "", "", event)).event
        rehearsal, event = _looked_up(rehearsal, event)
        facts = rehearsal.facts(scene)
        if not isinstance(event, Due):
            facts = replace(facts, last_in_at=facts.now)
        before, whole = loaded(rehearsal.conversation, CATALOGUE.steps)
        if rehearsal.moved_at and facts.now - rehearsal.moved_at > FORGOTTEN_AFTER:
            before = replace(before, frames=())
        turn = advance(before, event, facts, CATALOGUE)
        grave = any(step is not None and step.is_alarm for step in (before.step, turn.conversation.step))
        facts = after(facts, turn.effects)
        replies = (*(() if whole else (Card("reply", (FORGOTTEN_STEP,)),)), *turn.replies)
        letters, shown = reply_letters(replies, _reader(facts), turn.conversation.asked, facts.now, grave=grave)
        if shown is not None:
            facts = replace(facts, shown=shown[-MOST_SHOWN:])
        return _after_turn(rehearsal, facts, turn, letters)

    def _pushed(self, rehearsal: Rehearsal, to: datetime, scene: Scene) -> Rehearsal:
        """What comes by itself until then."""
        standing = Standing(rehearsal.facts(scene), rehearsal.schedules, rehearsal.lately)
        there, come = run(standing, to)
        unasked = tuple(at for at in there.lately.unasked if to - at < WEEK)
        rehearsal = replace(rehearsal.knowing(there.facts), schedules=there.schedules, unasked=unasked)
        for one in come:
            rehearsal = _shown(rehearsal, one)
        return rehearsal


def _reader(facts: Facts) -> Reader:
    return Reader(0, None, _PHONE, facts)


def _label(rehearsal: Rehearsal, data: str) -> str | None:
    """What stands on a button that she was shown."""
    buttons = [pair for bubble in rehearsal.bubbles if bubble.body for pair in bubble.body.get("buttons", ())]
    return next((str(label) for label, known in reversed(buttons) if known == data), None)


def _looked_up(rehearsal: Rehearsal, event: Event) -> tuple[Rehearsal, Event]:
    """A standing button as what its card was about; who presses it again is told so."""
    if not isinstance(event, Pressed) or not event.data.startswith("o:"):
        return rehearsal, event
    _kind, ref, verb = event.data.split(":", 2)
    card = next((one for one in rehearsal.carried if one.ref == ref), None)
    if card is None:
        return rehearsal, event
    again = f"{ref}:{verb}" in rehearsal.pressed
    pressed = rehearsal.pressed if again else (*rehearsal.pressed, f"{ref}:{verb}")
    return replace(rehearsal, pressed=pressed), Verb(card.kind, card.subject, card.occurrence, verb, again=again)


def _after_turn(rehearsal: Rehearsal, facts: Facts, turn: Turn, letters: Sequence[Letter]) -> Rehearsal:
    """Kept, said and planned as the turn wants it."""
    bubbles = [_bubble(letter, facts.now) for letter in letters]
    notes = [Bubble(Who.NOTE, facts.now, name) for name in told(turn.effects)]
    if any(isinstance(effect, EraseMe) for effect in turn.effects):
        gone = Rehearsal(facts.now, Kept(agreement=type(facts.agreement).UNASKED), rehearsal.code)
        return replace(gone, bubbles=rehearsal.bubbles).saying(*bubbles, *notes)
    facts, schedules = with_moments(facts, rehearsal.schedules, turn.effects)
    kept = replace(rehearsal, conversation=saved(turn.conversation), moved_at=facts.now, schedules=schedules).saying(
        *bubbles, *notes
    )
    for letter in letters:
        if letter.verbs:
            kept = kept.carrying(shown_by(letter))
    return _lined_up(kept, facts)


def _lined_up(rehearsal: Rehearsal, facts: Facts) -> Rehearsal:
    """The schedules follow the facts, and the reminders tell when they come next."""
    schedules = in_line(facts, rehearsal.schedules)
    next_at = {one.subject: one.next_at for one in schedules if one.kind == Kind.CALL}
    reminders = tuple(replace(one, next_at=next_at.get(str(one.number))) for one in facts.reminders)
    return replace(rehearsal.knowing(replace(facts, reminders=reminders)), schedules=schedules)


def _bubble(letter: Letter, at: datetime, kind: str = "") -> Bubble:
    body = letter.body or {"text": ""}
    return Bubble(Who.JIAYIN, at, Message.from_json(body).text, body, kind)


def _shown(rehearsal: Rehearsal, coming: Coming) -> Rehearsal:
    """A push as it stands on her screen, or why it does not."""
    if coming.card is None:
        return rehearsal.saying(Bubble(Who.NOTE, coming.at, coming.reason, kind=coming.kind))
    letters = card_letters(coming.card, _reader(coming.facts), Rank.PUSH, coming.at)
    shown = rehearsal.saying(*(_bubble(letter, coming.at, coming.kind) for letter in letters))
    if not letters[-1].verbs:
        return shown
    card = shown_by(letters[-1])
    return replace(shown.carrying(card), kept=replace(shown.kept, shown=(card,)))


def _expected(coming: Coming) -> Expected:
    facts = coming.facts
    if coming.card is None:
        return Expected(coming.kind, coming.planned_at, coming.at, reason=coming.reason)
    words = "\n".join(facts.say(text) for text in coming.card.texts)
    tip = facts.library.tips.get(coming.card.subject) if coming.card.kind == "tip" else None
    reasons = tuple(facts.say(text) for text in why(tip, facts, moved(facts, coming.planned_at).today)) if tip else ()
    return Expected(coming.kind, coming.planned_at, coming.at, words, reasons)
