"""A reviewer publishes, sends back and signs; parents get the new words, and nobody does another's part."""

from __future__ import annotations

from bot.services.staff.rights import Role
from tests.console.content import TIP, of_files, stocked, taken_up, typed
from tests.console.desk import Desk, Visitor, said

ANSWER = "掉水里了：喊大人，打{119}和{120}。平时不放心，今晚就跟孩子说定：没大人陪，不去水边。让他说一遍给你听。"


async def _handed_in(trainer: Visitor, kind: str, id: str, **changed: str) -> str:
    """The item changed and handed in; its path."""
    place = f"/content/{kind}/{id}"
    form = typed(kind, of_files(kind, id), revision="1", **changed)
    answer = await trainer.sends(f"{place}/edit", {**form, "do": "submit"})
    assert answer.status_code == 303, said(answer)
    return place


async def _written(trainer: Visitor, **changed: str) -> str:
    """A new tip, handed in; its path."""
    answer = await trainer.sends("/content/tip/new/edit", {**typed("tip", TIP, **changed), "do": "submit"})
    return answer.headers["location"].removeprefix("/console")


async def test_a_parent_is_answered_with_the_words_that_a_reviewer_published(desk: Desk) -> None:
    await stocked(desk)
    world = desk.world
    trainer, reviewer = await desk.as_(Role.TRAINER), await desk.as_(Role.REVIEWER)
    await world.joins("她", asked=frozenset({"home"}))
    place = await _handed_in(trainer, "faq", "drowning", answer=ANSWER)
    await taken_up(desk)
    await world.says("她", "怎么防止孩子溺水？")
    assert "让他说一遍给你听" not in world.words("她")
    answer = await reviewer.sends(f"{place}/do", {"do": "publish", "from": "review"})
    assert answer.headers["location"].endswith("/review")
    await taken_up(desk)
    await world.says("她", "怎么防止孩子溺水？")
    world.sees("她", "让他说一遍给你听", "119")


async def test_the_writer_does_not_publish_her_own_words(desk: Desk) -> None:
    both = await (await stocked(desk)).as_(Role.TRAINER, Role.REVIEWER)
    place = await _written(both)
    await both.sends(f"{place}/do", {"do": "publish"})
    assert "另一" in await both.reads(place) or "别人" in await both.reads(place)
    item = await desk.doors.workflow.find("tip", place.rsplit("/", 1)[1])
    assert item is not None
    assert item.published_number is None


async def test_a_trainer_cannot_publish_by_sending_the_form_herself(desk: Desk) -> None:
    trainer = await (await stocked(desk)).as_(Role.TRAINER)
    place = await _written(trainer)
    assert 'value="publish"' not in (await trainer.opens(place)).text
    await trainer.sends(f"{place}/do", {"do": "publish"})
    item = await desk.doors.workflow.find("tip", place.rsplit("/", 1)[1])
    assert item is not None
    assert item.published_number is None
    assert (await trainer.opens("/review")).status_code == 403


async def test_what_is_sent_back_comes_with_words(desk: Desk) -> None:
    await stocked(desk)
    trainer, reviewer = await desk.as_(Role.TRAINER), await desk.as_(Role.REVIEWER, name="李审核")
    place = await _written(trainer)
    await reviewer.sends(f"{place}/do", {"do": "send_back", "words": "  "})
    assert "请写一句要改什么" in await reviewer.reads(place)
    await reviewer.sends(f"{place}/do", {"do": "send_back", "words": "句子再短一点。"})
    page = await trainer.reads(place)
    assert "李审核退回了" in page
    assert "句子再短一点。" in page
    assert "草稿" in page


async def test_a_reviewer_publishes_many_at_once_and_reads_what_hindered_others(desk: Desk) -> None:
    await stocked(desk)
    trainer, reviewer = await desk.as_(Role.TRAINER), await desk.as_(Role.REVIEWER)
    good = [await _written(trainer, text=f"今晚打电话，问孩子第{n}件小事。他说完，你再说你的。") for n in "一二三"]
    bad = await _written(trainer, text="您必须打电话。")
    assert "等你审核 4" in await reviewer.reads("/review")
    keys = [place.removeprefix("/content/") for place in (*good, bad)]
    page = said(await reviewer.sends("/review/publish", {"key": [*keys, "tip/gone", "nonsense"]}))
    assert "发布了3条" in page
    assert "已经有人处理过了" in page
    assert bad.rsplit("/", 1)[1] in page
    assert "等你审核 1" in await reviewer.reads("/review")
    again = await reviewer.sends("/review/publish", {})
    assert again.status_code == 303
    assert "还没选" in await reviewer.reads("/review")


