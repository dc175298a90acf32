"""微课: which small course, and which of its lessons; nothing is written down about what she has seen."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.course.lesson import another_course, begin, closed, enough, gone
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Choice, Prompt, ask, plain
from dialogs.engine.step import Done, Go, Move, Open, Step
from dialogs.facts import Facts
from dialogs.library import Course
from dialogs.text import Verbatim, _

_NUMERALS = "一二三四五六七八九"


def door(facts: Facts, subject: str) -> Move:
    """`subject` is a course to begin with; without one she chooses."""
    if subject in facts.library.courses:
        return Go(ChooseLesson(subject))
    if not facts.library.courses:
        return Done((_("There are no small courses right now. You can ask me anything about the child, though."),))
    return Go(ChooseCourse())


def _courses(facts: Facts) -> list[Course]:
    return list(facts.library.courses.values())


@dataclass(frozen=True)
class ChooseCourse(Step):
    """Which course? Each with the sentence that says whom it is for."""

    def ask(self, facts: Facts) -> Prompt:
        choices = [
            Choice(str(place), _("{title}: {about}")(title=Verbatim(course.title), about=course.about), (course.title,))
            for place, course in enumerate(_courses(facts))
        ]
        return ask(
            _("These are the small courses; a lesson takes a few minutes. Which one would you like?"),
            choices=[*choices, enough()],
            listed=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        return Go(ChooseLesson(_courses(facts)[int(key)].id)) if key.isdigit() else closed()


@dataclass(frozen=True)
class ChooseLesson(Step):
    """Which lesson? Any of them may be the first."""

    course: str

    def ask(self, facts: Facts) -> Prompt:
        course = facts.library.courses.get(self.course)
        if course is None:
            return gone()
        choices = [
            Choice(str(number), Verbatim(lesson.title), (f"第{_NUMERALS[number - 1]}课", f"第{number}课"))
            for number, lesson in enumerate(course.lessons, start=1)
        ]
        return ask(
            _("“{title}” has these lessons. You can begin with any of them.")(title=Verbatim(course.title)),
            choices=[*choices, another_course(), enough()],
            listed=True,
        )

    def chose(self, key: str, facts: Facts) -> Move:
        if key.isdigit():
            return begin(self.course, int(key), facts)
        return Open(Entry.COURSE) if key == another_course().key else closed()


def wished(words: str, facts: Facts) -> Move | None:
    """The title of a course, written by itself; None when these words are something else."""
    said = plain(words).strip("《》")
    found = next((course.id for course in _courses(facts) if plain(course.title) == said), None)
    return None if found is None else Open(Entry.COURSE, found)
