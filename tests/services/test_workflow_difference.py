"""What changed between two wordings can be read at a glance."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.services.workflow.difference import FieldDifference, How, Part, difference
from tests.content import shelf


def shown(one: FieldDifference) -> str:
    marks = {How.SAME: "{}", How.GONE: "[-{}-]", How.NEW: "[+{}+]"}
    return "".join(marks[part.how].format(part.words) for part in one.parts)


def test_within_a_text_only_what_changed_is_marked() -> None:
    (one,) = difference({"text": "今天打电话，先叫他小名。"}, {"text": "明天打电话，先叫她的小名。"})
    assert one.field == "text"
    assert shown(one) == "[-今-][+明+]天打电话，先叫[-他-][+她的+]小名。"


def test_scattered_signs_that_stayed_do_not_tear_a_change_apart() -> None:
    (one,) = difference({"text": "孩子哭了先别吼他"}, {"text": "孩子笑一笑了就好"})
    assert all(part.how is not How.SAME or len(part.words) >= 2 for part in one.parts)


def test_ways_of_asking_are_compared_line_by_line() -> None:
    (one,) = difference({"variants": ["一", "二", "三"]}, {"variants": ["一", "三", "四"]})
    assert one.parts == (Part(How.SAME, "一"), Part(How.GONE, "二"), Part(How.SAME, "三"), Part(How.NEW, "四"))


def test_a_change_in_a_course_is_found_where_it_stands() -> None:
    lessons = shelf.course()["lessons"]
    lessons[2] = {**lessons[2], "title": "换个标题"}
    (one,) = difference(shelf.course(), shelf.course(lessons=lessons))
    assert one.path == ("lessons", "2", "title")
    assert (one.old, one.new) == ("说好哪天打", "换个标题")


def test_nothing_and_an_empty_text_are_the_same() -> None:
    assert difference({"share": None, "elder": ""}, {"text": ""}) == ()
    assert [one.new for one in difference({}, {"together": True, "place": "child"})] == ["true", "child"]


@given(st.text(alphabet="你好吗，。ab\n", max_size=40), st.text(alphabet="你好吗，。ab\n", max_size=40))
def test_the_parts_give_back_both_texts(old: str, new: str) -> None:
    for one in difference({"text": old}, {"text": new}):
        assert "".join(part.words for part in one.parts if part.how is not How.NEW) == old
        assert "".join(part.words for part in one.parts if part.how is not How.GONE) == new
