"""The one way in: updates become turns, and are committed before anybody is told that they were taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.alerts import alert_letters
from bot.services.cleaning import cleaned
from bot.services.doing import do_all
from bot.services.grouping import Group
from bot.services.letters import Reader, reply_letters
from bot.services.metrics import CASES, UPDATES
from bot.services.ports import Inbound
from bot.services.scene import Setting
from bot.services.work import Deed, Work
from bot.store import addresses, conversations, factories, inbound, outbox, people
from bot.store.addresses import Address, Where
from bot.store.conversations import Moved
from bot.store.database import Database
from bot.store.inbound import UpdateKey, update_key
from bot.store.outbox import Carried, Letter
from dialogs.catalogue import CATALOGUE
from dialogs.effects import EraseMe, after
from dialogs.engine.advance import Turn, advance
from dialogs.engine.conversation import Conversation, loaded, saved
from dialogs.engine.events import Due, Event, Pressed, Verb
from dialogs.engine.step import Card
from dialogs.facts import Facts, Shown
from dialogs.text import Text, _

log = structlog.get_logger()

MOST_AT_ONCE = 500  # updates in one transaction

MOST_SHOWN = 4
FORGOTTEN_AFTER = timedelta(days=3)  # a question left open that long is not asked again
FORGOTTEN_STEP = _("I have been renewed and have lost the thread. Let us start that again.")
WENT_WRONG = _("Something went wrong on my side. Please send it once more, or write “menu”.")


@dataclass
class Seat:
    """One person's part of a batch; `address` is where she wrote last, of all her `addresses` in it."""

    address: Address
    facts: Facts
    conversation: Conversation
    started: int  # the turn it was read at
    shown: tuple[Shown, ...] = ()
    deeds: list[Deed] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    erased: bool = False
    grave: bool = False  # the turn that is being played is about a danger
    note: tuple[Text, ...] = ()
    addresses: dict[Where, Address] = field(default_factory=dict)


