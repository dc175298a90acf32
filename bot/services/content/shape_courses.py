"""What a small course needs: its fields and no others, five lessons of a few screens, one right option a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LESSONS, QUESTIONS, OPTIONS = 5, 3, 3
FEWEST_SCREENS, MOST_SCREENS = 3, 5
# Checked with the other kinds (rules_records), where an editor may also add whose place the numbers must reach.
_AROUND = frozenset({"source", "author", "reviewed_by", "review_due", "place"})


@dataclass(frozen=True)
class _Several:
    """A list of `least` to `most` things, each of one form and called by `name`."""

    name: str
    form: _Form
    least: int
    most: int

    @property
    def count(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"


_Form = type[str] | type[bool] | _Several | Mapping[str, "_Form"]

_OPTION: Mapping[str, _Form] = {"text": str, "right": bool, "why": str}
_QUESTION: Mapping[str, _Form] = {"question": str, "options": _Several("option", _OPTION, OPTIONS, OPTIONS)}
_LESSON: Mapping[str, _Form] = {
    "id": str,
    "title": str,
    "screens": _Several("screen", str, FEWEST_SCREENS, MOST_SCREENS),
    "practice": str,
    "check_in": str,
    "replies": {"tried": str, "not_yet": str, "hard": str},
    "quiz": _Several("question", _QUESTION, QUESTIONS, QUESTIONS),
}
_COURSE: Mapping[str, _Form] = {
    "id": str,
    "title": str,
    "about": str,
    "themes": _Several("theme", str, 1, 5),
    "lessons": _Several("lesson", _LESSON, LESSONS, LESSONS),
}


def course_problems(record: Mapping[str, Any]) -> list[str]:
    """What is wrong with the form of a course, each thing with its place in it."""
    inner = {name: value for name, value in record.items() if name not in _AROUND}
    return list(_wrong(inner, _COURSE, "")) or [*_wrong_ids(record), *_wrong_answers(record)]


def _wrong(value: Any, form: _Form, place: str) -> Iterator[str]:
    if isinstance(form, _Several):
        yield from _wrong_list(value, form, place)
    elif isinstance(form, Mapping):
        yield from _wrong_fields(value, form, place)
    elif form is bool:
        if not isinstance(value, bool):
            yield f"{place} must be true or false"
    elif not isinstance(value, str) or not value.strip():
        yield f"{place} must be text; put it in quotation marks"


def _wrong_list(value: Any, form: _Several, place: str) -> Iterator[str]:
    if not isinstance(value, list) or not form.least <= len(value) <= form.most:
        yield f"{place} must be a list of {form.count}"
        return
    # “lesson 2, screens” becomes “lesson 2, screen 3”.
    around = place.rpartition(", ")[0]
    for number, item in enumerate(value, start=1):
        yield from _wrong(item, form.form, _inside(around, f"{form.name} {number}"))


def _wrong_fields(value: Any, form: Mapping[str, _Form], place: str) -> Iterator[str]:
    begin = f"{place} " if place else ""
    if not isinstance(value, dict):
        yield f"{begin}must have the fields {', '.join(form)}"
        return
    if missing := [name for name in form if name not in value]:
        yield f"{begin}lacks {', '.join(missing)}"
    if unknown := [str(name) for name in value if name not in form]:
        yield f"{begin}has {', '.join(unknown)}, which nobody reads"
    for name, inner in form.items():
        if name in value:
            yield from _wrong(value[name], inner, _inside(place, name))


def _inside(place: str, name: str) -> str:
    return f"{place}, {name}" if place else name


def _wrong_ids(record: Mapping[str, Any]) -> Iterator[str]:
    ids = [lesson["id"] for lesson in record["lessons"]]
    for id in dict.fromkeys(id for id in ids if ids.count(id) > 1):
        yield f"has several lessons with the id {id}"


def _wrong_answers(record: Mapping[str, Any]) -> Iterator[str]:
    for place, question in questions_of(record):
        if sum(option["right"] for option in question["options"]) != 1:
            yield f"{place} must have exactly one right option"


def questions_of(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every quiz question with its place in the course."""
    for number, lesson in enumerate(record["lessons"], start=1):
        for each, question in enumerate(lesson["quiz"], start=1):
            yield f"lesson {number}, question {each}", question
