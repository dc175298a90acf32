"""What is remembered of a person's doings: consents, tips, calls, questions, codes; read out whole, or forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, insert, literal_column, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import addresses, erasures, people, tallies
from bot.store.addresses import Where
from bot.store.erasures import Wish
from bot.store.tables import (
    address,
    call,
    child,
    consent,
    conversation,
    outbox,
    person,
    profile,
    question,
    return_code,
    safeguarding_case,
    schedule,
    tip_seen,
)
from bot.store.upsert import insert_missing, upsert


async def give_consents(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    await connection.execute(insert(consent), list(rows))


async def show_tips(connection: AsyncConnection, shown: Sequence[tuple[int, str]], now: datetime) -> None:
    rows = [
        {"person_id": person_id, "tip": tip, "seen_at": now, "times": 0, "kept": False}
        for person_id, tip in sorted(shown)
    ]
    await insert_missing(connection, tip_seen, _distinct(rows), ("tip",))
    statement = (
        update(tip_seen)
        .where(tip_seen.c.person_id == bindparam("p"), tip_seen.c.tip == bindparam("t"))
        .values(times=tip_seen.c.times + 1, seen_at=now)
    )
    await connection.execute(statement, [{"p": person_id, "t": tip} for person_id, tip in sorted(shown)])


def _distinct(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({(row["person_id"], row["tip"]): row for row in rows}.values())


async def record_tips(connection: AsyncConnection, rows: Sequence[tuple[int, str, str]]) -> None:
    """(person, tip, outcome); keeping a tip is remembered besides its outcome."""
    for person_id, tip, outcome in rows:
        values: dict[str, Any] = {"kept": True} if outcome == "kept" else {"outcome": outcome}
        where = and_(tip_seen.c.person_id == person_id, tip_seen.c.tip == tip)
        await connection.execute(update(tip_seen).where(where).values(values))


async def record_calls(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Rows of person_id, number, occurrence, at and either outcome or rating; a rating leaves the call's own time."""
    for row in rows:
        rated = "rating" in row
        await upsert(connection, call, [row], ("person_id", "number", "occurrence"), keep=("at",) if rated else ())


async def keep_return_code(connection: AsyncConnection, digest: str, address_id: int, expires_at: datetime) -> None:
    await connection.execute(delete(return_code).where(return_code.c.address_id == address_id))
    row = {"digest": digest, "address_id": address_id, "expires_at": expires_at}
    await connection.execute(insert(return_code), row)


async def redeem(connection: AsyncConnection, digest: str, now: datetime, fresh: Where) -> str | None:
    """Use a return code up; the external id of the chat that it opens.

    That is the chat it was made in, or where that was in another channel, `fresh` as one more address of hers.
    """
    used = delete(return_code).where(return_code.c.digest == digest, return_code.c.expires_at > now)
    found = (await connection.execute(used.returning(return_code.c.address_id))).scalar()
    if found is None:
        return None
    old = (await connection.execute(select(address).where(address.c.id == found))).one()
    if (old.channel, old.bot_id) == (fresh.channel, fresh.bot_id):
        return str(old.external_id)
    row = {**asdict(fresh), "person_id": old.person_id, "reachable": True, "last_in_at": now, "position": 0}
    await connection.execute(insert(address), row)
    return fresh.external_id


_READ_OUT: tuple[tuple[str, Table], ...] = (
    ("profile", profile),
    ("children", child),
    ("consents", consent),
    ("schedules", schedule),
    ("calls", call),
    ("tips", tip_seen),
    ("questions", question),
)
# How trainers share out their work is not about her.
_THEIRS = ("assigned_to", "answered_name", "spam_at", "became", "accuses")