async def test_a_safeguarding_text_goes_out_after_two_signatures(desk: Desk) -> None:
    await stocked(desk)
    trainer = await desk.as_(Role.TRAINER)
    first, second = await desk.as_(Role.REVIEWER, name="甲"), await desk.as_(Role.SAFEGUARDING_LEAD, name="乙")
    reply = "叫家里人马上打{120}，你打{120}也行，照电话里说的做。喊邻居来帮忙。落水先喊大人，打{119}，小孩别下水救。"
    place = await _handed_in(trainer, "safeguarding", "accident", reply=reply)
    assert "等签字的保护回复 1" in await second.reads("/review")
    await first.sends(f"{place}/do", {"do": "publish"})
    await first.sends(f"{place}/do", {"do": "sign"})
    assert "签字：1/2 · 甲" in await second.reads("/review")
    await second.sends(f"{place}/do", {"do": "sign"})
    assert "签字：2/2" in await first.reads("/review")
    await first.sends(f"{place}/do", {"do": "publish"})
    item = await desk.doors.workflow.find("safeguarding", "accident")
    assert item is not None
    assert item.published_number == item.number


async def test_a_tip_goes_out_by_itself_at_its_time(desk: Desk) -> None:
    await stocked(desk)
    trainer, reviewer = await desk.as_(Role.TRAINER), await desk.as_(Role.REVIEWER)
    place = await _written(trainer)
    await reviewer.sends(f"{place}/do", {"do": "schedule", "day": "2026-11-20", "time": "08:00"})
    assert "这个时间已经过了" in await reviewer.reads(place)
    await reviewer.sends(f"{place}/do", {"do": "schedule", "day": "后天"})
    assert "这不是一个日期" in await reviewer.reads(place)
    await reviewer.sends(f"{place}/do", {"do": "schedule", "day": "2026-11-24", "time": "08:00"})
    assert "定好自动发布：明天" in await reviewer.reads(place)
    assert "到时间自动发布 1" in await reviewer.reads("/review")
    await desk.world.at("2026-11-24T08:01")
    assert await desk.doors.workflow.turn(desk.world.clock()) == 1
    next_day = await desk.as_(Role.REVIEWER, name="早班")
    assert "已发布" in await next_day.reads(place)


async def test_in_a_small_team_one_person_sends_a_tip_out_and_another_looks_next_day(desk: Desk) -> None:
    await stocked(desk)
    alone, other = await desk.as_(Role.REVIEWER, name="甲"), await desk.as_(Role.REVIEWER, name="乙")
    assert "现在关着" in await alone.reads("/review")
    await alone.sends("/review/small-team", {"on": "yes"})
    page = await alone.reads("/review")
    assert "现在开着" in page
    assert "都要第二个人看" in page
    place = await _written(alone)
    await alone.sends(f"{place}/do", {"do": "publish"})
    assert "已发布" in await alone.reads(place)
    assert "要复看的 1" in await other.reads("/review")
    await alone.sends(f"{place}/do", {"do": "looked", "from": "review"})
    assert "要复看的 1" in await other.reads("/review")
    await other.sends(f"{place}/do", {"do": "looked", "from": "review"})
    assert "要复看的 0" in await other.reads("/review")


async def test_nothing_but_yes_or_no_turns_the_switch(desk: Desk) -> None:
    reviewer = await (await stocked(desk)).as_(Role.REVIEWER)
    assert (await reviewer.sends("/review/small-team", {"on": "perhaps"})).status_code == 400
    lead = await desk.as_(Role.SAFEGUARDING_LEAD)
    await lead.sends("/review/small-team", {"on": "yes"})
    assert await desk.doors.workflow.small_team() is False


async def test_old_words_come_back_as_a_new_draft(desk: Desk) -> None:
    await stocked(desk)
    trainer = await desk.as_(Role.TRAINER)
    place = await _handed_in(trainer, "tip", "safety-bucket", text="桶里的水，用完就倒。今天跟老人说一声。")
    page = await trainer.reads(place)
    assert "〔新加：〕" in page
    assert "和家长现在看到的差别" in page
    await trainer.sends(f"{place}/do", {"do": "restore", "number": "1"})
    assert "旧版已经变成新草稿" in await trainer.reads(place)
    record = await desk.doors.workflow.record("tip", "safety-bucket")
    assert record["text"] == of_files("tip", "safety-bucket")["text"]
    await trainer.sends(f"{place}/do", {"do": "restore", "number": "99"})
    assert "那一版已经不在了" in await trainer.reads(place)


async def test_a_tip_that_is_taken_out_does_not_reach_parents(desk: Desk) -> None:
    await stocked(desk)
    reviewer = await desk.as_(Role.REVIEWER)
    await reviewer.sends("/content/tip/safety-bucket/do", {"do": "retire"})
    assert "已停用" in await reviewer.reads("/content/tip/safety-bucket")
    await taken_up(desk)
    assert "safety-bucket" not in desk.world.setting.shelf.library.tips


async def test_a_deed_that_nobody_knows_is_refused(desk: Desk) -> None:
    reviewer = await (await stocked(desk)).as_(Role.REVIEWER)
    assert (await reviewer.sends("/content/tip/safety-bucket/do", {"do": "destroy"})).status_code == 400
