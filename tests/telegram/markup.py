"""Telegram's HTML as its server reads it: what a person sees of it, and what is wrong with it."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

PLAIN_TAGS: Final = frozenset({"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler"})
TAG: Final = re.compile(r"<(?P<end>/?)(?P<name>[a-z-]+)(?P<rest>[^<>]*)>")
ENTITY: Final = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")

# Tags with what may stand in them.
OPENINGS: Final = (
    *(re.compile(re.escape(name)) for name in sorted(PLAIN_TAGS)),
    re.compile(r'a href="[^"<>]+"'),
    re.compile(r'span class="tg-spoiler"'),
    re.compile(r"blockquote(?: expandable)?"),
)


def visible(html: str) -> str:
    """The words without their markup."""
    return unescape(TAG.sub("", html))


def problems(html: str) -> list[str]:
    """Tags that Telegram does not know, does not see closed, or does not nest; signs that should be escaped."""
    found: list[str] = []
    open_tags: list[str] = []
    for tag in TAG.finditer(html):
        if tag["end"]:
            expected = open_tags.pop() if open_tags else None
            if tag["name"] != expected or tag["rest"]:
                found.append(f"{tag[0]} closes {expected}")
        else:
            found += opening_problems(tag, open_tags)
            open_tags.append(tag["name"])
    found += [f"<{name}> stays open" for name in open_tags]
    bare = ENTITY.sub("", TAG.sub("", html))
    return found + [f"{sign} is not escaped" for sign in "<>&" if sign in bare]


def opening_problems(tag: re.Match[str], open_tags: list[str]) -> list[str]:
    found = []
    if not any(pattern.fullmatch(tag["name"] + tag["rest"]) for pattern in OPENINGS):
        found.append(f"{tag[0]} is unknown")
    if tag["name"] == "blockquote" and "blockquote" in open_tags:
        found.append("a quote in a quote")
    if {"code", "pre"} & set(open_tags):
        found.append(f"{tag[0]} inside code")
    return found
