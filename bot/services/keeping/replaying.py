"""What has to be done to a database from a backup before anybody is sent anything out of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.alerts import ALERT
from bot.services.announcements.announcements import Status as Planned
from bot.services.doing import NOTICE_VERSION
from bot.services.planning import upcoming
from bot.store import addresses, announcements, erasures, people, planned, records, schedules
from bot.store.database import Database
from bot.store.erasures import CHILDREN, OPPOSITE, Entry, Wish
from bot.store.outbox import Rank, Status
from bot.store.people import Scene
from bot.store.schedules import Schedule
from bot.store.tables import (
    account_session,
    address,
    invitation,
    outbox,
    pace,
    person,
    process,
    profile,
)
from dialogs.calendar.recurrence import timing_from_json
from dialogs.effects import Purpose
from dialogs.facts import Agreement, Facts

MARGIN = timedelta(minutes=15)  # between the clocks of whoever wrote the journal and whoever made the backup
STEP = 500
AHEAD = 1_000_000  # positions: pages hold some from after the backup, and look only for later ones
REASON = "restored"


@dataclass(frozen=True)
class Replayed:
    """How many were forgotten again, left again or refused again, and how many messages stay unsent."""

    forgotten: int
    quiet: int
    unsent: int


async def replay(database: Database, entries: Iterable[Entry], taken_at: datetime, scene: Scene) -> Replayed:
    """Do again what was wished since the backup, and leave out what was due before now."""
    known = sorted(set(entries))
    async with database.writing() as connection:
        known = sorted({*known, *await erasures.everything(connection)})
        forgotten = await _forget(connection, known, scene.now)
        quiet = await _hush(connection, known, taken_at - MARGIN)
        await erasures.keep(connection, known)
        await _start_afresh(connection)
        await _recall_due(connection, scene.now)
        unsent = await _leave_unsent(connection, scene.now)
    while await _move_on(database, scene):
        pass
    async with database.writing() as connection:
        while await addresses.drop_orphans(connection, scene.now, STEP):
            pass
    return Replayed(forgotten, quiet, unsent)


async def _forget(connection: AsyncConnection, entries: Sequence[Entry], now: datetime) -> int:
    """Whoever was forgotten once, whenever that was."""
    ids = await _ids(connection, {one.code for one in entries if one.wish is Wish.ERASED})
    for person_id in sorted(ids.values()):
        await records.erase(connection, person_id, now)
    return len(ids)


async def _ids(connection: AsyncConnection, codes: Iterable[str]) -> dict[str, int]:
    wanted, found = sorted(codes), {}
    for start in range(0, len(wanted), STEP):
        query = select(person.c.code, person.c.id).where(person.c.code.in_(wanted[start : start + STEP]))
        found.update({row.code: row.id for row in await connection.execute(query)})
    return found


_PAIRS: tuple[tuple[Wish, ...], ...] = (
    (Wish.LEFT, Wish.BACK),
    (Wish.REFUSED, Wish.AGREED),
    (Wish.PRIVATE, Wish.SHARED),
    *((one,) for one in CHILDREN.values()),
)


async def _hush(connection: AsyncConnection, entries: Sequence[Entry], since: datetime) -> int:
    """The last that each of them wished since the backup stands."""
    quiet = 0
    for pair in _PAIRS:
        last = {one.code: one for one in entries if one.wish in pair and one.at >= since}
        ids = await _ids(connection, last)
        for code, person_id in sorted(ids.items(), key=lambda found: found[1]):
            await _stand(connection, last[code], person_id)
            quiet += last[code].wish not in OPPOSITE
    return quiet


async def _stand(connection: AsyncConnection, entry: Entry, person_id: int) -> None:
    wish = entry.wish
    if wish in (Wish.LEFT, Wish.BACK):
        hers = update(profile).where(profile.c.person_id == person_id)
        await connection.execute(hers.values(stopped=wish is Wish.LEFT))
        return
    if wish in CHILDREN.values():
        await people.remove_children(connection, [(person_id, int(wish[-1]))])
        return
    given = wish in (Wish.AGREED, Wish.SHARED)
    purpose = Purpose.SERVICE if wish in (Wish.REFUSED, Wish.AGREED) else Purpose.PASS_ON
    row = {"person_id": person_id, "purpose": purpose, "given": given, "at": entry.at}
    await records.give_consents(connection, [{**row, "notice_version": NOTICE_VERSION}])
    if purpose is Purpose.SERVICE:
        agreement = Agreement.AGREED if given else Agreement.REFUSED
        await people.set_agreement(connection, [person_id], agreement)


async def _start_afresh(connection: AsyncConnection) -> None:
    """Whoever was signed in signs in again; nobody who ran then runs now; pages wait for what comes next."""
    for table in (account_session, invitation, process, pace):
        await connection.execute(delete(table))
    free = {"lease_until": None, "leased_by": None, "free_at": None}
    await connection.execute(update(address).values(position=address.c.position + AHEAD, **free))


async def _recall_due(connection: AsyncConnection, now: datetime) -> None:
    """Announcements whose time came since the backup: they went out then, or somebody decides anew."""
    values = {"status": Planned.RECALLED, "recalled_at": now, "recalled_name": REASON}
    for one in await announcements.due(connection, Planned.PLANNED, now):
        await announcements.change(connection, one.id, (Planned.PLANNED,), values)


async def _leave_unsent(connection: AsyncConnection, now: datetime) -> int:
    """What waited has gone since, or is too late; only alerts go out: a second one does less harm than none."""
    asked, over = outbox.c.rank != Rank.PUSH, outbox.c.due_at <= now
    waits = outbox.c.status.in_((Status.WAITING, Status.SENDING))
    left = waits & (outbox.c.kind != ALERT) & (asked | over | (outbox.c.status == Status.SENDING))
    count = (await connection.execute(select(func.count()).select_from(outbox).where(left))).scalar_one()
    await connection.execute(update(outbox).where(left).values(status=Status.SKIPPED, reason=REASON, body=None))
    return int(count)


async def _move_on(database: Database, scene: Scene) -> int:
    """What fell due since the backup was sent then, or is too late now; each rule goes on with its next time.

    Timers stay: a danger that nobody has answered must still come up.
    """
    async with database.writing() as connection:
        due = await schedules.overdue(connection, scene.now, STEP)
        facts = await people.read_readable(connection, [one.person_id for one in due], scene)
        ruled = [one for one in due if one.timing is not None]
        await planned.move_on(connection, [(one.id, _next(one, facts.get(one.person_id), scene)) for one in ruled])
        await schedules.remove(connection, [one.id for one in due if one.timing is None])
    return len(due)


def _next(one: Schedule, facts: Facts | None, scene: Scene) -> datetime | None:
    """By its rule; what cannot be read is left to the planner, tomorrow."""
    try:
        if facts is not None and one.timing is not None:
            return upcoming(timing_from_json(one.timing), facts, one.skip_until)
    except (ValueError, KeyError, TypeError):
        pass
    return scene.now + timedelta(days=1)
