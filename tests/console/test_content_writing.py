"""A trainer writes, keeps what she typed, and nothing she types breaks a page or a chat."""

from __future__ import annotations

import json

import pytest

from bot.services.staff.rights import Role
from tests.console.content import TIP, of_files, pairs, stocked, typed
from tests.console.desk import Desk, said

DRAFT = "/content/tip/new"


async def test_a_trainer_finds_a_tip_by_its_words_and_its_topic(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    found = await trainer.reads("/tip/list?q=不手拉手去救&topic=safety&state=published")
    assert "同学掉水里" in found
    assert "已发布" in found
    assert "safety-summer-water" in (await trainer.opens("/tip/list?q=不手拉手去救")).text
    assert "没有找到" in await trainer.reads("/tip/list?q=不手拉手去救&topic=health")


async def test_a_trainer_writes_a_tip_and_hands_it_in(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER, name="王老师")
    answer = await trainer.sends(f"{DRAFT}/edit", {**typed("tip", TIP), "do": "submit", "revision": "1"})
    assert answer.status_code == 303, said(answer)
    place = answer.headers["location"].removeprefix("/console")
    page = await trainer.reads(place)
    assert "待审核" in page
    assert "今天课间跟谁玩" in page
    assert "王老师 送审" in page


async def test_a_form_with_a_wrong_day_says_so_beside_the_field_and_keeps_every_word(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    form = typed("tip", TIP, review_due="明年的今天")
    answer = await trainer.sends(f"{DRAFT}/edit", {**form, "do": "save"})
    assert answer.status_code == 422
    assert "这不是一个日期" in said(answer)
    assert "今天课间跟谁玩" in answer.text
    assert "明年的今天" in answer.text


async def test_weeks_that_do_not_exist_are_refused_in_plain_words(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    form = typed("weekly", of_files("weekly", "weekly-before-tell-home"), weeks="3 到 54")
    answer = await trainer.sends(
        "/content/weekly/weekly-before-tell-home/edit", {**form, "do": "save", "revision": "1"}
    )
    assert answer.status_code == 422
    assert "请写1到53的数字" in said(answer)


async def test_what_one_types_is_checked_with_the_reason_beside_the_field(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    form = typed("tip", TIP, text="您必须每天打电话。")
    answer = await trainer.posts(f"{DRAFT}/remarks", {"form": pairs(form)})
    found = answer.json()["html"]
    assert 'data-field="text"' in found
    assert "必须改" in found
    assert "您" in found


async def test_a_wrong_screen_of_a_course_is_named_by_its_lesson(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    form = typed("course", of_files("course", "course-listening"))
    form["lessons.1.screens.2"] = ["您好。"]
    answer = await trainer.posts("/content/course/course-listening/remarks", {"form": pairs(form)})
    assert 'data-field="lessons.1.screens.2"' in answer.json()["html"]


async def test_advice_that_one_tap_set_aside_does_not_come_back(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    place = "/content/faq/drowning"
    body = {"form": pairs(typed("faq", of_files("faq", "drowning")))}
    before = (await trainer.posts(f"{place}/remarks", body)).json()["html"]
    digest = before.split('data-dismiss="')[1].split('"')[0]
    await trainer.posts(f"{place}/dismiss", {"digest": digest})
    assert digest not in (await trainer.posts(f"{place}/remarks", body)).json()["html"]


async def test_what_was_typed_before_the_line_was_cut_is_offered_when_she_comes_back(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    form = typed("tip", TIP, text="写到一半，车间喊集合了。")
    kept = await trainer.posts(f"{DRAFT}/draft", {"form": pairs(form)})
    assert kept.json()["told"] == "已存草稿，还没送审。"
    page = await trainer.opens(f"{DRAFT}/edit")
    assert "有没存完的内容" in said(page)
    assert "写到一半" not in said(page)
    assert "写到一半" in (await trainer.opens(f"{DRAFT}/edit?draft=1")).text
    await trainer.sends(f"{DRAFT}/drop-draft", {})
    assert "有没存完的内容" not in await trainer.reads(f"{DRAFT}/edit")


async def test_nobody_sees_what_another_trainer_is_typing(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER, name="王老师")
    await trainer.posts(f"{DRAFT}/draft", {"form": pairs(typed("tip", TIP, text="还没想好的话"))})
    other = await desk.as_(Role.TRAINER, name="李老师")
    assert "还没想好的话" not in (await other.opens(f"{DRAFT}/edit?draft=1")).text


async def test_two_who_write_at_once_both_keep_their_words(desk: Desk) -> None:
    await stocked(desk)
    wang, li = await desk.as_(Role.TRAINER, name="王老师"), await desk.as_(Role.TRAINER, name="李老师")
    tip, place = of_files("tip", "safety-bucket"), "/content/tip/safety-bucket"
    number = (await desk.doors.workflow.find("tip", "safety-bucket")).number  # type: ignore[union-attr]
    hers = typed("tip", tip, text="桶里的水，用完就倒。李老师改的。")
    assert (await li.sends(f"{place}/edit", {**hers, "do": "save", "revision": str(number)})).status_code == 303
    mine = {**typed("tip", tip, text="盆里的水，用完就倒。王老师改的。"), "revision": str(number)}
    conflict = await wang.sends(f"{place}/edit", {**mine, "do": "save"})
    assert conflict.status_code == 409
    page = said(conflict)
    assert "王老师改的" in page
    assert "李老师改的" in page
    assert "〔删掉：〕" in page
    assert "有没存完的内容" in await wang.reads(f"{place}/edit")
    newer = {**mine, "revision": str(number + 1)}
    merged = await wang.sends(f"{place}/edit", {**newer, "do": "merge"})
    assert "他在这里写的是" in said(merged)
    assert "王老师改的" in merged.text
    assert (await wang.sends(f"{place}/edit", {**newer, "do": "save"})).status_code == 303
    page = await wang.reads(place)
    assert "李老师改的" in page
    assert "王老师改的" in page


async def test_screens_of_a_lesson_are_added_moved_and_taken_away_without_a_script(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    place = "/content/course/course-listening"
    form = typed("course", of_files("course", "course-listening"), revision="1")
    screens = [form[f"lessons.0.screens.{number}"][0] for number in range(5)]
    less = await trainer.sends(f"{place}/edit", {**form, "do": "remove:lessons.0.screens:1"})
    assert screens[1] not in less.text
    assert less.text.index(screens[0]) < less.text.index(screens[2])
    moved = await trainer.sends(f"{place}/edit", {**form, "do": "down:lessons.0.screens:0"})
    assert moved.text.index(screens[1]) < moved.text.index(screens[0])


async def test_what_a_trainer_types_never_becomes_part_of_the_page(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    evil = "</textarea><script>alert(1)</script>{110}{0.__class__}{{7*7}}\u202e\x00\x07 %s"
    form = typed("tip", TIP, text=evil, source="<img src=x onerror=alert(1)>")
    shown = await trainer.sends(f"{DRAFT}/edit", {**form, "do": "add:nothing"})
    saved = await trainer.sends(f"{DRAFT}/edit", {**form, "do": "save"})
    item = await trainer.opens(saved.headers["location"].removeprefix("/console"))
    remarks = (await trainer.posts(f"{DRAFT}/remarks", {"form": pairs(form)})).json()["html"]
    seen = (await trainer.posts(f"{DRAFT}/preview", {"form": pairs(form), "viewer": {}})).json()["html"]
    listed = await trainer.opens("/tip/list?q=__class__")
    for page in (shown.text, item.text, remarks, seen, listed.text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page
        assert "\x07" not in page
    assert "{0.__class__}{{7*7}}" in seen
    assert "&lt;script&gt;" in seen


@pytest.mark.parametrize("body", ['{"form": 3}', "[]", "no json", '{"form": [["text"]]}', '{"form": null}'])
async def test_a_script_that_sends_nonsense_is_refused(desk: Desk, body: str) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    await trainer.opens("/tip/list")
    try:
        wrong = json.loads(body)
    except ValueError:
        wrong = body
    assert (await trainer.posts(f"{DRAFT}/remarks", wrong)).status_code == 400


@pytest.mark.parametrize("path", ["/content/tip/nobody", "/content/recipe/1", "/content/safeguarding/new/edit"])
async def test_what_does_not_exist_is_said_kindly(desk: Desk, path: str) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    assert (await trainer.opens(path)).status_code == 404


async def test_every_form_opens_and_saves_what_it_showed(desk: Desk) -> None:
    """Looking at a form and saving it changes nothing, whatever the kind."""
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    for kind, id in (
        ("tip", "safety-bucket"),
        ("starter", "starter-0-3-nose"),
        ("faq", "drowning"),
        ("course", "course-listening"),
        ("weekly", "weekly-before-tell-home"),
        ("safeguarding", "accident"),
        ("hotline", "110"),
    ):
        page = await trainer.opens(f"/content/{kind}/{id}/edit")
        assert page.status_code == 200
        form = typed(kind, of_files(kind, id), revision="1")
        await trainer.sends(f"/content/{kind}/{id}/edit", {**form, "do": "save"})
        item = await desk.doors.workflow.find(kind, id)
        assert item is not None
        assert item.number == 1, kind


@pytest.mark.parametrize("role", [Role.DUTY_OFFICER, Role.FACTORY_CONTACT, Role.ADMINISTRATOR])
async def test_who_does_not_write_sees_no_form(desk: Desk, role: Role) -> None:
    visitor = await (await stocked(desk)).as_(role)
    for path in ("/tip/list", "/content/tip/safety-bucket", "/content/tip/safety-bucket/edit"):
        assert (await visitor.opens(path)).status_code == 403, path
    answer = await visitor.sends("/content/tip/safety-bucket/edit", {**typed("tip", TIP), "do": "save"})
    assert answer.status_code == 403
