"""A mother's first days with Jiayin on Telegram, through a real process and a real Bot API client."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

from bot.services.content.files import read_content
from tests.e2e.scene import Scene
from tests.process.books import days_pass, rows
from tests.process.running import House
from tests.process.serving import WITHIN
from tests.telegram.person import Person
from tests.telegram.rooms import Shown

MOST_CHARACTERS = 150  # read before the first tip
CASE = re.compile(r"J\d{6}-[0-9A-Z]{4}")


async def test_a_mothers_first_days(scene: Scene) -> None:
    await she_scans_the_poster(scene)
    await she_reads_tips(scene)
    await she_wants_to_be_reminded(scene)
    await she_is_reminded_and_calls(scene)
    await she_asks(scene)
    await her_child_is_in_danger(scene)
    await nothing_else_comes_until_it_is_over(scene)


async def she_scans_the_poster(scene: Scene) -> None:
    """Two taps and at most 150 characters before there is something to keep."""
    await scene.mother.starts("GFDG01")
    notice = await scene.sees("安心社工")
    assert notice.labels[:2] == ["同意", "不同意"]
    await scene.presses("同意")
    await scene.sees("最小的孩子多大了")
    await scene.presses("6到9岁")
    tip = await scene.sees("往后每周发你3条")
    assert "为什么给我这条" in tip.labels
    before = scene.mother.shown[: scene.mother.shown.index(tip)]
    assert len(before) == 2
    assert sum(len(shown.text) + sum(map(len, shown.labels)) for shown in before) <= MOST_CHARACTERS
    await scene.sees("可以这样开口")
    assert not any("试用演示" in shown.text for shown in before)
    assert rows(scene.house.database, "SELECT factory FROM profile") == [{"factory": "GFDG01"}]


async def she_reads_tips(scene: Scene) -> None:
    await scene.mother.says("今日贴士")
    today = await scene.sees("")
    await scene.presses("换一条")
    another = await scene.sees("")
    assert today.labels == another.labels
    assert today.text != another.text
    await scene.presses("收藏")
    await scene.sees("我的收藏")
    await scene.mother.presses_below(another, "为什么给我这条")
    await scene.sees("我照你填的资料挑")
    await scene.mother.presses_below(another, "转给工友")
    await scene.sees("复制")
    passed_on = await scene.sees("")
    assert passed_on.labels == []


def a_moment_ago(house: House) -> str:
    at = house.local_now() - timedelta(minutes=2)
    return f"{at.hour}点{at.minute}分"


async def she_wants_to_be_reminded(scene: Scene) -> None:
    """One sentence; the shift is asked because it is needed now; all of it is read back."""
    at = a_moment_ago(scene.house)
    asked = await scene.says(f"每天{at}提醒我给孩子打电话", "这周白班还是夜班")
    assert "睡" in asked.text
    await scene.presses("一直白班")
    read_back = await scene.sees("对吗")
    assert "明天" in read_back.text
    assert "每天下午" in read_back.text
    await scene.presses("对")
    await scene.sees("提醒你")
    assert len(rows(scene.house.database, "SELECT id FROM schedule WHERE kind = 'call'")) == 1


async def she_is_reminded_and_calls(scene: Scene) -> None:
    days_pass(scene.house.database)
    due = await scene.sees("给孩子打个电话吧")
    assert "可以这样开口" in due.text
    assert due.labels == ["打了", "等会儿", "今天打不了"]
    await scene.mother.presses_below(due, "打了")
    rating = await scene.sees("")
    assert rating.labels == ["聊得开心", "一般", "没聊起来"]
    await scene.mother.presses_below(rating, "没聊起来")
    await scene.sees("可以这样开口")
    await scene.mother.presses_below(due, "打了")
    await scene.sees("已经记下了")
    assert rows(scene.house.database, "SELECT outcome, rating FROM call") == [
        {"outcome": "called", "rating": "not_connected"}
    ]


async def she_asks(scene: Scene) -> None:
    """Sure, unsure, and unknown: a trainer's answer comes back into the chat."""
    written = next(one.record["answer"] for one in read_content().records if one.id == "call-child-refuses")
    answer = await scene.says("娃不接我电话", "先别难过")
    assert answer.text == " ".join(str(written).split())
    choice = await scene.says("孩子不听话", "你想问的是哪个")
    assert choice.labels[-1] == "都不是"
    await scene.presses("都不是")
    offer = await scene.sees("安心社工的老师会看")
    assert offer.labels == ["交给老师", "不交"]
    await scene.presses("不交")
    await scene.says("问问题", "想问啥")
    await scene.says("量子力学的猫会不会飞到火星", "安心社工的老师会看")
    await scene.presses("交给老师")
    await scene.sees("交给老师了")
    listed = await scene.trainer("questions", "list")
    assert "量子力学的猫会不会飞到火星" in listed
    assert "GFDG01" not in listed
    await scene.trainer("questions", "answer", listed.split()[0], "猫不会飞，<但>孩子会问 & 想。")
    told = await scene.sees("猫不会飞，<但>孩子会问 & 想。")
    assert "量子力学" in told.text


async def her_child_is_in_danger(scene: Scene) -> None:
    """Numbers at once, those of the child's place as soon as it is known; a person hears the case's number only."""
    told = await scene.says("孩子说不想活了", "12356")
    assert "打120" in told.text
    assert "0856" not in told.text
    alert = await scene.officer.sees("P0", WITHIN)
    assert CASE.search(alert.text)
    assert "不想活" not in alert.text
    assert scene.mother.external_id not in alert.text
    await scene.presses("现在安全")
    await scene.sees("在哪个市")
    placed = await scene.says("铜仁", "0856120")
    assert "打不通就直接打120" in placed.text
    assert "铜仁" in placed.text
    await scene.presses("先别联系")
    await scene.sees("没事了")
    (case,) = rows(scene.house.database, "SELECT number, level, trigger, closed_at FROM safeguarding_case")
    assert case["number"] in alert.text
    assert (case["level"], case["trigger"]) == ("P0", "child_self_harm")
    assert case["closed_at"] is None


async def nothing_else_comes_until_it_is_over(scene: Scene) -> None:
    days_pass(scene.house.database)
    await written_down(scene.house, "skipped", "a case is open")
    await scene.says("菜单", "")
    await scene.says("没事了", "")
    days_pass(scene.house.database)
    await scene.sees("给孩子打个电话吧")
    assert len(reminders_of(scene.mother)) == 2


def reminders_of(mother: Person) -> list[Shown]:
    return [shown for shown in mother.shown if "给孩子打个电话吧" in shown.text]


async def written_down(house: House, status: str, reason: str) -> None:
    """Wait until a reminder's row says what became of it."""
    query = "SELECT id FROM outbox WHERE kind = 'call' AND status = ? AND reason = ?"
    for _ in range(300):
        if rows(house.database, query, status, reason):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(rows(house.database, "SELECT kind, status, reason, occurrence FROM outbox"))
