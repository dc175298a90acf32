"""Somebody asks in a group chat: a trainer copies an answer, or the question waits without any name."""

from __future__ import annotations

import pytest

from bot.services.staff.rights import Role
from bot.store.tables import outbox, question
from tests.console.desk import Desk, said


async def test_the_best_answers_come_ready_to_be_copied(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.sends("/group-question/find", {"words": "张三: @王老师 孩子老是撒谎怎么办 13800138000"})
    told = said(response)
    assert response.status_code == 200
    assert "张三" not in told
    assert "13800138000" not in response.text
    lying = desk.world.setting.shelf.library.faqs["lying"]
    assert lying.question in told
    assert lying.share[:10] in told
    assert 'data-copy="short-1"' in response.text
    assert 'data-copy="long-1"' in response.text


async def test_numbers_are_printed_for_the_home_town(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    library = desk.world.setting.shelf.library
    line = next(one for one in library.hotlines.values() if one.needs_area_code and one.place == "child")
    faq = next(one for one in library.faqs.values() if f"{{{line.id}}}" in one.answer)
    told = said(await trainer.sends("/group-question/find", {"words": faq.question, "place": "怀化"}))
    assert f"0745{line.number}" in told
    told = said(await trainer.sends("/group-question/find", {"words": faq.question, "place": "没有这里"}))
    assert "没找到这个地方" in told
    assert faq.question in told


async def test_what_has_no_answer_waits_without_names_and_its_answer_is_copied(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    pasted = {"words": "阿梅 10:05\n厂门口修鞋摊几点收摊 打我13800138000"}
    kept = await trainer.sends("/group-question/keep", pasted)
    (row,) = await desk.world.rows(question)
    assert (row.person_id, row.words) == (None, "厂门口修鞋摊几点收摊 打我")
    assert kept.headers["location"] == f"/console/questions/{row.id}"
    assert "群里问的" in await trainer.reads("/questions?show=group")
    await trainer.sends(f"/questions/{row.id}/answer", {"words": "晚上8点收摊。"})
    page = await trainer.opens(f"/questions/{row.id}")
    assert "复制到微信群" in said(page)
    assert "晚上8点收摊。" in said(page)
    assert await desk.world.rows(outbox) == []


async def test_a_danger_is_not_answered_in_a_group(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    words = {"words": "老公喝醉了打我 孩子都看到了"}
    assert "不要在群里回答" in said(await trainer.sends("/group-question/find", words))
    await trainer.sends("/group-question/keep", words)
    page = await trainer.opens("/questions/1")
    assert "不知道是谁" in said(page)
    assert 'name="trigger"' not in page.text


@pytest.mark.parametrize("where", ["find", "keep"])
@pytest.mark.parametrize(
    ("words", "why"), [("", "请粘贴问题"), ("@王老师 ", "请粘贴问题"), ("长" * 1001, "有1001个字")]
)
async def test_what_is_no_question_is_refused_beside_the_box(desk: Desk, where: str, words: str, why: str) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.sends(f"/group-question/{where}", {"words": words})
    assert response.status_code == 400
    assert why in said(response)
    assert await desk.world.rows(question) == []


async def test_markup_that_was_pasted_stays_words(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    response = await trainer.sends("/group-question/find", {"words": "<img src=x onerror=alert(1)>孩子撒谎"})
    assert "<img src=x" not in response.text
