"""The command line as scripts and trainers use it: what it prints, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.process.running import OPEN, House, jiayin

COMMANDS = (
    "run",
    "chat",
    "when",
    "ask",
    "screen",
    "questions",
    "cases",
    "content",
    "db",
    "people",
    "doctor",
    "backup",
    "restore",
    "version",
)


def objects(printed: str) -> list[dict[str, Any]]:
    """One JSON object a line."""
    return [json.loads(line) for line in printed.splitlines()]


def test_help_names_every_command(tmp_path: Path) -> None:
    told = jiayin(tmp_path, "--help")
    assert told.code == 0
    for command in COMMANDS:
        assert re.search(rf"^\W+{command} ", told.out, re.MULTILINE), command


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["when"], ["--now", "--count", "--file", "local times"]),
        (["chat"], ["--as", "Ctrl-D"]),
        (["questions"], ["list", "answer"]),
        (["cases"], ["list", "show", "close"]),
        (["content"], ["check", "load", "weekly"]),
        (["db"], ["upgrade", "check"]),
        (["people"], ["export", "erase"]),
    ],
)
def test_every_group_explains_itself(tmp_path: Path, words: list[str], told: list[str]) -> None:
    helped = jiayin(tmp_path, *words, "--help")
    assert helped.code == 0
    for word in told:
        assert word in helped.out


def test_a_time_phrase_is_told_with_its_next_dates(tmp_path: Path) -> None:
    ended = jiayin(tmp_path, "when", "每周三晚上八点", "--now", "2026-11-23T10:00", "--count", "3")
    assert ended.code == 0
    assert objects(ended.out) == [
        {
            "understood": True,
            "next": ["2026-11-25T20:00", "2026-12-02T20:00", "2026-12-09T20:00"],
            "say": "每周三晚上8点",
            "ask": None,
        }
    ]


def test_a_file_of_time_phrases_is_answered_line_by_line(tmp_path: Path) -> None:
    phrases = ["明天晚上八点", "", "不知道啥时候\u2028再说", "过几天", "每天20:30"]
    (tmp_path / "phrases.txt").write_text("\ufeff" + "\r\n".join(phrases) + "\r\n", "utf-8", newline="")
    ended = jiayin(tmp_path, "when", "--file", "phrases.txt", "--now", "2026-11-23T10:00", "--count", "1")
    tomorrow, empty, nonsense, open_day, daily = objects(ended.out)
    assert tomorrow["next"] == ["2026-11-24T20:00"]
    assert empty == nonsense == {"understood": False, "next": [], "say": None, "ask": None}
    assert not open_day["understood"]
    assert open_day["ask"]
    assert daily["next"] == ["2026-11-23T20:30"]


def test_a_question_is_told_with_the_answers_that_fit(tmp_path: Path) -> None:
    (tmp_path / "questions.txt").write_text("娃不接我电话\n量子力学的猫会不会飞到火星\n", "utf-8")
    sure, unknown = objects(jiayin(tmp_path, "ask", "--file", "questions.txt").out)
    assert sure["decision"] == "answer"
    assert sure["matches"][0]["id"] == "call-child-refuses"
    scores = [match["score"] for match in sure["matches"]]
    assert len(scores) >= 5
    assert scores == sorted(scores, reverse=True)
    assert unknown["decision"] == "none"


def test_words_of_danger_are_told_with_their_level(tmp_path: Path) -> None:
    (tmp_path / "texts.txt").write_text("孩子说不想活了\n今天累死了\n", "utf-8")
    ended = jiayin(tmp_path, "screen", "--file", "texts.txt")
    assert objects(ended.out) == [
        {"trigger": "child_self_harm", "level": "P0", "ask_back": False},
        {"trigger": None, "level": None, "ask_back": False},
    ]
    assert objects(jiayin(tmp_path, "screen", "孩子说不想活了").out) == objects(ended.out)[:1]


@pytest.mark.parametrize(
    "words",
    [
        ["when"],
        ["ask", "娃不接我电话", "--file", "also.txt"],
        ["screen", "--file", "missing.txt"],
        ["when", "明天", "--now", "noon"],
        ["ask", "--file", "gbk.txt"],
        ["questions", "answer", "1", "  "],
        ["questions", "answer", "1", "先听他说"],
        ["cases", "show", "J1"],
        ["cases", "close", "J1", "--note", "安全了"],
        ["people", "export", "NOBODY"],
        ["people", "erase", "NOBODY", "--yes"],
        ["content", "check", "missing"],
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "gbk.txt").write_bytes("娃不接我电话".encode("gbk"))
    ended = jiayin(tmp_path, *words)
    assert ended.code == 1
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1, ended.err


def test_the_wrong_word_of_command_shows_how_to_ask_for_help(tmp_path: Path) -> None:
    ended = jiayin(tmp_path, "remind")
    assert ended.code == 2
    assert "--help" in ended.err


def test_the_version_is_a_number(tmp_path: Path) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", jiayin(tmp_path, "version").out)


def test_a_whole_welcome_through_a_pipe(tmp_path: Path) -> None:
    """In the terminal nobody is told of danger, so it is always a trial."""
    ended = jiayin(tmp_path, "chat", "--as", "阿芳", typed="开始\n1\n6到9岁\n今日贴士\n换一条\n", settings=OPEN)
    assert ended.code == 0
    assert ended.err == ""
    for words in ("我是家音", "安心社工", "最小的孩子多大了", "往后每周发你3条", "可以这样开口", "为什么给我这条"):
        assert words in ended.out
    assert ended.out.count("试用演示") == 1
    assert "你    今日贴士" in ended.out


def test_who_comes_back_to_the_terminal_is_known(tmp_path: Path) -> None:
    house = House(tmp_path, OPEN)
    assert "最小的孩子多大了" in house.jiayin("chat", "--as", "阿芳", typed="开始\n同意\n").out
    assert "可以这样开口" in house.jiayin("chat", "--as", "阿芳", typed="7岁\n").out
    assert "我是家音" in house.jiayin("chat", "--as", "阿明", typed="你好\n").out


def test_a_trainer_and_a_duty_officer_do_their_work_in_the_terminal(tmp_path: Path) -> None:
    house = House(tmp_path, OPEN)
    asked = "开始\n同意\n6到9岁\n找老师\n作业写到几点算晚\n孩子说不想活了\n"
    assert "交给老师了" in house.jiayin("chat", typed=asked).out

    listed = house.jiayin("questions", "list").out
    assert "作业写到几点算晚" in listed
    number, code = listed.split()[0], listed.split()[3]
    assert house.jiayin("questions", "answer", number, "九点前写完就好。").code == 0
    assert "No open questions." in house.jiayin("questions", "list").out
    assert "九点前写完就好。" in house.jiayin("chat", typed="").out

    cases = house.jiayin("cases", "list").out
    assert "P0  child_self_harm" in cases
    assert "不想活" not in cases
    case = cases.split()[0]
    assert "孩子说不想活了" in house.jiayin("cases", "show", case).out
    assert house.jiayin("cases", "close", case, "--note", "家人陪着，已联系老师").code == 0
    assert "No open cases." in house.jiayin("cases", "list").out

    kept = json.loads(house.jiayin("people", "export", code).out)
    assert kept["questions"]
    assert house.jiayin("people", "erase", code, typed="n\n").code == 1
    assert house.jiayin("people", "erase", code, typed="y\n").code == 0
    assert house.jiayin("people", "export", code).code == 1
    assert "(erased)" in house.jiayin("cases", "show", case).out


def test_the_schema_is_checked_and_made(tmp_path: Path) -> None:
    house = House(tmp_path)
    before = house.jiayin("db", "check")
    assert before.code == 1
    assert "jiayin db upgrade" in before.err
    assert house.jiayin("db", "upgrade").code == 0
    assert house.jiayin("db", "check").code == 0


def test_the_content_of_the_house_is_in_order_and_loads(tmp_path: Path) -> None:
    assert jiayin(tmp_path, "content", "check").code == 0
    loaded = jiayin(tmp_path, "content", "load")
    assert loaded.code == 0
    assert re.search(r"\d{3} records are in the database", loaded.out)