class Receiver:
    """Takes updates in, from all channels. `wake` tells the sender that something waits."""

    def __init__(self, database: Database, setting: Setting, wake: Callable[[], None]) -> None:
        self._database = database
        self._setting = setting
        self._wake = wake
        self._group: Group[Sequence[Inbound]] = Group(self._take_all)

    async def __call__(self, batch: Sequence[Inbound]) -> None:
        """Returns when every update of the batch is committed. Raises OperationalError when the database is away."""
        if batch:
            await self._group(batch)

    async def _take_all(self, batches: Sequence[Sequence[Inbound]]) -> None:
        updates = [cleaned(update) for batch in batches for update in batch]
        for start in range(0, len(updates), MOST_AT_ONCE):
            await self._take_together(updates[start : start + MOST_AT_ONCE])

    async def _take_together(self, updates: Sequence[Inbound]) -> None:
        try:
            await self._take(updates)
        except OperationalError:
            raise
        except Exception as error:  # one bad update must not take the others with it
            log.warning("batch_split", updates=len(updates), error=type(error).__name__)
            for update in updates:
                await self._take_alone(update)
        self._wake()

    async def _take_alone(self, update: Inbound) -> None:
        try:
            await self._take([update])
        except OperationalError:
            raise
        except Exception as error:  # kept as failed; the person is told, and what follows it goes on
            log.error("update_failed", channel=update.channel, key=_key(update).key, error=type(error).__name__)
            UPDATES.labels(update.channel, "failed").inc()
            await self._give_up(update)

    async def _take(self, updates: Sequence[Inbound]) -> None:
        async with self._database.writing() as connection:
            scene = self._setting.scene(await factories.open_codes(connection))
            fresh = await _new_ones(connection, updates, scene.now)
            work = Work(connection, scene, self._setting)
            while fresh:
                fresh = await self._play(work, fresh)
            work.letters.extend(await alert_letters(work))
            await outbox.write(connection, work.letters, scene.now)
        for opened in work.opened:
            if opened.new:
                CASES.labels(opened.level).inc()

    async def _give_up(self, update: Inbound) -> None:
        """Keep it as failed, or raise: what is not kept has to come again."""
        try:
            async with self._database.writing() as connection:
                await inbound.keep_failed(connection, _key(update), self._setting.clock())
                await self._tell_failed(connection, update)
        except OperationalError:
            raise
        except Exception as error:  # she cannot even be told; what follows it must still get through
            log.error("failed_update_untold", channel=update.channel, key=_key(update).key, error=type(error).__name__)
            async with self._database.writing() as connection:
                await inbound.keep_failed(connection, _key(update), self._setting.clock())

    async def _tell_failed(self, connection: AsyncConnection, update: Inbound) -> None:
        scene = self._setting.scene(frozenset())
        found = await addresses.resolve(connection, [_where(update)], scene.now)
        facts = await people.read_readable(connection, [one.person_id for one in found.values()], scene)
        unknown = Facts(now=scene.now, zone=scene.zone, library=scene.library, around=scene.around)
        for address in found.values():
            reader = self._reader(address, facts.get(address.person_id, unknown))
            letters, _shown = reply_letters((Card("reply", (WENT_WRONG,)),), reader, 0, scene.now)
            await outbox.write(connection, letters, scene.now)

    # -- playing ------------------------------------------------------------------------------------------------------

    async def _play(self, work: Work, updates: Sequence[Inbound]) -> list[Inbound]:
        """Play these updates, each person's in order; what came after an erasure is returned, to be played anew."""
        updates = await _of_somebody(work.connection, updates)
        seats = await self._seat(work, updates)
        events = await _events(work, updates, seats)
        leftover: list[Inbound] = []
        for update, event in zip(updates, events, strict=True):
            seat = seats[_where(update)]
            if seat.erased:
                leftover.append(update)
                continue
            seat.address = seat.addresses[_where(update)]
            self._turn(work, seat, event)
            UPDATES.labels(update.channel, "taken").inc()
        await self._save(work, list({seat.address.person_id: seat for seat in seats.values()}.values()))
        return leftover

    async def _seat(self, work: Work, updates: Sequence[Inbound]) -> dict[Where, Seat]:
        connection, now = work.connection, work.scene.now
        found = await addresses.resolve(connection, [_where(update) for update in updates], now)
        ids = [address.person_id for address in found.values()]
        await people.lock(connection, ids)
        wrote = {_where(update) for update in updates if not isinstance(update.event, Due)}
        await addresses.wrote(connection, [found[where] for where in wrote], now)
        facts = await people.read_facts(connection, ids, work.scene)
        stored = await conversations.read(connection, ids)
        by_person: dict[int, Seat] = {}
        for where, address in found.items():
            if address.person_id not in by_person:
                seat = self._seated(address, facts[address.person_id], stored.get(address.person_id))
                by_person[address.person_id] = seat
            by_person[address.person_id].addresses[where] = address
        return {where: by_person[address.person_id] for where, address in found.items()}

    def _seated(self, address: Address, facts: Facts, stored: conversations.Stored | None) -> Seat:
        capabilities = self._setting.capabilities(address.where.channel, address.where.bot_id)
        around = replace(facts.around, reaches_closed_phone=capabilities.reaches_closed_phone)
        facts = replace(facts, around=around, shown=stored.shown if stored else ())
        if stored is None:
            return Seat(address, facts, Conversation(), 0)
        conversation, whole = loaded(stored.state, CATALOGUE.steps)
        if facts.now - stored.moved_at > FORGOTTEN_AFTER:
            conversation = replace(conversation, frames=())
        note = () if whole else (FORGOTTEN_STEP,)
        return Seat(address, facts, conversation, conversation.turn, stored.shown, note=note)

    def _turn(self, work: Work, seat: Seat, event: Event) -> None:
        turn = advance(seat.conversation, event, seat.facts, CATALOGUE)
        seat.grave = any(
            step is not None and step.is_alarm for step in (seat.conversation.step, turn.conversation.step)
        )
        seat.conversation = turn.conversation
        seat.facts = after(seat.facts, turn.effects)
        seat.erased = any(isinstance(effect, EraseMe) for effect in turn.effects)
        seat.deeds.extend(Deed(seat.address, effect, seat.facts) for effect in turn.effects)
        self._speak(work, seat, turn)

    def _speak(self, work: Work, seat: Seat, turn: Turn) -> None:
        replies = (*((Card("reply", seat.note),) if seat.note else ()), *turn.replies)
        seat.note = ()
        reader = self._reader(seat.address, seat.facts)
        letters, shown = reply_letters(replies, reader, turn.conversation.asked, work.scene.now, grave=seat.grave)
        seat.letters.extend(letters)
        if shown is not None:
            seat.shown = shown[-MOST_SHOWN:]
            seat.facts = replace(seat.facts, shown=seat.shown)

    def _reader(self, address: Address, facts: Facts) -> Reader:
        capabilities = self._setting.capabilities(address.where.channel, address.where.bot_id)
        return Reader(address.id, address.person_id, capabilities, facts, address.where.lane)

    async def _save(self, work: Work, seats: Sequence[Seat]) -> None:
        replies = len(work.letters)
        await do_all(work, [[replace(deed, facts=seat.facts) for deed in seat.deeds] for seat in seats])
        moved = [
            Moved(seat.address.person_id, saved(seat.conversation), seat.started, seat.shown)
            for seat in seats
            if not seat.erased
        ]
        behind = await conversations.save(work.connection, moved, work.scene.now)
        if behind:
            raise RuntimeError(f"{len(behind)} conversations moved on while they were locked")
        work.letters[replies:replies] = [letter for seat in seats for letter in seat.letters]
        # The last message of who was erased goes without her, and so does what was said before it in this batch.
        gone = {seat.address.person_id for seat in seats if seat.erased}
        work.letters[replies:] = [_unowned(one) if one.person_id in gone else one for one in work.letters[replies:]]


