"""What a trainer is told about her words while she types: in plain Chinese, and what to do."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.services.content.fields import field_path
from bot.services.workflow.approval import needs_two
from bot.services.workflow.items import Remark
from bot.store.database import Database
from tests.content import shelf
from tests.services.newsroom import Newsroom

TIP = shelf.tip(id="tip-new", text="今天打电话，先问他吃了啥。再听他说。")
ENGLISH = re.compile(r"[a-z]{4,}")


@pytest.fixture
async def room(database: Database) -> Newsroom:
    room = await Newsroom(database).opened()
    await room.workflow.remarks_on("tip", "tip-new", TIP)  # somebody has looked before
    return room


def said(remarks: Any) -> list[str]:
    return [remark.words for remark in remarks]


async def test_good_words_are_let_pass(room: Newsroom) -> None:
    assert room.workflow.remarks("tip", TIP) == []


@pytest.mark.parametrize(
    ("kind", "record", "told"),
    [
        ("tip", {**TIP, "text": "长" * 121}, ("text", "正文有121个字，最多120个字", True)),
        ("tip", {**TIP, "text": "你必须打电话。"}, ("text", "“必须”，听着像下命令", True)),
        ("tip", {**TIP, "text": "有事打110。"}, ("text", "请改成大括号的写法，比如{110}", True)),
        ("tip", {**TIP, "text": "有事打{999}。"}, ("text", "电话表里没有这一条", True)),
        ("tip", {**TIP, "text": "一个}多了。"}, ("text", "多了一个}", True)),
        ("tip", {**TIP, "elder": "打{110}。"}, ("elder", "这一栏不会填号码", True)),
        ("tip", {**TIP, "text": "你好,再见。"}, ("text", "半角标点“,”", True)),
        ("tip", {**TIP, "text": ""}, ("text", "还没有填：正文", True)),
        ("tip", {**TIP, "source": ""}, ("source", "还没有写出处", True)),
        ("tip", {**TIP, "topic": "weather"}, ("topic", "话题weather系统不认识", True)),
        ("tip", {**TIP, "bands": ["0-99"]}, ("", "请把选项重新选一遍", True)),
        ("tip", {**TIP, "seasons": ["summer-2"]}, ("seasons", "时节里的summer-2系统不认识", True)),
        ("tip", {**TIP, "review_due": "明年"}, ("review_due", "请写成2027-11-01这样", True)),
        ("tip", {**TIP, "review_due": "2026-01-01"}, ("review_due", "2026-01-01就该复看了", False)),
        ("tip", {**TIP, "text": "孩子烧得打蔫，焐一焐。"}, ("text", "不常见的字", False)),
        ("tip", {**TIP, "text": shelf.tip()["text"]}, ("text", "100%一样", False)),
        ("starter", {**shelf.starter(), "opener": "“吃了吗？”"}, ("opener", "就没下文了", False)),
        ("faq", shelf.faq(variants=["说两句就挂", "说两句就挂"]), ("variants", "写了两遍", False)),
        ("faq", shelf.faq(variants=["一句"]), ("variants", "凑到15种", False)),
        ("safeguarding", shelf.reply("physical_abuse", hotlines=["119"]), ("hotlines", "电话表里没有", True)),
        ("hotline", shelf.hotline("12355", name="您好热线"), ("name", "请用“你”", True)),
        ("course", shelf.course(title="打电话打电话打电话打电话呀"), ("title", "标题有13个字", True)),
        ("course", {**shelf.course(), "lessons": []}, ("lessons", "还没有填：每一课", True)),
    ],
)
async def test_each_remark_names_the_field_and_what_to_do(
    room: Newsroom, kind: str, record: Any, told: tuple[str, str, bool]
) -> None:
    field, words, must = told
    found = [one for one in room.workflow.remarks(kind, record) if words in one.words]
    assert [(one.field, one.must) for one in found] == [(field, must)], said(room.workflow.remarks(kind, record))


async def test_errors_come_first_and_nothing_is_said_in_english(room: Newsroom) -> None:
    record = {**TIP, "text": "您必须打110!!孩子打蔫，焐一焐，" + "长" * 130, "share": "{child_space}"}
    remarks = room.workflow.remarks("tip", record)
    musts = [one.must for one in remarks]
    assert musts == sorted(musts, reverse=True)
    assert len(musts) == 6
    assert [
        words for words in said(remarks) if ENGLISH.search(words.replace("child", "").replace("caregiver", ""))
    ] == [words for words in said(remarks) if "_space" in words]
    assert len({one.digest for one in remarks}) == len(remarks)


async def test_a_remark_on_a_course_leads_to_its_place(room: Newsroom) -> None:
    lessons = shelf.course()["lessons"]
    lessons[1] = shelf.lesson(2, screens=["你好。", "长" * 95, "再见。"])
    (remark, *_rest) = room.workflow.remarks("course", shelf.course(lessons=lessons))
    assert remark.field == "lessons.1.screens.1"
    assert remark.words.startswith("第2课、第2屏有95个字")
    assert field_path("lesson 1, question 2, option 3") == "lessons.0.quiz.1.options.2.text"
    assert field_path("lesson 1, question 2") == "lessons.0.quiz.1.question"
    assert field_path("lesson 3, reply not_yet") == "lessons.2.replies.not_yet"
    assert field_path("lesson 1, question 2, option 3, why") == "lessons.0.quiz.1.options.2.why"


async def test_advice_that_was_set_aside_is_not_given_again(room: Newsroom) -> None:
    record = {**TIP, "text": "孩子烧得打蔫，焐一焐。打110。"}
    remarks = await room.workflow.remarks_on("tip", "tip-new", record)
    (advice,) = [one for one in remarks if not one.must]
    (error,) = [one for one in remarks if one.must]
    await room.workflow.dismiss(room.li, "tip", "tip-new", advice.digest)
    await room.workflow.dismiss(room.li, "tip", "tip-new", error.digest)
    await room.workflow.dismiss(room.wang, "tip", "tip-new", advice.digest)
    assert await room.workflow.remarks_on("tip", "tip-new", record) == [error]
    assert advice in await room.workflow.remarks_on("tip", "tip-other", record)


async def test_a_wording_that_belongs_to_another_answer_is_noticed(room: Newsroom) -> None:
    from bot.services.content.files import read_content
    from bot.services.content.loading import usable

    good, _findings = usable(read_content().records)
    await room.files(*((one.kind, one.id, one.record) for one in good))
    answer = dict(next(one.record for one in good if one.id == "pocket-money"))
    changed = {**answer, "variants": [*answer["variants"], "孩子撒谎怎么办"]}
    remarks = await room.workflow.remarks_on("faq", "pocket-money", changed)
    assert [words for words in said(remarks) if "撒谎" in words]
    new = {**answer, "id": "pocket-money-2", "variants": ["孩子老骗人撒谎", "零花钱一个月给多少合适"]}
    elsewhere = [words for words in said(await room.workflow.remarks_on("faq", "new", new)) if "听起来更像" in words]
    assert len(elsewhere) == 1
    for one in good:
        if one.kind in ("tip", "faq", "course", "weekly"):
            assert [remark for remark in room.workflow.remarks(one.kind, one.record) if remark.must] == []


@pytest.mark.parametrize("odd", [None, 7, [], {}, [[]], {"x": 1}, "", "{", "\0", True, [None], 1.5])
@pytest.mark.parametrize("kind", ["tip", "starter", "faq", "course", "safeguarding", "hotline", "weekly"])
async def test_whatever_is_sent_is_answered_with_a_remark(room: Newsroom, kind: str, odd: Any) -> None:
    whole = {
        "tip": TIP,
        "starter": shelf.starter(),
        "faq": shelf.faq(),
        "course": shelf.course(),
        "safeguarding": shelf.reply("physical_abuse"),
        "hotline": shelf.hotline("12355"),
        "weekly": shelf.weekly(),
    }[kind]
    for name in [*whole, "target", "place", "ways", "season", "share", "replies"]:
        remarks = room.workflow.remarks(kind, {**whole, name: odd})
        assert all(isinstance(one, Remark) and one.words for one in remarks)


def test_who_has_to_agree_is_decided_by_one_function() -> None:
    assert needs_two("tip", TIP) is None
    assert needs_two("starter", shelf.starter()) is None
    assert needs_two("weekly", shelf.weekly()) is None
    assert needs_two("tip", {**TIP, "source": "家长办法交流；通行做法"}) is None
    grave = [{"topic": topic} for topic in ("health", "body_safety", "safety", "rights_services")]
    sourced = [
        {"source": name} for name in ("未成年人保护法 第18条", "未保法第71、75条", "居住证暂行条例", "民法典 探望权")
    ]
    spoken = [{"text": words} for words in ("去医院看看。", "打{120}。", "法院管这个。")]
    for change in [*grave, *sourced, *spoken]:
        assert needs_two("tip", {**TIP, **change}) is not None, change
    assert needs_two("safeguarding", shelf.reply("physical_abuse"), shelf.reply("physical_abuse")) is not None
    line = shelf.hotline("12355")
    assert needs_two("hotline", {**line, "hours": "白天"}, line) is None
    assert needs_two("hotline", {**line, "number": "12356"}, line) is not None
    assert needs_two("hotline", line) is not None
