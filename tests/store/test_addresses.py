"""Who is behind an address."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import addresses, outbox_results, records
from bot.store.addresses import Address, AddressTooLong, Where
from bot.store.database import Database
from bot.store.outbox_results import Sent
from bot.store.tables import address, outbox, person
from tests.store.rows import DAY, HOUR, NOW, all_of, claim, known, letter, where, write


async def test_whoever_writes_for_the_first_time_is_a_new_person(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        assert mama.person_id != baba.person_id
        assert mama.where == where("mama")
        assert {row.agreement for row in await all_of(connection, person)} == {"unasked"}


async def test_whoever_writes_again_is_the_same_person(database: Database) -> None:
    async with database.writing() as connection:
        first = await known(connection, "mama", "baba")
    async with database.writing() as connection:
        mama, nai, baba = await known(connection, "mama", "nai", "baba")
    assert [mama, baba] == first
    assert nai.person_id not in {one.person_id for one in first}


async def test_the_same_name_on_another_channel_is_somebody_else(database: Database) -> None:
    async with database.writing() as connection:
        found = await addresses.resolve(connection, [where("1"), where("1", "web"), Where("fake", "other", "1")], NOW)
    assert len({one.person_id for one in found.values()}) == 3


async def test_two_processes_that_meet_the_same_newcomers_make_each_of_them_once(database: Database) -> None:
    names = [f"p{number}" for number in range(20)]

    async def meet(order: list[str]) -> list[int]:
        async with database.writing() as connection:
            found = await addresses.resolve(connection, [where(name) for name in order], NOW)
            await asyncio.sleep(0.05)  # both are at it at the same time
            return [found[where(name)].person_id for name in names]

    one, other = await asyncio.gather(meet(names), meet(names[::-1]))
    assert one == other
    async with database.reading() as connection:
        assert len(await all_of(connection, person)) == len(names)


async def test_batches_of_the_same_people_in_any_order_do_not_block_each_other(database: Database) -> None:
    names = [f"p{number}" for number in range(30)]
    async with database.writing() as connection:
        people = await known(connection, *names)

    async def write_often(order: list[Address]) -> None:
        for _round in range(5):
            async with database.writing() as connection:
                await addresses.wrote(connection, order, NOW + HOUR)

    await asyncio.gather(write_often(people), write_often(people[::-1]), write_often(people[10:] + people[:10]))
    async with database.reading() as connection:
        assert len(await all_of(connection, address)) == len(names)


async def test_somebody_who_writes_can_be_reached_again(database: Database) -> None:
    async with database.writing() as connection:
        (mama,) = await known(connection, "mama")
        await addresses.set_reachable(connection, mama.where, reachable=False)
        assert await addresses.for_pushes(connection, [mama.person_id]) == {}
        await addresses.wrote(connection, [mama], NOW + HOUR)
        assert await addresses.for_pushes(connection, [mama.person_id]) == {mama.person_id: mama}


async def test_who_goes_on_writing_where_she_is_is_noted_by_the_minute(database: Database) -> None:
    async with database.writing() as connection:
        await known(connection, "mama")
        for seconds, noted in ((30, 0), (59, 0), (60, 60), (90, 60)):
            await addresses.wrote(connection, [await _found(connection, "mama")], NOW + timedelta(seconds=seconds))
            (row,) = await all_of(connection, address)
            assert row.last_in_at == NOW + timedelta(seconds=noted)
            assert (await all_of(connection, person))[0].last_in_at == row.last_in_at


async def test_who_comes_back_to_another_channel_is_there_at_once(database: Database) -> None:
    async with database.writing() as connection:
        phone, page = await known(connection, "phone", "page")
        await connection.execute(address.update().values(person_id=phone.person_id))
        await connection.execute(address.update().where(address.c.id == page.id).values(last_in_at=NOW - HOUR))
        for seconds, name in ((10, "page"), (20, "phone"), (25, "page")):
            here = await _found(connection, name)
            await addresses.wrote(connection, [here], NOW + timedelta(seconds=seconds))
            assert (await addresses.for_pushes(connection, [phone.person_id]))[phone.person_id] == here
        await addresses.set_reachable(connection, page.where, reachable=False)
        await addresses.wrote(connection, [await _found(connection, "page")], NOW + timedelta(seconds=30))
        assert (await addresses.for_pushes(connection, [phone.person_id]))[phone.person_id].where == page.where


async def test_pushes_go_where_she_wrote_last_and_can_be_reached(database: Database) -> None:
    async with database.writing() as connection:
        phone, page = await known(connection, "phone", "page")
        await connection.execute(address.update().values(person_id=phone.person_id))
        page = await _found(connection, "page")
        await addresses.wrote(connection, [page], NOW + HOUR)
        assert (await addresses.for_pushes(connection, [phone.person_id]))[phone.person_id] == page
        await addresses.set_reachable(connection, page.where, reachable=False)
        assert (await addresses.for_pushes(connection, [phone.person_id]))[phone.person_id] == phone
        assert (await addresses.whereabouts(connection, [phone.person_id]))[phone.person_id] == page.where


async def _found(connection: AsyncConnection, name: str) -> Address:
    found = await addresses.find_one(connection, where(name))
    assert found is not None
    return found


async def test_a_duty_officer_is_nobody_until_she_writes_herself(database: Database) -> None:
    async with database.writing() as connection:
        kept = await addresses.keep_unowned(connection, where("duty"))
        assert await addresses.keep_unowned(connection, where("duty")) == kept
        assert await addresses.find_one(connection, where("duty")) is None
        (officer,) = await known(connection, "duty")
        assert officer.id == kept
        assert len(await all_of(connection, person)) == 1


async def test_an_erased_person_comes_back_as_somebody_new(database: Database) -> None:
    async with database.writing() as connection:
        (before,) = await known(connection, "mama")
        await addresses.set_reachable(connection, before.where, reachable=False)
        codes = {row.code for row in await all_of(connection, person)}
        await records.erase(connection, before.person_id, NOW)
        (after,) = await known(connection, "mama")
        assert after.id == before.id
        assert {row.code for row in await all_of(connection, person)}.isdisjoint(codes)
        assert (await all_of(connection, address))[0].reachable


async def test_the_address_of_an_erased_person_goes_with_its_last_message(database: Database) -> None:
    async with database.writing() as connection:
        mama, baba = await known(connection, "mama", "baba")
        await records.erase(connection, mama.person_id, NOW)
        await write(connection, replace(letter("bye", mama), person_id=None))
        assert await addresses.drop_orphans(connection, NOW, 100) == 0
        rows = await claim(connection)
        assert await addresses.drop_orphans(connection, NOW, 100) == 0
        await outbox_results.mark_sent(connection, [Sent(row.id, row.address_id, "x", NOW) for row in rows])
        assert await addresses.drop_orphans(connection, NOW + DAY, 100) == 1
        assert [row.id for row in await all_of(connection, address)] == [baba.id]


async def test_an_alert_that_is_being_written_keeps_the_address_it_goes_to(postgres_database: Database) -> None:
    async with postgres_database.writing() as connection:
        duty = Address(await addresses.keep_unowned(connection, where("duty")), 0, where("duty"))
    async with postgres_database.writing() as alerting:
        await write(alerting, replace(letter("alert", duty), person_id=None))
        async with postgres_database.writing() as tidying:
            assert await addresses.drop_orphans(tidying, NOW, 100) == 0
    async with postgres_database.reading() as connection:
        assert len(await all_of(connection, address)) == 1


async def test_an_alert_written_while_orphans_are_looked_for_is_not_lost(postgres_database: Database) -> None:
    async with postgres_database.writing() as connection:
        ids = [await addresses.keep_unowned(connection, where(f"duty{number}")) for number in range(20)]
    duties = [Address(id, 0, where("duty")) for id in ids]

    async def alert(to: Address) -> bool:
        try:
            async with postgres_database.writing() as connection:
                await write(connection, replace(letter(f"alert{to.id}", to), person_id=None))
        except IntegrityError:  # the address went first; whoever alerts makes it again
            return False
        return True

    async def tidy() -> int:
        async with postgres_database.writing() as connection:
            return await addresses.drop_orphans(connection, NOW, 100)

    *written, _dropped = await asyncio.gather(*map(alert, duties[:10]), tidy(), *map(alert, duties[10:]), tidy())
    async with postgres_database.reading() as connection:
        assert len(await all_of(connection, outbox)) == sum(found is True for found in written)


async def test_an_address_that_is_too_long_is_refused_on_either_database(database: Database) -> None:
    async with database.writing() as connection:
        with pytest.raises(AddressTooLong):
            await known(connection, "x" * 81)
        assert len(await known(connection, "x" * 80)) == 1
