"""Words that somebody typed or pasted into the console, made fit to be sent, and freed of names."""

from __future__ import annotations

import re
import unicodedata

from dialogs.hotlines import PLACEHOLDER
from dialogs.library import Library

# As an answer in the library: what is longer is not read in a break.
LONGEST_ANSWER = 200
LONGEST_QUESTION = 1000
_AREA_CODE = "0000"
# Signs that turn the direction of writing or hide between letters; the joiner of emoji is none of them.
_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINES = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")

_NAME = r"[^\s:：，。？！,?!、]{1,14}"
# 张三 2026/11/23 10:05, or 张三 10:05 at the head of a copied message.
_DAY = r"\d{2,4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?"
_HEAD = re.compile(rf"^\s*{_NAME}(?:\s+{_NAME})?\s+(?:{_DAY}\s*)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s*$")
# 张三: … ; the clock in 晚上8:30 is no name.
_SPEAKER = re.compile(rf"^\s*(?!\S*\d\s*[:：]\s*\d){_NAME}\s*[:：]\s*")
_MENTION = re.compile(r"[@＠][^\s@＠,，。？?!！:：、]{1,20}\s?")
_NUMBERS = re.compile(
    r"(?<!\d)(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|\d{17}[\dXx]|\d{15})(?![\dXx])"
)
_HANDLE = re.compile(r"(?:微信|VX|vx|wx|WX|QQ|qq|扣扣)(?:号)?\s*(?:是|[:：])?\s*[A-Za-z0-9][A-Za-z0-9_-]{4,19}")
_CALLED = re.compile(r"(?:我叫|名叫|名字(?:叫|是)|姓名(?:是|[:：]))\s*[一-鿿]{2,4}?(?=[，。,.！？\s]|$)")


def cleaned(words: str) -> str:
    """Without what no message can hold: control characters, halves of pairs, signs that turn the text around."""
    whole = _LINES.sub("\n", words.encode("utf-8", "ignore").decode())
    plain = "".join(sign for sign in _HIDDEN.sub("", whole) if sign == "\n" or unicodedata.category(sign) != "Cc")
    return _BLANK_LINES.sub("\n\n", unicodedata.normalize("NFC", plain)).strip()


def without_names(pasted: str) -> str:
    """What was asked, without who asked: speakers, mentions, phone and identity numbers, handles of other apps."""
    lines = (line for line in cleaned(pasted).split("\n") if not _HEAD.match(line))
    kept = (_SPEAKER.sub("", _nameless(line)).strip() for line in lines)
    return "\n".join(line for line in kept if line)


def _nameless(line: str) -> str:
    for pattern in (_MENTION, _HANDLE, _NUMBERS, _CALLED):
        line = pattern.sub("", line)
    return line.strip()


def printed_length(words: str, library: Library) -> int:
    """Characters without spaces and line breaks, a placeholder as long as what it prints."""

    def printed(found: re.Match[str]) -> str:
        line = library.hotlines.get(found[1])
        return found[0] if line is None else (_AREA_CODE if line.needs_area_code else "") + line.number

    return len(re.sub(r"\s", "", PLACEHOLDER.sub(printed, words)))
