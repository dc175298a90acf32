"""What the rules look at: every text that people will read, and what else has to be known to judge it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.services.content.fields import field_name
from bot.services.content.files import Placed
from bot.services.content.problems import Problem
from bot.services.content.shape_courses import questions_of
from dialogs.text import Text

CHINESE = "zh_Hans"
PLACEHOLDER = re.compile(r"\{([0-9A-Za-z_-]+)\}")
# Question variants and negative examples are what parents type: nobody is ever shown them.
_READ = {
    "tip": ("text", "basic_phone", "share", "elder"),
    "starter": ("opener", "follow_up", "avoid"),
    "faq": ("question", "answer", "share", "elder"),
    "safeguarding": ("reply", "eta_line", "off_duty_line"),
    "hotline": ("name", "scope", "hours", "answered_by"),
    "weekly": ("text",),
    "wall_card": ("text", "beside"),
    "festival": ("name", "greeting"),
    "notice": ("text",),
}
_WIDTHS = {"operator": 6, "operator_phone": 11, "eta": 8}


@dataclass(frozen=True)
class Said:
    """One text of a record, as a trainer wrote it."""

    placed: Placed
    field: str
    words: str

    @property
    def kind(self) -> str:
        return self.placed.kind

    @property
    def part(self) -> str:
        """The field without its place in a course: `screen` of “lesson 2, screen 3”."""
        return self.field.rpartition(", ")[2].rstrip(" 0123456789")

    @property
    def named(self) -> Text:
        """The field, to be said to somebody."""
        return field_name(self.field)

    @property
    def chinese(self) -> bool:
        return self.kind != "notice" or self.placed.record["language"] == CHINESE

    @property
    def place(self) -> str:
        """Whose place its numbers are printed for; what is passed on shows no area code."""
        return "none" if self.field in ("share", "elder") else str(self.placed.record.get("place") or "child")


@dataclass(frozen=True)
class Known:
    """What the judging of one text needs of the others, and the day on which it is judged."""

    hotlines: Mapping[str, Mapping[str, Any]]
    seasons: frozenset[str]
    child_space: str
    today: date | None

    @property
    def numbers(self) -> frozenset[str]:
        """The digits of all hotlines."""
        return frozenset(re.sub(r"\D", "", hotline["number"]) for hotline in self.hotlines.values())


TextRule = Callable[[Said, Known], Iterable[Problem]]
RecordRule = Callable[[Placed, Known], Iterable[Problem]]


def known_from(records: Iterable[Placed], today: date | None) -> Known:
    by_kind: dict[str, dict[str, Mapping[str, Any]]] = {}
    for placed in records:
        by_kind.setdefault(placed.kind, {})[placed.id] = placed.record
    notice = by_kind.get("notice", {}).get(f"{CHINESE}:child_space", {})
    return Known(by_kind.get("hotline", {}), frozenset(by_kind.get("season", {})), str(notice.get("text", "")), today)


def texts_of(placed: Placed) -> Iterator[Said]:
    if placed.kind == "course":
        yield from (Said(placed, place, words.strip()) for place, words in _of_course(placed.record))
    for field in _READ.get(placed.kind, ()):
        if isinstance(words := placed.record.get(field), str) and words.strip():
            yield Said(placed, field, words.strip())


def _of_course(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text of a course with its place."""
    yield from (("title", record["title"]), ("about", record["about"]))
    for number, lesson in enumerate(record["lessons"], start=1):
        place = f"lesson {number}"
        yield from ((f"{place}, {name}", lesson[name]) for name in ("title", "practice", "check_in"))
        yield from ((f"{place}, screen {each}", words) for each, words in enumerate(lesson["screens"], start=1))
        yield from ((f"{place}, reply {how}", words) for how, words in lesson["replies"].items())
    for place, question in questions_of(record):
        yield place, question["question"]
        for each, option in enumerate(question["options"], start=1):
            yield f"{place}, option {each}", option["text"]
            yield f"{place}, why {each}", option["why"]


def printed(said: Said, known: Known, area_code: str = "0000") -> str:
    """The text as it will be printed, with the longest area code before local numbers."""
    return PLACEHOLDER.sub(lambda match: _printed(match[1], said, known, area_code), said.words)


def _printed(name: str, said: Said, known: Known, area_code: str) -> str:
    if (hotline := known.hotlines.get(name)) is None:
        return known.child_space if name == "child_space" else "0" * _WIDTHS.get(name, 0)
    local = hotline["needs_area_code"] and hotline.get("place") == "child" and said.place == "child"
    return (area_code if local else "") + str(hotline["number"])


def without_placeholders(words: str) -> str:
    """The same text with nothing where the numbers and names will stand."""
    return PLACEHOLDER.sub("", words)


def length(words: str) -> int:
    """Characters without spaces and line breaks."""
    return len(re.sub(r"\s", "", words))
