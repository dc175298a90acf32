"""Pushes are composed when they are claimed: looked at once more, put into words, and kept before they are sent."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.doing import do_all
from bot.services.kinds import UNASKED, Kind, kind_of, push_kind
from bot.services.letters import Reader, card_letters, shown_by
from bot.services.scene import Setting
from bot.services.work import Deed, Work
from bot.store import announcements, conversations, gate, outbox_claims, outbox_results, people
from bot.store.addresses import Address, Where
from bot.store.gate import Known
from bot.store.outbox import Letter, Rank, Status
from bot.store.outbox_claims import Claimed
from bot.store.outbox_results import Unsent
from bot.store.people import Scene
from dialogs.announcement import KIND as ANNOUNCEMENT
from dialogs.calendar.shifts import asleep, next_waking
from dialogs.catalogue import CATALOGUE
from dialogs.effects import after
from dialogs.engine.catalogue import Push, Skipped
from dialogs.engine.step import Card
from dialogs.facts import Facts

log = structlog.get_logger()

TALK_LASTS = timedelta(minutes=10)
WEEK = timedelta(days=7)
MOST_A_WEEK = 4
PORTION = 16  # pushes that are put into words before everything else has its turn
MOST_UNKNOWN = 5  # sendings that were cut off before we stop trying


async def compose(
    connection: AsyncConnection, setting: Setting, scene: Scene, rows: Sequence[Claimed]
) -> list[Claimed]:
    """The rows that may go now, all with their words. Pushes that may not are postponed or skipped, with the reason."""
    dropped = [
        Unsent(row.id, Status.UNCERTAIN, "nobody knows whether it arrived", row.due_at)
        for row in rows
        if not _may_go_again(row)
    ]
    pushes = [row for row in rows if row.rank is Rank.PUSH and _may_go_again(row)]
    if pushes:
        done = await _compose_pushes(connection, setting, scene, pushes)
        dropped.extend(done.left)
        rows = [done.made.get(row.id, row) for row in rows]
    await outbox_results.mark_unsent(connection, dropped)
    stay = {one.id for one in dropped}
    return [row for row in rows if row.id not in stay]


def _may_go_again(row: Claimed) -> bool:
    """Not where the sending was cut off and the kind is not sent twice, nor for ever."""
    if row.attempts >= 0:
        return True
    return kind_of(row.kind, push=row.rank is Rank.PUSH).resend and row.attempts > -MOST_UNKNOWN


@dataclass(frozen=True)
class Lately:
    """When her conversation last moved, and what came to her unasked within a week."""

    moved_at: datetime | None
    unasked: tuple[datetime, ...]


@dataclass
class _Composed:
    """What composing a claim's pushes led to. said: the words of announcements, by number; same: as they were put."""

    said: Mapping[str, str]
    made: dict[int, Claimed] = field(default_factory=dict)
    left: list[Unsent] = field(default_factory=list)
    deeds: list[list[Deed]] = field(default_factory=list)
    letters: list[tuple[int, Letter]] = field(default_factory=list)
    same: dict[tuple[object, ...], Letter] = field(default_factory=dict)

    def words_for(self, row: Claimed) -> str:
        return self.said.get(row.subject, "") if row.kind == ANNOUNCEMENT else ""

    def goes(self, row: Claimed, letter: Letter) -> None:
        self.letters.append((row.id, letter))
        self.made[row.id] = replace(row, body=letter.body)


async def _compose_pushes(
    connection: AsyncConnection, setting: Setting, scene: Scene, rows: Sequence[Claimed]
) -> _Composed:
    ids = [row.person_id for row in rows if row.person_id is not None]
    known = await _known(connection, scene, rows)
    unasked = await outbox_claims.pushed_since(connection, ids, UNASKED, scene.now - WEEK)
    said = await announcements.words_of(connection, [row.subject for row in rows if row.kind == ANNOUNCEMENT])
    done = _Composed(said)
    for place, row in enumerate(rows):
        if place % PORTION == 0:
            await asyncio.sleep(0)  # what is to be sent meanwhile must not miss its slot
        person_id = row.person_id or 0
        if (one := known.get(person_id)) is None:
            done.left.append(Unsent(row.id, Status.SKIPPED, "nothing is known of the person", row.due_at))
            continue
        try:
            facts = _looked_at(row, one.facts, Lately(one.moved_at, unasked.get(person_id, ())), setting, done)
        except Exception as error:  # one push that cannot be put into words must not hold everybody else's
            log.error("push_not_composed", kind=row.kind, outbox=row.id, error=type(error).__name__)
            done.left.append(Unsent(row.id, Status.FAILED, "cannot be put into words", row.due_at))
        else:
            if facts is not one.facts:
                known[person_id] = Known(facts, one.moved_at)
    await do_all(Work(connection, scene, setting), done.deeds)
    await outbox_claims.composed(connection, done.letters)
    shown = [(one.person_id, shown_by(one)) for _, one in done.letters if one.verbs and one.person_id is not None]
    await conversations.show(connection, shown)
    return done


