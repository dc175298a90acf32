"""A trainer works through the questions of parents on her phone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from httpx2 import Response

from bot.i18n import Words
from bot.services.content.loading import load_files, read_library
from bot.services.ports import ChannelError
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.store import addresses
from bot.store.tables import audit_entry, canned_answer, question, safeguarding_case
from dialogs.effects import ForwardToTrainer
from tests.console.desk import Desk, Visitor, said
from tests.services.test_inbox_sounds import VOICE, Recorder

ASKED = "厂门口修鞋摊几点收摊"
ANSWER = "晚上8点收摊。可以下班顺路去。"


async def asked(desk: Desk, who: str, words: str, file: str = "") -> int:
    """She passes this on; the number of her question."""
    if await desk.world.person(who) is None:
        await desk.world.joins(who)
    await desk.world.given(who, ForwardToTrainer(words, file))
    return int((await desk.world.office.questions())[-1].id)


async def follows(trainer: Visitor, response: Response) -> str:
    """The page that a form led to."""
    assert response.status_code == 303, said(response)[:300]
    return await trainer.reads(response.headers["location"].removeprefix("/console"))


async def test_a_question_goes_from_a_parent_to_the_inbox_to_an_answer_to_the_next_parent(desk: Desk) -> None:
    await load_files(desk.world.database, desk.world.clock())
    trainer, reviewer = await desk.as_(Role.TRAINER, name="王老师"), await desk.as_(Role.REVIEWER, name="李审核")
    await desk.world.joins("mama")
    await desk.world.says("mama", "找老师", ASKED)
    assert ASKED in await trainer.reads("/questions")
    (row,) = await desk.world.rows(question)
    told = await follows(trainer, await trainer.sends(f"/questions/{row.id}/answer", {"words": ANSWER}))
    assert "王老师已回答" in told
    desk.world.forget("mama")
    await desk.world.sender.send_due()
    desk.world.sees("mama", ASKED, ANSWER)
    told = await follows(trainer, await trainer.sends(f"/questions/{row.id}/new-wording", {"item": "praise"}))
    assert "马上就能得到这条回答" in told
    await desk.doors.workflow.submit(await _signed(desk, trainer), "faq", "praise")
    await desk.doors.workflow.publish(await _signed(desk, reviewer), "faq", "praise")
    desk.world.setting.shelf.library = await read_library(desk.world.database, Words())
    assert "已发布" in await trainer.reads(f"/questions/{row.id}?again=1")
    await desk.world.joins("later")
    await desk.world.says("later", "请问" + ASKED + "呀")
    desk.world.sees("later", desk.world.setting.shelf.library.faqs["praise"].answer[:12])


async def test_a_new_common_question_is_one_click_after_the_answer(desk: Desk) -> None:
    await load_files(desk.world.database, desk.world.clock())
    trainer = await desk.as_(Role.TRAINER)
    number = await asked(desk, "mama", ASKED)
    refused = await trainer.sends(f"/questions/{number}/new-answer", {})
    assert "请先回答" in await follows(trainer, refused)
    await trainer.sends(f"/questions/{number}/answer", {"words": ANSWER})
    told = await follows(trainer, await trainer.sends(f"/questions/{number}/new-answer", {}))
    assert "已存成草稿" in told
    assert "这样问，马上就能得到这条回答" in told
    (row,) = await desk.world.rows(question)
    record = await desk.doors.workflow.record("faq", row.became)
    assert (record["question"], record["answer"]) == (ASKED, ANSWER)


async def test_how_long_a_question_waits_is_said_in_words(desk: Desk) -> None:
    await asked(desk, "mama", ASKED)
    desk.world.clock.now += timedelta(hours=3)
    await asked(desk, "baba", "娃不接电话咋办")
    trainer = await desk.as_(Role.TRAINER)
    told = await trainer.reads("/questions")
    assert "等了3小时" in told
    assert "刚刚问的" in told
    assert "超过一天了" not in told
    desk.world.clock.now += timedelta(days=2)
    told = await (await desk.as_(Role.TRAINER, name="another")).reads("/questions")
    assert "等了2天" in told
    assert "超过一天了" in told


async def test_one_answer_goes_to_those_who_are_ticked_and_to_no_others(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    first = await asked(desk, "mama", "娃不接电话咋办")
    second = await asked(desk, "baba", "孩子不接我电话怎么办")
    third = await asked(desk, "ayi", "孩子老不接我电话怎么办呀")
    assert "3个人问得差不多" in await trainer.reads("/questions")
    page = await trainer.opens(f"/questions/{first}")
    assert page.text.count('name="also"') == 2
    told = await follows(
        trainer, await trainer.sends(f"/questions/{first}/answer", {"words": "晚饭后再打。", "also": [str(second)]})
    )
    assert "已发给2位家长" in told
    await desk.world.sender.send_due()
    desk.world.sees("baba", "晚饭后再打。")
    assert [row.id for row in await desk.world.office.questions()] == [third]


@pytest.mark.parametrize(
    ("words", "why"),
    [("", "请先写回答"), ("\x00\u202e \n", "请先写回答"), ("好" * 201, "有201个字")],
)
async def test_what_cannot_be_sent_is_refused_beside_the_box_and_stays_there(desk: Desk, words: str, why: str) -> None:
    trainer = await desk.as_(Role.TRAINER)
    number = await asked(desk, "mama", ASKED)
    response = await trainer.sends(f"/questions/{number}/answer", {"words": words})
    assert response.status_code == 400
    assert why in said(response)
    assert words.strip("\x00\u202e \n") in response.text
    assert len(await desk.world.office.questions()) == 1


async def test_words_that_may_do_harm_are_looked_at_twice(desk: Desk) -> None:
    await load_files(desk.world.database, desk.world.clock())
    trainer = await desk.as_(Role.TRAINER)
    number = await asked(desk, "mama", ASKED)
    words = "这是抑郁症，你必须辞职回家吧。"
    told = (await trainer.posts(f"/questions/{number}/look", {"words": words})).json()
    assert told["count"] == len(words)
    assert any(remark["must"] and "必须" in remark["words"] for remark in told["remarks"])
    assert words in told["preview"]
    response = await trainer.sends(f"/questions/{number}/answer", {"words": words})
    assert response.status_code == 400
    assert 'name="seen"' in response.text
    assert words in response.text
    await follows(trainer, await trainer.sends(f"/questions/{number}/answer", {"words": words, "seen": "1"}))
    assert await desk.world.office.questions() == []


async def test_tags_and_braces_break_neither_the_page_nor_the_message(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    number = await asked(desk, "mama", "<script>alert(1)</script>{{ 7*7 }} 咋办")
    page = await trainer.opens(f"/questions/{number}")
    assert "<script>alert(1)</script>" not in page.text
    await trainer.sends(f"/questions/{number}/answer", {"words": "先<b>看</b>{这个}", "seen": "1"})
    await desk.world.sender.send_due()
    desk.world.sees("mama", "先<b>看</b>{这个}")


async def test_a_script_that_sends_nonsense_is_told_so(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    number = await asked(desk, "mama", ASKED)
    assert (await trainer.posts(f"/questions/{number}/look", ["x"])).status_code == 400
    assert (await trainer.posts("/questions/999/look", {"words": "x"})).status_code == 404


async def test_the_second_trainer_is_told_who_answered_and_keeps_her_words(desk: Desk) -> None:
    wang, li = await desk.as_(Role.TRAINER, name="王老师"), await desk.as_(Role.TRAINER, name="李老师")
    number = await asked(desk, "mama", ASKED)
    await wang.sends(f"/questions/{number}/answer", {"words": ANSWER})
    late = await li.sends(f"/questions/{number}/answer", {"words": "我觉得是9点。"})
    assert late.status_code == 409
    assert "王老师先答了" in said(late)
    assert "我觉得是9点。" in said(late)
    assert ANSWER in said(late)


async def test_who_has_blocked_us_is_not_answered_and_nothing_is_lost(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    number = await asked(desk, "mama", ASKED)
    async with desk.world.database.writing() as connection:
        await addresses.set_reachable(connection, desk.world.where("mama"), reachable=False)
    response = await trainer.sends(f"/questions/{number}/answer", {"words": ANSWER})
    assert response.status_code == 409
    assert "联系不上" in said(response)
    assert ANSWER in said(response)
    assert len(await desk.world.office.questions()) == 1


async def test_a_danger_is_said_in_words_and_becomes_a_case_with_one_tap(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    number = await asked(desk, "mama", "老公喝醉了打我 孩子都看到了")
    told = await trainer.reads(f"/questions/{number}")
    assert "先看危险" in told
    assert "家里大人之间动手" in told
    response = await trainer.sends(f"/questions/{number}/case", {"trigger": "partner_violence"})
    assert "个案已建好" in await follows(trainer, response)
    (case,) = await desk.world.rows(safeguarding_case)
    assert case.number not in said(await trainer.opens(f"/questions/{number}"))
    wrong = await trainer.sends(f"/questions/{number}/case", {"trigger": "no such thing"})
    assert "请选一下" in await follows(trainer, wrong)


async def test_spam_goes_out_of_sight_and_comes_back(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    number = await asked(desk, "mama", "加微信办贷款")
    told = await follows(trainer, await trainer.sends(f"/questions/{number}/spam", {"spam": "1"}))
    assert "加微信办贷款" not in told
    assert "加微信办贷款" in await trainer.reads("/questions?show=spam")
    await follows(trainer, await trainer.sends(f"/questions/{number}/spam", {"spam": "0"}))
    assert "加微信办贷款" in await trainer.reads("/questions")


async def test_a_question_is_taken_given_and_given_back(desk: Desk) -> None:
    wang, li = await desk.as_(Role.TRAINER, name="王老师"), await desk.as_(Role.TRAINER, name="李老师")
    number = await asked(desk, "mama", ASKED)
    took = await wang.sends(f"/questions/{number}/assign", {"account": str(wang.account_id)})
    assert "归你了" in await follows(wang, took)
    assert ASKED in await wang.reads("/questions?show=mine")
    await wang.sends(f"/questions/{number}/assign", {"account": str(li.account_id)})
    assert ASKED in await li.reads("/questions?show=mine")
    refused = await wang.sends(f"/questions/{number}/assign", {"account": "99999"})
    assert "没办成" in await follows(wang, refused)


async def test_a_recording_is_played_in_the_page_until_the_answer(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    channel = Recorder(desk.world.clock, name="telegram", bot_id="4242")
    channel.files = {"AgAD": VOICE, "gone": ChannelError("gone", refused=True)}
    number, lost = await asked(desk, "mama", "voice", "AgAD"), await asked(desk, "baba", "voice", "gone")
    silent = await trainer.opens(f"/questions/{number}/sound")
    assert (silent.status_code, "没有连上 Telegram" in silent.text) == (503, True)
    desk.world.setting.channels[("telegram", "4242")] = channel
    assert "<audio" in (await trainer.opens(f"/questions/{number}")).text
    heard = await trainer.opens(f"/questions/{number}/sound")
    assert (heard.content, heard.headers["content-type"]) == (VOICE, "audio/ogg")
    assert heard.headers["cache-control"] == "no-store"
    assert "已经没有这段录音" in (await trainer.opens(f"/questions/{lost}/sound")).text
    await trainer.sends(f"/questions/{number}/answer", {"words": ANSWER})
    assert "已按约定删除" in await trainer.reads(f"/questions/{number}")
    assert (await trainer.opens(f"/questions/{number}/sound")).status_code == 404


async def test_every_question_that_is_opened_is_on_record_and_the_list_is_not(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER, name="王老师")
    number = await asked(desk, "mama", ASKED)
    await trainer.reads("/questions")
    assert await desk.world.rows(audit_entry) == []
    await trainer.reads(f"/questions/{number}")
    (entry,) = await desk.world.rows(audit_entry)
    assert (entry.account_name, entry.act, entry.subject) == ("王老师", "looked", str(number))


@pytest.mark.parametrize(
    "path", ["/questions", "/questions/1", "/questions/1/sound", "/group-question", "/canned-answers"]
)
async def test_nobody_without_the_right_sees_a_question(desk: Desk, path: str) -> None:
    number = await asked(desk, "mama", ASKED)
    assert number == 1
    others = [await desk.as_(role) for role in Role if role not in (Role.TRAINER, Role.SAFEGUARDING_LEAD)]
    inside = await desk.as_(Role.TRAINER, name="厂里的培训员", factory_employed=True)
    for visitor in (*others, inside):
        response = await visitor.opens(path)
        assert response.status_code == 403
        assert ASKED not in response.text
        refused = await visitor.sends("/questions/1/answer", {"words": ANSWER})
        assert refused.status_code == 403
    assert len(await desk.world.office.questions()) == 1


async def test_a_question_that_is_gone_is_said_to_be_gone(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    assert "这个问题已经不在了" in await trainer.reads("/questions/999")
    assert "这个问题已经不在了" in await follows(trainer, await trainer.sends("/questions/999/answer", {"words": "好"}))


async def test_a_long_list_has_pages_and_a_strange_page_is_the_nearest(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    for number in range(41):
        await asked(desk, "mama", f"{chr(0x4E00 + number * 97)}{chr(0x5200 + number * 89)}{number}")
    assert "第1页，共2页" in await trainer.reads("/questions")
    for page in ("2", "99"):
        assert "第2页，共2页" in await trainer.reads(f"/questions?page={page}")
    assert "第1页，共2页" in await trainer.reads("/questions?page=-1&show=nonsense")


async def test_answers_at_hand_are_kept_used_changed_and_taken_away(desk: Desk) -> None:
    trainer = await desk.as_(Role.TRAINER)
    wrong = await trainer.sends("/canned-answers/keep", {"title": "", "words": "好" * 201})
    assert wrong.status_code == 400
    assert "短名字" in said(wrong)
    assert "好" * 201 in wrong.text
    kept = await trainer.sends("/canned-answers/keep", {"title": "先谢", "words": "谢谢你愿意说。"})
    assert "先谢" in await follows(trainer, kept)
    number = await asked(desk, "mama", ASKED)
    page = (await trainer.opens(f"/questions/{number}")).text
    assert re.search(r'data-insert="canned-1">\s*先谢', page)
    await trainer.sends("/canned-answers/keep", {"number": "1", "title": "道谢", "words": "谢谢你。"})
    (row,) = await desk.world.rows(canned_answer)
    assert (row.title, row.words) == ("道谢", "谢谢你。")
    gone = await trainer.sends("/canned-answers/keep", {"number": "7", "title": "道谢", "words": "谢谢你。"})
    assert "没存上" in await follows(trainer, gone)
    await follows(trainer, await trainer.sends("/canned-answers/1/drop", {}))
    assert await desk.world.rows(canned_answer) == []


async def _signed(desk: Desk, visitor: Visitor) -> Signed:
    found = await desk.doors.sessions.find(visitor.http.cookies["jiayin_console"])
    assert found is not None
    return found
