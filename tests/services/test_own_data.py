"""Her own data: read, taken along, come back to, and forgotten."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from bot.services.own_data import RETURN_CODE_LENGTH, code_digest
from bot.store import records
from bot.store.addresses import Where
from bot.store.tables import outbox, return_code, safeguarding_case
from dialogs.effects import ForwardToTrainer, MakeReturnCode, OpenCase, SendMyData
from tests.fakes import World

NEW_PHONE = Where("fake", "bot", "a new phone")


async def test_she_gets_everything_in_words_and_as_a_file(world: World) -> None:
    await world.joins("mama")
    await world.has_reminder("mama")
    await world.given("mama", ForwardToTrainer("娃不接电话"))
    await world.says("mama", "我的资料")
    documents = [message.document for message in world.messages("mama") if message.document]
    assert [document.name for document in documents] == ["jiayin.json"]
    found = json.loads(documents[0].content)
    assert found["questions"][0]["words"] == "娃不接电话"
    assert found["children"][0]["band"] == "6-9"
    assert found["schedules"][0]["timing"]["times"] == ["20:00"]
    assert found["addresses"][0]["external_id"] == "mama"
    assert [row["given"] for row in found["consents"]] == [True]
    assert {"person", "profile", "calls", "tips", "conversation", "sent"} <= set(found)


async def test_her_file_holds_neither_her_pin_nor_anybody_elses_data(world: World) -> None:
    for who in ("mama", "baba"):
        await world.joins(who, pin="the digest of a pin")
        await world.given(who, ForwardToTrainer(f"a question of {who}"))
    await world.given("mama", SendMyData())
    await world.sender.send_due()
    (document,) = [message.document for message in world.channel.to("mama") if message.document]
    assert "a question of mama" in document.content
    assert "baba" not in document.content
    assert "digest of a pin" not in document.content


async def test_copies_of_her_data_do_not_grow_with_every_copy(world: World) -> None:
    await world.joins("mama")
    sizes = []
    for _time in range(4):
        await world.given("mama", SendMyData())
        await world.sender.send_due()
        sizes.append(len([message.document.content for message in world.channel.to("mama") if message.document][-1]))
    assert sizes[3] - sizes[2] <= sizes[2] - sizes[1] + 40


async def test_a_return_code_is_shown_once_and_kept_only_as_a_digest(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", MakeReturnCode())
    await world.sender.send_due()
    (row,) = await world.rows(return_code)
    words = world.words("mama")
    codes = [word for word in _words(words) if code_digest(word) == row.digest]
    assert len(codes) == 1
    assert len(codes[0]) == RETURN_CODE_LENGTH
    assert row.expires_at == world.clock() + timedelta(days=30)


async def test_a_return_code_opens_her_chat_once_however_it_is_typed(world: World) -> None:
    await world.joins("mama")
    await world.given("mama", MakeReturnCode())
    await world.sender.send_due()
    (row,) = await world.rows(return_code)
    code = next(word for word in _words(world.words("mama")) if code_digest(word) == row.digest)
    async with world.database.writing() as connection:
        assert await records.redeem(connection, code_digest("AAAAAA"), world.clock(), NEW_PHONE) is None
        assert await records.redeem(connection, code_digest(f" {code.lower()} "), world.clock(), NEW_PHONE) == "mama"
        assert await records.redeem(connection, code_digest(code), world.clock(), NEW_PHONE) is None


async def test_a_return_code_dies_with_the_person(world: World) -> None:
    await world.agrees("mama")
    await world.given("mama", MakeReturnCode())
    await world.says("mama", "删除我的资料", "删除")
    assert await world.rows(return_code) == []


async def test_only_what_must_be_kept_of_danger_outlives_her(world: World) -> None:
    await world.agrees("mama")
    code = (await world.facts("mama")).code
    await world.given("mama", OpenCase("accident", "P1", "烫着了"))
    number = (await world.rows(safeguarding_case))[0].number
    await world.says("mama", "删除我的资料", "删除")
    found = await world.cases.open(None, number)
    assert found is not None
    assert (found.row.person_id, found.row.code) == (None, None)
    assert [note.words for note in found.notes] == ["烫着了"]
    assert found.channels == ()
    assert code not in str(await world.rows(outbox))


def _words(text: str) -> list[str]:
    return re.findall(rf"[A-Z0-9]{{{RETURN_CODE_LENGTH}}}", text)