async def _known(connection: AsyncConnection, scene: Scene, rows: Sequence[Claimed]) -> dict[int, Known]:
    """What is known of these people; little of those to whom only announcements go, which are alike for everybody."""
    everybody = {row.person_id for row in rows if row.person_id is not None}
    personal = sorted({row.person_id for row in rows if row.person_id is not None and row.kind != ANNOUNCEMENT})
    known = await gate.read(connection, everybody.difference(personal), scene)
    if personal:
        facts = await people.read_readable(connection, personal, scene)
        talks = await conversations.read(connection, personal)
        known |= {id: Known(one, talks[id].moved_at if id in talks else None) for id, one in facts.items()}
    return known


def _looked_at(row: Claimed, facts: Facts, lately: Lately, setting: Setting, done: _Composed) -> Facts:
    """One push, looked at once more, and put into words unless it has them; the facts as they are after it."""
    if (later := not_now(row, facts, lately)) is not None:
        done.left.append(later)
        return facts
    return facts if row.body is not None else _composed(row, facts, setting, done)


def _composed(row: Claimed, facts: Facts, setting: Setting, done: _Composed) -> Facts:
    """Put one push into words; the facts as they are after it."""
    alike = _alike(row, facts)
    if (known := done.same.get(alike)) is not None:
        done.goes(row, known)
        return facts
    composed = CATALOGUE.pushes[row.kind](Push(row.kind, row.subject, row.occurrence, done.words_for(row)), facts)
    if isinstance(composed, Skipped):
        done.left.append(Unsent(row.id, Status.SKIPPED, composed.reason, row.due_at))
        return facts
    letter = _letter(row, facts, setting, composed.card)
    if row.kind == ANNOUNCEMENT and not letter.verbs:
        done.same[alike] = letter
    if composed.effects:
        done.deeds.append([Deed(_address(row), effect, facts) for effect in composed.effects])
    done.goes(row, letter)
    return after(facts, composed.effects) if composed.effects else facts


def _alike(row: Claimed, facts: Facts) -> tuple[object, ...]:
    """All that the words of an announcement hang on, besides the moment and the content."""
    who = facts.profile
    return (row.kind, row.subject, row.occurrence, row.lane, who.language, who.factory, who.home)


def not_now(row: Claimed, facts: Facts, lately: Lately) -> Unsent | None:
    """Why a push does not go now: skipped for good, or postponed to a better moment."""
    rules = push_kind(row.kind)
    now = facts.now
    if now - _planned(row, facts) > rules.grace:
        return Unsent(row.id, Status.SKIPPED, "too late", row.due_at)
    if (reason := _unwanted(facts) or _too_many(row, facts, lately)) is not None:
        return Unsent(row.id, Status.SKIPPED, reason, row.due_at)
    if (later := _better_moment(rules, facts, lately.moved_at)) is not None and later > now:
        return Unsent(row.id, Status.WAITING, "waits for a better moment", later)
    return None


def _planned(row: Claimed, facts: Facts) -> datetime:
    """The instant for which it was planned; its row may have been postponed since."""
    if row.body is not None or not row.occurrence:
        return row.created_at
    return datetime.fromisoformat(row.occurrence).replace(tzinfo=facts.zone).astimezone(UTC)


def _too_many(row: Claimed, facts: Facts, lately: Lately) -> str | None:
    """What nobody asked for comes once a day at most, and four times a week unless she chose more."""
    if row.kind not in UNASKED or row.body is not None:
        return None
    days = [at.astimezone(facts.zone).date() for at in lately.unasked]
    # News of a training may come on the day of a tip; the week has room for so much all the same.
    if facts.today in days and row.kind != ANNOUNCEMENT:
        return "one a day"
    return "enough for a week" if len(days) >= max(MOST_A_WEEK, facts.profile.tips_a_week) else None


def _unwanted(facts: Facts) -> str | None:
    profile = facts.profile
    if facts.case is not None:
        return "a case is open"
    if profile.stopped or not facts.agreed:
        return "stopped"
    if profile.paused or _pausing(facts):
        return "paused"
    return None


def _pausing(facts: Facts) -> bool:
    until = facts.profile.paused_until
    return until is not None and facts.today <= until


def _better_moment(rules: Kind, facts: Facts, moved_at: datetime | None) -> datetime | None:
    """After her sleep, and not into a conversation that is going on."""
    local = facts.local
    if rules.respects_sleep and asleep(facts.profile.shift, local):
        return next_waking(facts.profile.shift, local).replace(tzinfo=facts.zone).astimezone(UTC)
    if rules.waits_for_talk and moved_at is not None and facts.now - moved_at < TALK_LASTS:
        return moved_at + TALK_LASTS
    return None


def _letter(row: Claimed, facts: Facts, setting: Setting, shown: Card) -> Letter:
    """The words of a push, under the ref of the row that was planned for it."""
    reader = Reader(row.address_id, row.person_id, setting.capabilities(row.channel, row.bot_id), facts)
    letter = card_letters(shown, reader, Rank.PUSH, facts.now, ref=row.ref)[-1]
    # What a card is about may be known only now: which tip it is.
    return replace(letter, subject=letter.subject or row.subject, occurrence=letter.occurrence or row.occurrence)


def _address(row: Claimed) -> Address:
    return Address(row.address_id, row.person_id or 0, Where(row.channel, row.bot_id, row.external_id))
