"""The pages as they leave the house: whole, small, and with nothing in them from elsewhere."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from bot.channels.web.pages import FOLDER
from tests.web.phone import Phone
from tests.web.room import Room

LARGEST = 80 * 1024


@pytest.fixture
def phone() -> Phone:
    return Phone(Room())


def scripts() -> list[Path]:
    return sorted(FOLDER.glob("*.js"))


@pytest.mark.parametrize("path", ["/", "/join/GFDG01", "/?join=GFDG01"])
def test_every_way_in_leads_to_the_same_page(phone: Phone, path: str) -> None:
    response = phone.browser.get(path)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>家音</title>" in response.text
    assert '<html lang="zh-Hans">' in response.text


def test_looking_at_the_page_leaves_no_trace(phone: Phone) -> None:
    assert "set-cookie" not in phone.browser.get("/").headers
    assert "set-cookie" not in phone.browser.get("/calm").headers


@pytest.mark.parametrize("path", ["/", "/calm"])
def test_a_page_is_small_and_takes_nothing_from_elsewhere(phone: Phone, path: str) -> None:
    text = phone.browser.get(path).text
    assert len(text.encode()) <= LARGEST
    assert set(re.findall(r"https?://[^\s\"')]+", text)) == {"http://www.w3.org/2000/svg"}
    assert re.findall(r"<(?:script|img|iframe)[^>]* src=|@import|url\(", text) == []
    assert "{{" not in text


@pytest.mark.parametrize("path", ["/", "/calm"])
def test_only_what_stands_in_the_page_may_run(phone: Phone, path: str) -> None:
    response = phone.browser.get(path)
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        inner = re.findall(rf"<{tag}>(.*?)</{tag}>", response.text, re.DOTALL)
        digest = b64encode(sha256(inner[0].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
        assert len(inner) == 1
    assert (
        re.findall(r"\son\w+=|\sstyle=", re.sub(r"<(style|script)>.*?</\1>", "", response.text, flags=re.DOTALL)) == []
    )


@pytest.mark.parametrize("path", ["/", "/calm"])
def test_no_other_site_may_frame_or_sniff_it(phone: Phone, path: str) -> None:
    headers = phone.browser.get(path).headers
    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_a_page_that_has_not_changed_is_not_loaded_again(phone: Phone) -> None:
    tag = phone.browser.get("/").headers["etag"]
    again = phone.browser.get("/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_comes_packed_where_the_browser_can_unpack_it(phone: Phone) -> None:
    packed = phone.browser.get("/", headers={"Accept-Encoding": "gzip"})
    plain = phone.browser.get("/", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def test_the_calm_page_has_nothing_of_us(phone: Phone) -> None:
    text = phone.browser.get("/calm").text
    assert "<title>日历</title>" in text
    assert not re.search("家音|jiayin|孩子|聊天", text, re.IGNORECASE)


def test_old_phones_understand_the_scripts() -> None:
    """No syntax younger than ES2017: optional chaining, ??, object spread, catch without a name, lookbehind."""
    younger = re.compile(
        r"\?\.[a-z(\[]|\?\?|\{\s*\.\.\.|catch \{|\(\?<|\*\*=|\.finally\(|\.flat\(|\.at\(|replaceAll|#[a-z]+\s*[=(]"
    )
    assert [path.name for path in scripts() if younger.search(path.read_text(encoding="utf-8"))] == []


def test_no_words_for_people_hide_in_the_scripts() -> None:
    assert [path.name for path in scripts() if re.search("[一-鿿]", path.read_text(encoding="utf-8"))] == []


def test_the_page_never_rings_nor_writes_where_others_look() -> None:
    together = "".join(path.read_text(encoding="utf-8") for path in scripts())
    assert not re.search(r"Notification|Audio|vibrate|document\.title|innerHTML|console\.", together)


def test_only_reading_places_outlive_the_tab() -> None:
    assert [path.name for path in scripts() if "localStorage" in path.read_text(encoding="utf-8")] == ["seen.js"]
