"""What is due is found by index and dealt fairly, however much waits besides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import outbox_claims, outbox_due, outbox_results
from bot.store.addresses import Address
from bot.store.database import Database
from bot.store.dealing import Lease, shares
from bot.store.outbox import Rank, Status
from bot.store.outbox_due import Due, Share
from bot.store.outbox_results import Unsent
from bot.store.people import profile_row
from bot.store.tables import address, outbox, person, profile
from dialogs.facts import Profile
from tests.store.plans import plans
from tests.store.rows import DAY, HOUR, MINUTE, NOW, all_of, claim, claimed, known, letter, waits, where, write

LANES = ("fake:bot",)


async def announced(connection: AsyncConnection, factory: str, people: Sequence[Address]) -> None:
    """Something is announced to a whole factory."""
    for one in people:
        await write(connection, letter(f"{factory} {one.id}", one, Rank.PUSH, kind="announcement", factory=factory))


async def crowd(connection: AsyncConnection, names: Sequence[str]) -> list[Address]:
    return await known(connection, *names)


async def test_a_factory_with_many_announcements_does_not_keep_another_ones_few_waiting(database: Database) -> None:
    async with database.writing() as connection:
        many = await crowd(connection, [f"m{number}" for number in range(60)])
        few = await crowd(connection, [f"f{number}" for number in range(3)])
        await announced(connection, "GFDG01", many)
        await announced(connection, "GFDG02", few)
        first = Counter(name.split()[0] for name in await claimed(connection, limit=6))
        assert first == {"GFDG01": 3, "GFDG02": 3}
        assert len(await claimed(connection, limit=20)) == 20


async def test_places_that_other_factories_do_not_need_are_used(database: Database) -> None:
    async with database.writing() as connection:
        many = await crowd(connection, [f"m{number}" for number in range(30)])
        few = await crowd(connection, ["f"])
        await announced(connection, "GFDG01", many)
        await announced(connection, "GFDG02", few)
        found = Counter(name.split()[0] for name in await claimed(connection, limit=10))
        assert found == {"GFDG01": 9, "GFDG02": 1}


async def test_replies_go_before_reminders_and_reminders_before_everything_else(database: Database) -> None:
    async with database.writing() as connection:
        people = await crowd(connection, list("abcd"))
        await write(
            connection,
            letter("tip", people[0], Rank.PUSH, due_at=NOW - HOUR),
            letter("call", people[1], Rank.PUSH, kind="call", due_at=NOW - MINUTE),
            letter("reply", people[2]),
            letter("danger", people[3], Rank.DANGER),
        )
        order = [ref for _turn in range(4) for ref in await claimed(connection, limit=1)]
    assert order == ["danger", "reply", "call", "tip"]


async def test_a_lease_that_ran_out_is_taken_over_before_anything_else(database: Database) -> None:
    async with database.writing() as connection:
        dead, other = await crowd(connection, ["dead", "other"])
        await write(connection, letter("begun", dead, Rank.PUSH))
        await claim(connection, name="killed")
        await write(connection, letter("danger", other, Rank.DANGER))
        assert await claimed(connection, NOW + 2 * MINUTE, limit=1) == ["begun"]
        assert await claimed(connection, NOW + 2 * MINUTE, limit=1) == ["danger"]


async def test_a_lease_that_ran_out_over_nothing_is_simply_ended(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await crowd(connection, ["mama"])
        await connection.execute(address.update().values(lease_until=NOW - MINUTE, leased_by="killed"))
        assert await claimed(connection) == []
        assert not await outbox_claims.anything_due(connection, NOW, LANES)
        assert mama.id


async def test_what_waits_behind_a_row_in_retry_is_not_looked_at_again_before(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await crowd(connection, ["mama"])
        await write(connection, letter("first", mama))
        (first,) = await claim(connection)
        await waits(connection, first, NOW + HOUR)
        await write(connection, letter("second", mama), letter("third", mama))
        assert await claimed(connection) == []
        assert not await outbox_claims.anything_due(connection, NOW + HOUR - MINUTE, LANES)
        assert await claimed(connection, NOW + HOUR) == ["first", "second", "third"]


async def test_rows_that_the_version_before_wrote_find_their_lane_when_they_are_due(database: Database) -> None:
    async with database.writing() as connection:
        people = await crowd(connection, list("abc"))
        worker = profile_row(people[2].person_id, Profile(factory="GFDG01"))
        await connection.execute(insert(profile), worker)
        await write(
            connection,
            letter("reply", people[0]),
            letter("call", people[1], Rank.PUSH, kind="call"),
            letter("tip", people[2], Rank.PUSH),
            letter("later", people[2], Rank.PUSH, due_at=NOW + HOUR),
        )
        await connection.execute(outbox.update().values(lane="", urgency=3, factory=""))
        assert await outbox_claims.anything_due(connection, NOW, LANES)
        assert await claimed(connection) == ["reply", "call", "tip"]
        rows = {row.ref: (row.lane, row.urgency, row.factory) for row in await all_of(connection, outbox)}
    assert rows == {
        "reply": ("fake:bot", 1, ""),
        "call": ("fake:bot", 2, ""),
        "tip": ("fake:bot", 3, "GFDG01"),
        "later": ("fake:bot", 3, "GFDG01"),
    }


async def test_a_message_without_a_lane_that_another_process_serves_is_left_to_it(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await crowd(connection, ["mama"])
        await write(connection, letter("hello", mama))
        await connection.execute(outbox.update().values(lane=""))
        rows = await outbox_claims.claim(connection, NOW, Lease("one", ("web:web",), NOW + MINUTE, 10))
        assert rows == []
        assert await claimed(connection) == ["hello"]


def test_everybody_gets_a_turn_where_there_are_more_factories_than_places() -> None:
    due = [Due("fake:bot", 3, f"F{number}") for number in range(10)]
    lease = Lease("one", LANES, NOW, 4)
    served = {share.due.factory for start in range(10) for share in shares(due, lease, start)}
    assert served == {f"F{number}" for number in range(10)}
    assert all(len(shares(due, lease, start)) == 4 for start in range(10))


def test_what_is_urgent_may_fill_what_is_kept_from_the_rest() -> None:
    lease = Lease("one", LANES, NOW, 10, lambda _lane, urgency: 5 if urgency <= 1 else 0)
    found = shares([Due("fake:bot", 1), Due("fake:bot", 3, "F")], lease, 0)
    assert found == [Share(Due("fake:bot", 1), 5)]


async def _filled(connection: AsyncConnection) -> None:
    """12,000 people: some have been sent something, others wait for later, a few are due now or being served."""
    ids = range(1, 12_001)
    people = [
        {"id": i, "code": f"c{i}", "agreement": "agreed", "created_at": NOW, "last_in_at": NOW, "trial": False}
        for i in ids
    ]
    await connection.execute(insert(person), people)
    await connection.execute(
        insert(address),
        [
            {
                "id": i, "person_id": i, "channel": "fake", "bot_id": "bot", "external_id": f"p{i}",
                "reachable": True, "position": 0, "lease_until": NOW + MINUTE if i <= 20 else None,
            }
            for i in ids
        ],
    )  # fmt: skip
    rows = [_row(i) for i in ids]
    await connection.execute(insert(outbox), rows)
    if connection.dialect.name == "postgresql":
        await connection.execute(text("ANALYZE"))


def _row(i: int) -> dict[str, object]:
    status = Status.SENT if i % 3 == 0 else Status.WAITING
    due_at = NOW if i % 50 == 1 else NOW + DAY
    return {
        "id": i, "ref": f"r{i}", "address_id": i, "person_id": i, "kind": "announcement", "subject": "1",
        "occurrence": "", "rank": 2, "status": status, "due_at": due_at, "created_at": NOW, "attempts": 0,
        "lane": "fake:bot", "urgency": 3, "factory": f"F{i % 7}",
    }  # fmt: skip


_WHOLE_TABLE = re.compile(r"SCAN (?:outbox|address)|Seq Scan on (?:outbox|address)|Hash Join|Merge Join")


async def test_a_claim_goes_by_its_indexes_and_looks_at_nothing_else(database: Database) -> None:
    async with database.writing() as connection:
        await _filled(connection)
        looked = await plans(connection, lambda: outbox_due.due(connection, NOW, LANES))
        lease = Lease("one", LANES, NOW + MINUTE, 20)
        taken = await plans(connection, lambda: outbox_claims.claim(connection, NOW, lease))
        assert len(await all_of(connection, address, leased_by="one")) == 20
    assert [plan for plan in (*looked, *taken) if _WHOLE_TABLE.search(plan)] == []
    assert all("ix_outbox_due" in plan for plan in (looked[0], taken[1]))
    assert "ix_address_leased" in looked[0]
    assert "ix_outbox_" in taken[3]


async def test_what_is_postponed_costs_nothing(database: Database) -> None:
    async with database.writing() as connection:
        people = await crowd(connection, ["a", "b"])
        await write(connection, letter("tip", people[0], Rank.PUSH), letter("call", people[1], Rank.PUSH))
        rows = await claim(connection)
        later = [Unsent(row.id, Status.WAITING, "waits for a better moment", NOW + HOUR) for row in rows]
        await outbox_results.mark_unsent(connection, later)
        await outbox_results.release(connection, [one.id for one in people], "one")
        assert await outbox_due.due(connection, NOW, LANES) == []
        assert await outbox_due.due(connection, NOW + HOUR, LANES) == [Due("fake:bot", 3)]
    assert where("a").lane == "fake:bot"