def _unowned(letter: Letter) -> Letter:
    return replace(letter, person_id=None)


async def _of_somebody(connection: AsyncConnection, updates: Sequence[Inbound]) -> list[Inbound]:
    """Without the timers of people who were forgotten meanwhile: a timer makes nobody known."""
    timed = [_where(update) for update in updates if isinstance(update.event, Due)]
    if not timed:
        return list(updates)
    known = await addresses.find(connection, timed)
    return [update for update in updates if not isinstance(update.event, Due) or _where(update) in known]


async def _new_ones(connection: AsyncConnection, updates: Sequence[Inbound], now: datetime) -> list[Inbound]:
    """The updates that were not taken before, in order; a repeat within the batch is dropped as well."""
    keys = [_key(update) for update in updates]
    new = await inbound.keep_new(connection, keys, now)
    firsts = {key: place for place, key in reversed(list(enumerate(keys))) if key in new}
    return [updates[place] for place in sorted(firsts.values())]


def _key(update: Inbound) -> UpdateKey:
    return update_key(update.channel, update.bot_id, update.key)


def _where(update: Inbound) -> Where:
    return Where(update.channel, update.bot_id, update.external_id)


async def _events(work: Work, updates: Sequence[Inbound], seats: dict[Where, Seat]) -> list[Event]:
    """The events, with standing buttons looked up: what the card was about, and whether it was pressed before."""
    pairs = [_standing(update.event) for update in updates]
    wanted = [pair for pair in pairs if pair]
    if not wanted:
        return [update.event for update in updates]
    carried = await outbox.carried(work.connection, [ref for ref, _verb in wanted])
    cards = [_own_card(pair, carried, seats[_where(update)]) for update, pair in zip(updates, pairs, strict=True)]
    hers = [pair for pair, card in zip(pairs, cards, strict=True) if pair and card]
    fresh = await outbox.press(work.connection, hers, work.scene.now)
    events: list[Event] = []
    for update, pair, card in zip(updates, pairs, cards, strict=True):
        if pair is None or card is None:
            events.append(update.event)
            continue
        events.append(Verb(card.kind, card.subject, card.occurrence, pair[1], again=pair not in fresh))
        fresh.discard(pair)  # the same button twice in one batch: the second time is "again"
    return events


def _own_card(pair: tuple[str, str] | None, carried: dict[str, Carried], seat: Seat) -> Carried | None:
    """The card a standing button stood under, if it was sent to the person who presses it."""
    card = carried.get(pair[0]) if pair else None
    return card if card and card.person_id == seat.address.person_id else None


def _standing(event: Event) -> tuple[str, str] | None:
    if not isinstance(event, Pressed):
        return None
    kind, _colon, rest = event.data.partition(":")
    ref, _colon, verb = rest.partition(":")
    return (ref[:16], verb[:40]) if kind == "o" and ref and verb else None
