"""A trainer's slip of the pen is named by file and line, and costs no more than the record in which it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.services.content.files import Finding, Placed, read_content
from bot.services.content.loading import usable
from tests.content.shelf import Shelf, faq, hotline, reply, tip

GOOD = '- id: "110"\n  number: "110"\n'


def written(folder: Path, words: str, name: str = "hotlines.yaml", language: str = "zh_Hans") -> Path:
    path = folder / language / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")
    return folder


def test_a_file_that_is_no_yaml_is_named_by_line_and_the_other_files_are_read(tmp_path: Path) -> None:
    Shelf().put_into(tmp_path)
    written(tmp_path, "- id: one\n  text: [open\n", "tips/caregiver.yaml")
    read = read_content(tmp_path)
    assert [(finding.file, finding.line) for finding in read.findings] == [("zh_Hans/content/tips/caregiver.yaml", 3)]
    assert {placed.id for placed in read.records} >= {"call-first-name", "starter-lunch", "short-calls", "110"}


def test_a_slip_in_one_record_does_not_cost_its_neighbours(tmp_path: Path) -> None:
    slip = '- id: "120"\n  number: "120\n\n'
    read = read_content(written(tmp_path, f'# help lines\n{GOOD}\n{slip}- id: "119"\n  number: "119"\n'))
    assert [(placed.id, placed.line) for placed in read.records] == [("110", 2), ("119", 8)]
    assert [finding.line for finding in read.findings] == [6]
    assert "cannot be read as YAML" in str(read.findings[0])


def test_a_slip_in_one_notice_does_not_cost_the_others(tmp_path: Path) -> None:
    read = read_content(written(tmp_path, 'one: "好"\ntwo: "坏\nthree: |-\n  第一行\n  第二行\n', "notices.yaml"))
    assert [(placed.id, placed.line) for placed in read.records] == [("zh_Hans:one", 1), ("zh_Hans:three", 3)]
    assert [finding.line for finding in read.findings] == [2]


def test_a_file_of_which_no_piece_can_be_told_is_still_named(tmp_path: Path) -> None:
    read = read_content(written(tmp_path, "{\n"))
    assert [(finding.file, finding.line) for finding in read.findings] == [("zh_Hans/content/hotlines.yaml", 2)]


def test_a_record_that_was_pasted_without_its_dash_is_noticed(tmp_path: Path) -> None:
    read = read_content(written(tmp_path, f'{GOOD}  id: "120"\n  number: "120"\n'))
    assert [(finding.line, finding.problem) for finding in read.findings] == [
        (3, "has id a second time in one record"),
        (4, "has number a second time in one record"),
    ]


def test_a_day_that_does_not_exist_costs_nobody_the_file(tmp_path: Path) -> None:
    read = read_content(written(tmp_path, f"{GOOD}  review_due: 2027-13-01\n  verified_on: 2026-10-01\n"))
    assert read.findings == ()
    assert read.records[0].record["review_due"] == "2027-13-01"
    assert read.records[0].record["verified_on"] == date(2026, 10, 1)


def test_a_file_from_another_editor_is_read_or_named(tmp_path: Path) -> None:
    assert len(read_content(written(tmp_path, "\ufeff" + GOOD)).records) == 1
    (tmp_path / "zh_Hans" / "content" / "hotlines.yaml").write_bytes("- id: 报警\n".encode("gbk"))
    assert "is not written in UTF-8" in read_content(tmp_path).findings[0].problem


@pytest.mark.parametrize(
    ("name", "words", "problem"),
    [
        ("hotlines.yaml", "110: police\n", "must be a list of records"),
        ("hotlines.yaml", "- police\n", "is not a record: police"),
        ("notices.yaml", "- refused\n", "must be a mapping"),
        ("hotlines.yml", GOOD, "is not read"),
        ("tips/old/call.yaml", "[]", "is not read"),
    ],
)
def test_content_of_another_form_is_named(tmp_path: Path, name: str, words: str, problem: str) -> None:
    (finding,) = read_content(written(tmp_path, words, name)).findings
    assert problem in finding.problem


def test_a_hidden_file_of_the_desktop_disturbs_nobody(tmp_path: Path) -> None:
    assert read_content(written(tmp_path, "x", ".DS_Store")).findings == ()


def test_a_finding_says_where_it_is_before_what_it_is() -> None:
    assert str(Finding("tips/a.yaml", 3, "nap", "is long")) == "tips/a.yaml:3: nap: is long"
    assert str(Finding("tips/a.yaml", 3, "", "is long")) == "tips/a.yaml:3: is long"


@pytest.mark.parametrize(
    ("kind", "record", "problem"),
    [
        ("tip", tip(text=None), "lacks text"),
        ("tip", tip(id="Call Home"), "small letters"),
        ("tip", tip(topic="cooking"), "unknown topic cooking"),
        ("tip", tip(kind="story"), "fact, tip or starter"),
        ("tip", tip(text={"110": None}), "text must be text"),
        ("tip", tip(share=110), "share must be text"),
        ("tip", tip(bands="6-9"), "bands must be a list"),
        ("tip", tip(shifts="night"), "shifts must be a list"),
        ("tip", tip(bands=["6-10"]), "cannot be used"),
        ("tip", tip(together="maybe"), "cannot be used"),
        ("faq", faq(variants=["打不通", 110]), "variants must be a list of texts"),
        ("faq", faq(escalate={"level": "P0", "trigger": "flood"}), "cannot be used"),
        ("other_matter", {"id": "weather", "wordings": "下雨不"}, "wordings must be a list of texts"),
        ("other_matter", {"id": "Weather!", "wordings": ["下雨不"]}, "small letters"),
        ("hotline", hotline("110", number=110), "number must be text"),
        ("safeguarding", reply("accident", hotlines=[120]), "hotlines must be a list of texts"),
        ("safeguarding", reply("accident", level="P9"), "cannot be used"),
        ("season", {"name": "summer", "from": "06-31", "to": "08-01"}, "cannot be used"),
        ("area", {"code": 10, "name": "北京", "province": "北京"}, "code must be text"),
        ("notice", {"language": "en", "key": "refused", "text": None}, "lacks text"),
    ],
)
def test_a_record_that_the_library_could_not_take_is_kept_out(
    kind: str, record: dict[str, object], problem: str
) -> None:
    good, findings = usable([Placed(kind, "one", record, "some.yaml", 7)])
    assert good == []
    assert problem in findings[0].problem
    assert (findings[0].line, findings[0].error) == (7, True)


def test_an_id_that_is_used_twice_is_named_where_it_comes_again(tmp_path: Path) -> None:
    (finding,) = Shelf(tips=[tip(), tip(text="换个时间打。")]).findings(tmp_path)
    assert "further up already" in finding.problem
    assert finding.line > 1


def test_a_notice_without_words_is_named_on_its_line(tmp_path: Path) -> None:
    words = {"refused": "没关系。", "child_space": None}
    findings = Shelf(chinese=words).findings(tmp_path)
    assert [(one.line, one.problem) for one in findings if one.id == "zh_Hans:child_space"] == [(2, "lacks text")]
