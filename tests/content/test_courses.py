"""A small course is whole and short: five lessons, a few screens, questions with one right option."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.services.content.files import read_content
from bot.services.content.loading import usable
from dialogs.library import Option
from dialogs.records import course as course_from
from tests.content.shelf import Shelf, course, lesson, quiz

LESSONS = [lesson(number) for number in range(1, 6)]


def with_lesson(**changes: Any) -> Shelf:
    """The shelf with these changes in the second lesson of its course."""
    lessons = [*LESSONS[:1], lesson(2, **changes), *LESSONS[2:]]
    return Shelf(courses=[course(lessons=lessons)])


def with_option(**changes: Any) -> Shelf:
    """The shelf with these changes in the second option of the first question of the second lesson."""
    question = quiz(0)
    question["options"][1] |= changes
    return with_lesson(quiz=[question, quiz(1), quiz(2)])


def without(record: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != name}


# -- form ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shelf", "error"),
    [
        (Shelf(courses=[without(course(), "about")]), "lacks about"),
        (Shelf(courses=[course(id="Course 1")]), "needs an id of small letters, digits and hyphens"),
        (Shelf(courses=[course(title=5)]), "title must be text; put it in quotation marks"),
        (Shelf(courses=[course(price="10")]), "has price, which nobody reads"),
        (Shelf(courses=[course(lessons=LESSONS[:4])]), "lessons must be a list of 5"),
        (Shelf(courses=[course(lessons=[*LESSONS[:4], "第五课"])]), "lesson 5 must have the fields id, title, screens"),
        (Shelf(courses=[course(lessons=[*LESSONS[:4], lesson(1)])]), "has several lessons with the id course-calls-1"),
        (Shelf(courses=[course(lessons=[*LESSONS[:4], without(lesson(5), "practice")])]), "lesson 5 lacks practice"),
        (with_lesson(video="a.mp4"), "lesson 2 has video, which nobody reads"),
        (with_lesson(screens=["一", "二"]), "lesson 2, screens must be a list of 3 to 5"),
        (with_lesson(screens=["一", "二", "三", "四", "五", "六"]), "lesson 2, screens must be a list of 3 to 5"),
        (with_lesson(screens="一"), "lesson 2, screens must be a list of 3 to 5"),
        (with_lesson(screens=["一", " ", "三"]), "lesson 2, screen 2 must be text"),
        (with_lesson(replies={"tried": "好。", "hard": "好。"}), "lesson 2, replies lacks not_yet"),
        (with_lesson(quiz=[quiz(0), quiz(1)]), "lesson 2, quiz must be a list of 3"),
        (with_lesson(quiz=[quiz(0), quiz(3), quiz(1)]), "lesson 2, question 2 must have exactly one right option"),
        (with_option(right=True), "lesson 2, question 1 must have exactly one right option"),
        (with_option(right="yes"), "lesson 2, question 1, option 2, right must be true or false"),
        (with_option(why=None), "lesson 2, question 1, option 2, why must be text"),
    ],
)
def test_a_course_that_cannot_be_taken_is_left_out_and_says_why(tmp_path: Path, shelf: Shelf, error: str) -> None:
    (problem,) = shelf.errors(tmp_path)
    assert problem.startswith(error)
    good, _findings = usable(read_content(tmp_path).records)
    assert not [placed for placed in good if placed.kind == "course"]


def test_two_courses_with_the_same_lessons_are_noticed(tmp_path: Path) -> None:
    errors = Shelf(courses=[course(), course(id="course-again")]).errors(tmp_path)
    assert "has a lesson course-calls-5, which course-calls has too" in errors
    assert len(errors) == 5


# -- texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shelf", "error"),
    [
        (Shelf(courses=[course(title="好" * 13)]), "title has 13 characters; at most 12"),
        (with_lesson(title="好" * 13), "lesson 2, title has 13 characters; at most 12"),
        (with_lesson(screens=["好好好。" * 23, "二", "三"]), "lesson 2, screen 1 has 92 characters; at most 90"),
        (with_lesson(practice="好好好。" * 16), "lesson 2, practice has 64 characters; at most 60"),
        (with_lesson(check_in="好好好。" * 11), "lesson 2, check_in has 44 characters; at most 40"),
        (
            with_lesson(replies={"tried": "好。", "not_yet": "好。", "hard": "好好好。" * 16}),
            "lesson 2, reply hard has 64 characters; at most 60",
        ),
        (
            with_lesson(quiz=[quiz(0, question="好好好。" * 13), quiz(1), quiz(2)]),
            "lesson 2, question 1 has 52 characters; at most 50",
        ),
        (with_option(text="好" * 26), "lesson 2, question 1, option 2 has 26 characters; at most 25"),
        (with_option(why="好好好。" * 16), "lesson 2, question 1, why 2 has 64 characters; at most 60"),
        (with_lesson(practice="你必须打电话。"), "lesson 2, practice says “必须”"),
        (with_lesson(quiz=[quiz(0, question="你必须打吗？"), quiz(1), quiz(2)]), "lesson 2, question 1 says “必须”"),
        (with_option(text="留守的孩子"), "lesson 2, question 1, option 2 says “留守”"),
        (with_lesson(check_in="打了110吗？"), "lesson 2, check_in has the number 110 typed by hand"),
        (with_lesson(practice="打{911}。"), "lesson 2, practice has {911}, which nobody knows how to fill"),
        (with_option(text="打{110}"), "lesson 2, question 1, option 2 has {110}, but nothing is filled in there"),
        (Shelf(courses=[course(source="")]), "names no source"),
        (Shelf(courses=[course(author="")]), "names no author"),
        (Shelf(courses=[course(review_due="soon")]), "needs a date in review_due"),
        (Shelf(courses=[course(place="village")]), "place is village; known are child, none and parent"),
    ],
)
def test_every_text_of_a_course_keeps_the_rules(tmp_path: Path, shelf: Shelf, error: str) -> None:
    (problem,) = shelf.errors(tmp_path)
    assert problem.startswith(error)


def test_an_idiom_in_a_reply_is_advised_against(tmp_path: Path) -> None:
    shelf = with_lesson(replies={"tried": "循序渐进。", "not_yet": "好。", "hard": "好。"})
    assert shelf.advice(tmp_path) == [
        "lesson 2, reply tried uses the idiom 循序渐进; a plain word is understood by more people"
    ]


def test_a_right_option_that_always_stands_at_the_same_place_is_noticed(tmp_path: Path) -> None:
    lessons = [lesson(number, quiz=[quiz(1), quiz(1), quiz(1)]) for number in range(1, 6)]
    advice = Shelf(courses=[course(lessons=lessons)]).advice(tmp_path)
    assert advice == ["has every right option at the same place; change their order"]


# -- the library -----------------------------------------------------------------------------------------------------


def test_a_course_in_the_library_knows_its_lessons_and_right_options() -> None:
    taken = course_from(course(place="parent"))
    assert (taken.title, taken.place, len(taken.lessons)) == ("打电话", "parent", 5)
    assert course_from(course()).place == "child"
    last = taken.lessons[4]
    assert last.replies["hard"] == "是不好定，慢慢来。"
    assert [question.right for question in last.quiz] == [Option(f"办法{n}", True, "这样也行。") for n in range(3)]