async def read_out(connection: AsyncConnection, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything stored of a person, by table, as plain values.

    Cases are left out: what she reads on a phone that others use must not show them; she asks a trainer for those.
    """
    found: dict[str, list[dict[str, Any]]] = {
        "person": await _rows(connection, select(person).where(person.c.id == person_id)),
        "addresses": await _rows(
            connection,
            select(address.c.channel, address.c.external_id, address.c.reachable, address.c.last_in_at).where(
                address.c.person_id == person_id
            ),
        ),
    }
    for name, table in _READ_OUT:
        found[name] = await _rows(connection, select(table).where(table.c.person_id == person_id))
    found["schedules"] = [row for row in found["schedules"] if row["kind"] != "timer"]  # they may tell of a danger
    moved = select(conversation.c.moved_at).where(conversation.c.person_id == person_id)
    found["conversation"] = await _rows(connection, moved)
    found["sent"] = await _messages(connection, person_id)
    return found


async def _messages(connection: AsyncConnection, person_id: int) -> list[dict[str, Any]]:
    """What was sent, with its words while they are kept; danger replies are left out, as the cases are."""
    sent = (
        select(outbox.c.kind, outbox.c.subject, outbox.c.occurrence, outbox.c.status, outbox.c.sent_at, outbox.c.body)
        .where(outbox.c.person_id == person_id, outbox.c.rank != 0)
        .order_by(outbox.c.id)
    )
    rows = await _rows(connection, sent)
    for row in rows:
        row["words"] = (row.pop("body") or {}).get("text", "")
    return rows


async def _rows(connection: AsyncConnection, query: Any) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in row.items() if key not in ("person_id", "pin", "id", *_THEIRS)}
        for row in (await connection.execute(query)).mappings()
    ]


async def erase(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """Forget a person and all that hangs on her. Cases stay without her; her address goes with its last message.

    Her code is noted, so that she is forgotten again after an older backup was put back.

    The order is that of whoever else holds these rows: the person, her addresses, then what waits for her.
    """
    await people.lock(connection, [person_id])
    await erasures.note(connection, Wish.ERASED, [person_id], now)
    await tallies.keep(connection, [person_id])
    hers = [row.id for row in await connection.execute(select(address.c.id).where(address.c.person_id == person_id))]
    await addresses.hold(connection, hers)
    await connection.execute(delete(schedule).where(schedule.c.person_id == person_id))  # a planner may hold these
    await connection.execute(delete(return_code).where(return_code.c.address_id.in_(hers)))
    await connection.execute(delete(outbox).where(outbox.c.person_id == person_id))
    await connection.execute(delete(person).where(person.c.id == person_id))


async def erase_unagreed(connection: AsyncConnection, before: datetime, limit: int, *, now: datetime) -> int:
    """Forget people who never agreed, or refused, and have not written since."""
    return await _erase_quiet(connection, person.c.agreement != literal_column("'agreed'"), before, limit, now)


async def erase_stopped(connection: AsyncConnection, before: datetime, limit: int, *, now: datetime) -> int:
    """Forget people who left and have not written since."""
    left = select(profile.c.person_id).where(profile.c.stopped)  # few, and in an index of their own
    return await _erase_quiet(connection, person.c.id.in_(left), before, limit, now)


async def erase_silent(connection: AsyncConnection, before: datetime, limit: int, *, now: datetime) -> int:
    """Forget everybody who has not written since."""
    return await _erase_quiet(connection, true(), before, limit, now)


async def _erase_quiet(
    connection: AsyncConnection, who: ColumnElement[bool], before: datetime, limit: int, now: datetime
) -> int:
    """People with an open case stay until it is closed."""
    open_case = select(safeguarding_case.c.person_id).where(
        safeguarding_case.c.person_id == person.c.id, safeguarding_case.c.closed_at.is_(None)
    )
    quiet = select(person.c.id).where(who, person.c.last_in_at < before, ~open_case.exists())
    held = quiet.order_by(person.c.last_in_at).limit(limit).with_for_update(skip_locked=True, key_share=True, of=person)
    ids = sorted(row.id for row in await connection.execute(held))
    # What was written between the look and the hold, such as a case, is seen by the second look.
    still = [row.id for row in await connection.execute(quiet.where(person.c.id.in_(ids)).order_by(person.c.id))]
    for person_id in still:
        await erase(connection, person_id, now)
    return len(still)


async def drop_expired_codes(connection: AsyncConnection, now: datetime, _limit: int) -> int:
    dropped = await connection.execute(delete(return_code).where(return_code.c.expires_at <= now))
    return dropped.rowcount
