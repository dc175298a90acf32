"""A grandmother's neighbour opens the card for the wall at a Jiayin that really runs, and prints it."""

from __future__ import annotations

import urllib.request
from pathlib import Path

from tests.process.running import House


def test_the_card_comes_from_a_running_house_to_somebody_nobody_knows(tmp_path: Path) -> None:
    with House(tmp_path).open() as house:
        with urllib.request.urlopen(house.url + "/wall-card", timeout=5) as answer:  # noqa: S310 - our own loopback address
            card = answer.read().decode()
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["set-cookie"] is None
        for number in ("110", "120", "119", "12356", "12355", "12345"):
            assert f"<b>{number}</b>" in card
