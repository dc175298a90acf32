"""What a small course needs: its fields and no others, five lessons of a few screens, one right option a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.services.content.fields import field_name, field_names
from bot.services.content.problems import Problem
from dialogs.text import Text, Translated, Verbatim, _

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
    def count(self) -> Text:
        if self.least == self.most:
            return Verbatim(str(self.least))
        return _("{least} to {most}")(least=self.least, most=self.most)


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


def course_problems(record: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the form of a course, each thing with its place in it."""
    inner = {name: value for name, value in record.items() if name not in _AROUND}
    return list(_wrong(inner, _COURSE, "")) or [*_wrong_ids(record), *_wrong_answers(record)]


def _wrong(value: Any, form: _Form, place: str) -> Iterator[Problem]:
    if isinstance(form, _Several):
        yield from _wrong_list(value, form, place)
    elif isinstance(form, Mapping):
        yield from _wrong_fields(value, form, place)
    elif form is bool:
        if not isinstance(value, bool):
            yield _at(place, _("{field} must be true or false"))
    elif not isinstance(value, str) or not value.strip():
        yield _at(place, _("{field} must be text; put it in quotation marks"))


def _wrong_list(value: Any, form: _Several, place: str) -> Iterator[Problem]:
    if not isinstance(value, list) or not form.least <= len(value) <= form.most:
        yield _at(place, _("{field} must be a list of {count}")(count=form.count))
        return
    # “lesson 2, screens” becomes “lesson 2, screen 3”.
    around = place.rpartition(", ")[0]
    for number, item in enumerate(value, start=1):
        yield from _wrong(item, form.form, _inside(around, f"{form.name} {number}"))


def _wrong_fields(value: Any, form: Mapping[str, _Form], place: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _at(place, _("{field} must have the fields {names}")(names=field_names([*form])))
        return
    if missing := [name for name in form if name not in value]:
        told = _("{field} lacks {names}") if place else _("lacks {names}")
        yield _at(place, told(names=field_names(missing)))
    if unknown := [str(name) for name in value if name not in form]:
        told = _("{field} has {names}, which nobody reads") if place else _("has {names}, which nobody reads")
        yield _at(place, told(names=", ".join(unknown)))
    for name, inner in form.items():
        if name in value:
            yield from _wrong(value[name], inner, _inside(place, name))


def _at(place: str, told: Translated) -> Problem:
    return Problem(told(field=field_name(place)), field=place)


def _inside(place: str, name: str) -> str:
    return f"{place}, {name}" if place else name


def _wrong_ids(record: Mapping[str, Any]) -> Iterator[Problem]:
    ids = [lesson["id"] for lesson in record["lessons"]]
    for id in dict.fromkeys(id for id in ids if ids.count(id) > 1):
        yield Problem(_("has several lessons with the id {id}")(id=id), field="lessons")


def _wrong_answers(record: Mapping[str, Any]) -> Iterator[Problem]:
    for place, question in questions_of(record):
        if sum(option["right"] for option in question["options"]) != 1:
            yield _at(place, _("{field} must have exactly one right option"))


def questions_of(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every quiz question with its place in the course."""
    for number, lesson in enumerate(record["lessons"], start=1):
        for each, question in enumerate(lesson["quiz"], start=1):
            yield f"lesson {number}, question {each}", question
