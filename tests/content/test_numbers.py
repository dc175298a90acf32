"""Numbers to call come from the table, braces are filled before anybody sees them, and marks are Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.shelf import Shelf, a_reply, faq, found, starter, tip


@pytest.mark.parametrize(
    "broken",
    [
        "快打110。",
        "打１１０。",
        "报警110，急救120。",
        "打12345问。",
        "打 12-345 问。",
        "找我：139 1234 5678。",
        "打010-82951332。",
        "打400-161-9995。",
        "打幺幺零。",
        "打一二零。",
        "寄10000元回去。",
        "打120个。",
    ],
)
def test_a_number_to_call_comes_from_the_table(tmp_path: Path, broken: str) -> None:
    errors, _advice = found(tmp_path, broken)
    assert errors
    assert all("name the hotline in braces" in error for error in errors)


@pytest.mark.parametrize(
    "fine",
    [
        "快打{110}，打不通打{120}。",
        "每年给3600元。",
        "花了120块，走了110多米。",
        "2011年11月10日以后生的。",
        "2011-11-10以后生的。",
        "晚上8点到9点20，12-15岁。",
        "二零二六年一月。",
    ],
)
def test_other_numbers_may_be_typed(tmp_path: Path, fine: str) -> None:
    assert found(tmp_path, fine) == ([], [])


def test_an_english_notice_names_its_hotlines_too(tmp_path: Path) -> None:
    typed = {**Shelf().english, "refused": "Call 110. We keep it for 120 days."}
    (error,) = Shelf(english=typed).errors(tmp_path)
    assert "the number 110 typed by hand" in error


@pytest.mark.parametrize(
    "broken", ["打老家区号加{110}。", "加区号打{110}。", "先拨老家的区号，再拨{110}。", "区号+{110}。"]
)
def test_nobody_is_told_to_dial_an_area_code(tmp_path: Path, broken: str) -> None:
    assert "prints the area code by itself" in found(tmp_path, broken)[0][0]
    assert found(tmp_path, "我们只问你老家的区号。") == ([], [])


@pytest.mark.parametrize(
    ("shelf", "problem"),
    [
        (Shelf(tips=[tip(text="打{12399}。")]), "{12399}, which nobody knows"),
        (Shelf(tips=[tip(text="我们{eta}联系你。")]), "{eta}, which nobody knows"),
        (a_reply("我们{eta}联系你。"), "{eta}, which nobody knows"),
        (Shelf(faqs=[faq(answer="{operator}办的。")]), "{operator}, which nobody knows"),
        (Shelf(faqs=[faq(share="打{110}。")]), "share has {110}, but nothing is filled in"),
        (Shelf(starters=[starter(opener="“打{110}。”")]), "opener has {110}, but nothing is filled in"),
        (Shelf(faqs=[faq(share="在{cfs_place}。")]), "share has {cfs_place}, but nothing is filled in"),
        (a_reply("在{cfs_place}。"), "{cfs_place}, which nobody knows"),
        (Shelf(tips=[tip(text="打{110。")]), "stray {"),
        (Shelf(tips=[tip(text="打｛110｝。")]), "stray ｛"),
    ],
)
def test_a_brace_that_nobody_fills_is_not_shown_to_a_parent(tmp_path: Path, shelf: Shelf, problem: str) -> None:
    assert any(problem in error for error in shelf.errors(tmp_path))


def test_known_braces_are_filled(tmp_path: Path) -> None:
    chinese = {**Shelf().chinese, "refused": "{operator}，{operator_phone}。"}
    english = {**Shelf().english, "refused": "{operator}, {operator_phone}."}
    shelf = Shelf(faqs=[faq(answer="{child_space}打{120}。")], chinese=chinese, english=english)
    assert shelf.findings(tmp_path) == []


def test_facts_of_a_factory_are_filled_where_nothing_is_lost_without_them(tmp_path: Path) -> None:
    shelf = Shelf(faqs=[faq(answer="在{cfs_place}。开门：{cfs_hours}。")], tips=[tip(text="培训：{training_date}。")])
    assert shelf.findings(tmp_path) == []


@pytest.mark.parametrize(
    "broken", ["今天,打一个。", "今天打一个.", "你好!他说。", "几点?说好。", "三样:吃、睡、玩。", "打{110},再等。"]
)
def test_marks_between_chinese_words_are_chinese(tmp_path: Path, broken: str) -> None:
    assert any("half-width" in error for error in found(tmp_path, broken)[0])


def test_marks_inside_numbers_stay_as_they_are(tmp_path: Path) -> None:
    assert found(tmp_path, "9:20睡，烧到38.5度去看。") == ([], [])
