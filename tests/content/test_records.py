"""Every record says where it comes from and who answers for it, and names only what there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dialogs.language.danger import Trigger
from tests.content.shelf import Shelf, faq, hotline, reply, starter, tip


@pytest.mark.parametrize(
    ("shelf", "error"),
    [
        (Shelf(tips=[tip(source="")]), "names no source"),
        (Shelf(starters=[starter(source=None)]), "names no source"),
        (Shelf(faqs=[faq(sources=[])]), "names no sources"),
        (Shelf(faqs=[faq(author="")]), "names no author"),
        (Shelf(tips=[tip(review_due="next year")]), "needs a date in review_due, such as 2027-11-01"),
        (Shelf(tips=[tip(review_due=None)]), "needs a date in review_due, such as 2027-11-01"),
        (Shelf(tips=[tip(seasons=["monsoon"])]), "seasons has monsoon, which never comes; known are summer"),
        (Shelf(tips=[tip(shifts=["noon"])]), "shifts has noon, which never comes; known are day, night"),
        (Shelf(starters=[starter(ways=["fax"])]), "ways has fax, which never comes; known are text, video, voice"),
        (Shelf(starters=[starter(target="teacher")]), "target is teacher; known are child and caregiver"),
        (Shelf(faqs=[faq(place="village")]), "place is village; known are child, none and parent"),
        (
            Shelf(faqs=[faq(escalate={"level": "P7", "trigger": None})]),
            "escalate has the level P7; known are P0, P1, P2",
        ),
    ],
)
def test_a_record_without_an_owner_or_with_an_unknown_name_is_refused(tmp_path: Path, shelf: Shelf, error: str) -> None:
    assert shelf.errors(tmp_path) == [error]


def test_an_occasion_of_starters_is_none_for_tips(tmp_path: Path) -> None:
    assert Shelf(starters=[starter(occasions=["birthday"])]).findings(tmp_path) == []
    assert "occasions has birthday" in Shelf(tips=[tip(occasions=["birthday"])]).errors(tmp_path)[0]


@pytest.mark.parametrize(
    ("due", "advice"),
    [
        (date(2027, 11, 20), []),
        ("2027-06-01", []),
        (date(2027, 12, 1), ["will not be looked at again before 2027-12-01; a year is long enough"]),
        (date(2026, 11, 19), ["should have been looked at again by 2026-11-19"]),
    ],
)
def test_a_text_is_looked_at_again_within_a_year(tmp_path: Path, due: object, advice: list[str]) -> None:
    assert Shelf(tips=[tip(review_due=due)]).advice(tmp_path) == advice


def test_without_a_day_nothing_is_said_about_reviews(tmp_path: Path) -> None:
    assert Shelf(tips=[tip(review_due=date(2031, 1, 1))]).findings(tmp_path, today=None) == []


def test_an_escalation_with_a_known_level_is_fine(tmp_path: Path) -> None:
    assert Shelf(faqs=[faq(escalate={"level": "P1", "trigger": "accident"})]).findings(tmp_path) == []


def test_a_question_is_collected_in_at_least_six_ways(tmp_path: Path) -> None:
    few = faq(variants=["没话讲", "电话里冷场", "他嫌我烦", "挂得快", "不接"])
    assert Shelf(faqs=[few]).advice(tmp_path) == ["has 5 variants; with 15 more people are understood"]


def test_the_numbers_of_a_danger_reply_are_in_the_table(tmp_path: Path) -> None:
    first, *others = Shelf().replies
    changed = reply(first["trigger"], hotlines=["110", "12399"], off_duty_line="打{120}。", signed_off_by="")
    shelf = Shelf(replies=[changed, *others])
    assert shelf.errors(tmp_path) == ["lists the hotline 12399, which is not in the table"]
    assert shelf.advice(tmp_path) == [
        "has not been signed off by anybody yet",
        "off_duty_line names 120, which is not among its hotlines",
    ]


@pytest.mark.parametrize(
    "opener", ["“你吃了吗？”", "“作业写完没有？”", "“吃了没？”", "“下雨了。冷不冷？想听不？”", "“还好吧？”"]
)
def test_an_opener_that_ends_the_call_is_pointed_out(tmp_path: Path, opener: str) -> None:
    (advice,) = Shelf(starters=[starter(opener=opener)]).advice(tmp_path)
    assert "can be answered with 嗯" in advice


@pytest.mark.parametrize(
    "opener", ["“今天谁最好笑？”", "“吃了吗？吃的啥？”", "“讲件小事给我听。”", "“要帮忙，还是就听听？”"]
)
def test_an_opener_that_asks_for_a_story_is_fine(tmp_path: Path, opener: str) -> None:
    assert Shelf(starters=[starter(opener=opener)]).findings(tmp_path) == []


# -- all together ----------------------------------------------------------------------------------------------------


def test_every_danger_has_its_prepared_reply(tmp_path: Path) -> None:
    shelf = Shelf(replies=[reply(trigger) for trigger in Trigger if trigger is not Trigger.ACCIDENT])
    (finding,) = shelf.findings(tmp_path)
    assert (finding.id, finding.problem) == ("accident", "has no prepared reply")
    assert finding.file == "zh_Hans/content/safeguarding.yaml"


def test_without_any_reply_each_danger_is_named(tmp_path: Path) -> None:
    assert Shelf(replies=[]).errors(tmp_path) == ["has no prepared reply"] * len(Trigger)


def test_a_danger_has_one_reply_only(tmp_path: Path) -> None:
    replies = Shelf().replies
    (error,) = Shelf(replies=[*replies, replies[0]]).errors(tmp_path)
    assert "further up already" in error


def test_a_notice_exists_in_every_language(tmp_path: Path) -> None:
    shelf = Shelf(chinese={**Shelf().chinese, "poster": "好。"}, english={**Shelf().english, "extra": "Good."})
    findings = shelf.findings(tmp_path)
    assert [(one.file, one.id) for one in findings] == [
        ("en/content/notices.yaml", "poster"),
        ("zh_Hans/content/notices.yaml", "extra"),
    ]


def test_a_notice_names_the_same_numbers_in_every_language(tmp_path: Path) -> None:
    chinese, english = Shelf().chinese, Shelf().english
    shelf = Shelf(chinese={**chinese, "refused": "打{110}。"}, english={**english, "refused": "Call {120}."})
    assert shelf.errors(tmp_path) == ["differs from zh_Hans in {110}, {120}"]


def test_every_age_finds_a_tip_on_a_topic_that_has_any(tmp_path: Path) -> None:
    shelf = Shelf(tips=[tip(bands=["0-3", "3-6", "6-9", "9-12"])])
    assert shelf.advice(tmp_path) == ["call_home has no tip for 12-15", "call_home has no tip for 15-18"]


def test_two_tips_or_answers_that_say_the_same_are_shown_as_a_pair(tmp_path: Path) -> None:
    again = tip(
        id="call-first-word", text="今天打电话，先叫他小名。再说：“爸爸想听听你今天玩了啥。”他听见你的声音，就踏实。"
    )
    other = tip(id="call-song", text="唱那首歌给他听。")
    (finding,) = Shelf(tips=[tip(), again, other]).findings(tmp_path)
    assert (finding.id, finding.error) == ("call-first-word", False)
    assert finding.problem.endswith("the same as call-first-name")


def test_texts_of_one_topic_need_not_be_alike(tmp_path: Path) -> None:
    other = tip(id="call-weather", text="今晚打电话，先说说你这边的天气。再问：“家里下雨没有？”说着说着，话就多了。")
    assert Shelf(tips=[tip(), other]).findings(tmp_path) == []


def test_a_way_of_asking_belongs_to_one_answer(tmp_path: Path) -> None:
    mine = faq()
    other = faq(
        id="no-answer",
        question="打不通怎么办？",
        variants=[
            "没 话讲",
            "打不通怎么办",
            "不接",
            "不接！",
            "关机",
            "占线",
            "没人接",
            *(f"打{n}回" for n in "一二三四五六七八"),
        ],
        answer="先等等，过会儿再打。",
    )
    assert Shelf(faqs=[mine, other]).advice(tmp_path) == [
        "has the wording “不接！” twice",
        "has the wording “没 话讲”, which short-calls has too",
    ]


def test_a_wording_that_sounds_like_another_answer_is_pointed_out(tmp_path: Path) -> None:
    topics = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余"
    wordings = [[f"{sign}{sign}{n}{sign}" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"] for sign in topics]
    wordings[0][3] = "地地丁地"
    faqs = [
        faq(id=f"topic-{n}", question=f"{sign}是什么？", variants=texts, answer=f"先看{sign}。")
        for n, (sign, texts) in enumerate(zip(topics, wordings, strict=True))
    ]
    advice = Shelf(faqs=faqs).advice(tmp_path)
    assert "has the wording “地地丁地”, which sounds more like topic-1" in advice
    assert not [problem for problem in Shelf(faqs=faqs[1:]).advice(tmp_path) if "sounds more like" in problem]


def test_what_has_no_answer_is_not_asked_with_the_words_of_one_that_has(tmp_path: Path) -> None:
    shelf = Shelf(other_matters=[{"id": "weather", "wordings": ["今天下雨不", "没话讲"]}])
    assert shelf.advice(tmp_path) == ["has the wording “没话讲”, which short-calls has too"]


def test_a_record_of_another_place_is_fine(tmp_path: Path) -> None:
    assert Shelf(hotlines=[*Shelf().hotlines, hotline("12333", place="parent")]).findings(tmp_path) == []
