"""What else happens in a chat on Telegram: voices, strange updates, groups, blocks, forged buttons, the webhook."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import aiohttp
import httpx

from tests.e2e.scene import Scene
from tests.process.books import rows
from tests.process.running import House
from tests.process.serving import WITHIN, house_on, welcomed
from tests.telegram.fake_api import FakeTelegram
from tests.telegram.rooms import Shown
from tests.web.phone import PAGE


async def test_voices_pictures_and_changed_messages_are_answered(scene: Scene, telegram: FakeTelegram) -> None:
    scene.mother = await welcomed(telegram)
    await scene.mother.sends("voice")
    choice = await scene.sees("110")
    assert choice.labels == ["有危险", "交给老师", "我打字"]
    await scene.presses("交给老师")
    await scene.sees("交给老师了")
    assert "voice" in await scene.trainer("questions", "list")
    await scene.mother.sends("photo", "孩子说不想活了")
    await scene.sees("12356")
    await scene.mother.says("菜单")
    await scene.mother.edits("我的提醒")
    await scene.sees("重新发一条")
    await scene.mother.sends("sticker")
    assert "我打字" in (await scene.sees("110")).labels
    await scene.presses("有危险")
    await scene.sees("110")


STRANGE: tuple[dict[str, Any], ...] = (
    {"message": {"text": 5}},
    {"message": {"message_id": "x", "chat": None}},
    {"nonsense": {"deep": [{}] * 50}},
    {"callback_query": {"id": 7, "data": "s:"}},
    {},
)
WORDS = (
    "\u202e反着写\u202c",
    "\x01\x02\x7f",
    "🙏🏻👨‍👩‍👧",
    "长" * 4096,
    "&lt;b&gt;<b>",
    "/unknown",
    "%s {0} {110}",
    "　",
)


async def test_strange_updates_hold_nobody_up_and_strange_words_are_answered(
    scene: Scene, telegram: FakeTelegram
) -> None:
    scene.mother = await welcomed(telegram)
    for update in STRANGE:
        telegram.queue(update)
    for words in WORDS:
        before = len(scene.mother.shown)
        await scene.mother.says(words)
        await telegram.until(lambda before=before: len(scene.mother.shown) > before, WITHIN)  # type: ignore[misc]
    await scene.says("老家", "孩子在哪个市")


async def test_two_messages_of_the_same_instant_are_answered_in_their_order(
    scene: Scene, telegram: FakeTelegram
) -> None:
    scene.mother = await welcomed(telegram)
    for words in ("老家", "铜仁", "老家", "遵义"):
        await scene.mother.says(words)
    await scene.sees("孩子在哪个市")
    await scene.sees("老家铜仁")
    await scene.sees("现在记的是铜仁")
    await scene.sees("老家遵义")
    await scene.mother.sees_nothing()


async def test_forged_and_stale_buttons_do_nothing_but_are_answered(scene: Scene, telegram: FakeTelegram) -> None:
    scene.mother = await welcomed(telegram)
    stranger = telegram.person()
    await scene.says("今日贴士", "")
    tip = scene.mother.shown[-1]
    stale = next(shown for shown in scene.mother.shown if "同意" in shown.labels)
    await scene.mother.presses_below(stale, "不同意")
    await scene.sees("")
    for data in ("s:99999:0", "o:NOSUCHREF:keep", "x", "o::", tip.data_of("收藏")):
        stranger.room.shown.append(Shown(1, "", "", [[("假", data)]]))
        before = len(stranger.shown)
        await stranger.presses_below(stranger.shown[-1], "假")
        await telegram.until(lambda before=before: len(stranger.shown) > before, WITHIN)  # type: ignore[misc]
    await telegram.until(lambda: all(telegram.presses.values()), WITHIN)
    agreed = rows(scene.house.database, "SELECT agreement FROM person ORDER BY id LIMIT 1")
    assert agreed == [{"agreement": "agreed"}]
    assert rows(scene.house.database, "SELECT tip FROM tip_seen WHERE kept") == []


async def test_in_a_group_it_says_one_sentence_and_leaves(scene: Scene, telegram: FakeTelegram) -> None:
    room = telegram.group()
    await telegram.until(lambda: room.closed, WITHIN)
    assert len(room.shown) == 1
    assert rows(scene.house.database, "SELECT id FROM person") == []


async def test_whoever_blocks_is_left_in_peace_until_she_comes_back(scene: Scene, telegram: FakeTelegram) -> None:
    scene.mother = await welcomed(telegram)
    await scene.mother.blocks()
    await reachable(scene.house, 0)
    await scene.mother.unblocks()
    await scene.says("菜单", "")
    await reachable(scene.house, 1)
    scene.mother.room.closed = "Forbidden: bot was blocked by the user"  # and Telegram tells it only when we send
    await scene.mother.says("今日贴士")
    await reachable(scene.house, 0)


async def reachable(house: House, yes: int) -> None:
    for _ in range(300):
        (found,) = rows(house.database, "SELECT reachable FROM address WHERE person_id IS NOT NULL")
        if found["reachable"] == yes:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"reachable is not {yes}")


async def test_a_webhook_brings_what_telegram_signs_and_nothing_else(telegram: FakeTelegram, tmp_path: Path) -> None:
    mother = telegram.person()
    async with house_on(telegram, tmp_path, webhook=True) as house:
        await telegram.until(lambda: telegram.courier, WITHIN)
        assert telegram.courier
        assert telegram.courier.url == f"{house.url}/telegram/webhook"
        assert len(telegram.courier.secret) >= 32
        await mother.starts("GFDG01")
        await mother.sees("我是家音", WITHIN)
        await mother.presses("同意")
        await mother.sees("最小的孩子多大了", WITHIN)
        assert set(telegram.courier.answers) == {200}
        forged = {
            "update_id": 1,
            "message": {"message_id": 1, "date": 0, "text": "菜单", "chat": {"id": 5, "type": "private"}},
        }
        for secret in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guessed"}):
            async with aiohttp.ClientSession() as anybody:
                answer = await anybody.post(telegram.courier.url, json=forged, headers=secret)
                assert answer.status == 401
        assert len(rows(house.database, "SELECT id FROM person")) == 1
        assert not telegram.called("getUpdates")


async def test_a_code_from_telegram_opens_the_web_chat_of_the_same_mother(scene: Scene, telegram: FakeTelegram) -> None:
    scene.mother = await welcomed(telegram)
    await scene.mother.says("换手机")
    found = re.search(r"回来的码：([0-9A-Z]{6})", (await scene.sees("回来的码")).text)
    assert found
    headers = {**PAGE, "Origin": scene.house.url}
    async with httpx.AsyncClient(base_url=scene.house.url, headers=headers) as phone:
        await phone.post("/web/hello", json={})
        assert (await phone.post("/web/return", json={"code": found[1]})).status_code == 200
        await phone.post("/web/send", json={"key": "1", "text": "我的资料"})
        await until_shown(phone, "6到9岁")


async def until_shown(phone: httpx.AsyncClient, words: str) -> None:
    """Wait until the page shows a message with these words, and none that takes her for a stranger."""
    for _ in range(300):
        texts = [one["text"] for one in (await phone.get("/web/messages")).json()["messages"]]
        assert not any("同意" in text for text in texts), texts
        if any(words in text for text in texts):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(texts)
