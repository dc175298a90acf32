"""The one-time link that a start prints, and the way back that the terminal gives."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

from tests.process.running import House, jiayin


def test_a_start_without_accounts_prints_a_link_that_opens(tmp_path: Path) -> None:
    with House(tmp_path).open() as house:
        found = re.search(r"http\S+/console/welcome/[\w-]+", house.said)
        assert found is not None, house.said
        with urllib.request.urlopen(found[0], timeout=10) as page:  # noqa: S310 - our own loopback address
            assert "第一位管理员" in page.read().decode()


def test_the_terminal_says_that_nobody_has_an_account_yet(tmp_path: Path) -> None:
    listed = jiayin(tmp_path, "console", "accounts")
    assert (listed.code, "no account yet" in listed.out) == (0, True)
    invited = jiayin(tmp_path, "console", "invite", "王老师")
    assert invited.code == 1
    assert "no enabled account" in invited.said
