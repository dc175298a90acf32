"""What Jiayin really says to parents keeps every rule, and names every hotline that they may need."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from bot.commands.content import content
from bot.i18n import LOCALES
from bot.services.content.files import read_content
from bot.services.content.loading import usable
from bot.services.content.rules import check_content
from tests.content.shelf import TODAY, Shelf, tip

NEEDED = {
    *("110", "12110", "120", "119", "122", "12345", "12349", "12355", "12356", "12338", "12348", "12333", "12351"),
    *("12309", "12377", "96110", "12393", "12391", "12315", "12306", "12122"),
    *("010-82951332", "800-810-1117", "400-161-9995", "0435-3338090"),
}


def test_our_content_has_no_errors() -> None:
    report = check_content(LOCALES, TODAY)
    assert [str(finding) for finding in report.findings if finding.error] == []


def test_nothing_in_our_content_waits_longer_than_a_year_for_a_review() -> None:
    advice = [finding.problem for finding in check_content(LOCALES, date(2026, 11, 20)).findings]
    assert not any("looked at again" in problem for problem in advice)


def test_our_files_can_be_read_whole() -> None:
    read = read_content()
    good, findings = usable(read.records)
    assert (read.findings, findings) == ((), [])
    assert len(good) == len(read.records)


def test_every_hotline_that_a_family_may_need_is_in_the_table() -> None:
    assert {placed.id for placed in read_content().records if placed.kind == "hotline"} >= NEEDED


def test_trainers_do_not_wait_for_the_check() -> None:
    begun = time.process_time()
    check_content(LOCALES, TODAY)
    # Measuring coverage makes it thrice as slow; the bound only catches a change of order.
    assert time.process_time() - begun < 10


def test_errors_come_before_advice_and_say_how_much_was_read(tmp_path: Path) -> None:
    shelf = Shelf(tips=[tip(text="循序渐进。"), tip(id="second", text="你必须打。")])
    report = check_content(shelf.put_into(tmp_path), TODAY)
    assert [finding.error for finding in report.findings] == [True, False]
    assert report.summary.startswith(
        "2 tips, 1 starters, 1 answers, 1 courses, 0 other matters, 15 danger replies, 3 hotlines, 4 notices"
    )


def test_a_trainer_sees_errors_and_asks_for_advice(tmp_path: Path) -> None:
    folder = Shelf(tips=[tip(text="你必须循序渐进。")]).put_into(tmp_path)
    plain, full = (CliRunner().invoke(content, ["check", str(folder), *more]) for more in ([], ["--advice"]))
    assert plain.exit_code == 1
    assert "error  zh_Hans/content/tips/call_home.yaml:1: call-first-name: text says “必须”" in plain.output
    assert "循序渐进;" not in plain.output
    assert "循序渐进;" in full.output
