"""From a card or a question to messages in their final words."""

from __future__ import annotations

from bot.rendering.message import Button
from bot.rendering.words import Frame, card, question
from dialogs.engine.prompt import Choice, Prompt, ask
from dialogs.engine.step import Card, File
from dialogs.text import Listed, Phone, Text, Verbatim, _
from tests.chat import WORDS

ROOMY, NARROW = Frame(4000), Frame(40)


def say(text: Text) -> str:
    return WORDS.say(text, "zh_Hans")


def words(text: str, **values: Phone | Verbatim | Listed) -> Verbatim:
    return Verbatim(text, tuple(values.items()))


def test_a_question_shows_its_choices_as_buttons_that_carry_the_turn() -> None:
    shift = ask(words("白班还是夜班？"), choices=(Choice("day", words("白班")), Choice("night", words("夜班"))))
    (message,) = question(shift, say, 7, ROOMY)
    assert message.text == "白班还是夜班？"
    assert message.buttons == (Button("白班", "s:7:day"), Button("夜班", "s:7:night"))
    assert message.numbered


def test_long_choices_stand_numbered_in_the_text_over_short_buttons() -> None:
    choices = (
        Choice("1", words("孩子不接电话怎么办？")),
        Choice("2", words("多久打一次？")),
        Choice("none", words("都不是")),
    )
    (message,) = question(ask(words("你想问的是哪个？"), choices=choices, listed=True), say, 1, ROOMY)
    assert message.text == "你想问的是哪个？\n1. 孩子不接电话怎么办？\n2. 多久打一次？"
    assert [button.label for button in message.buttons] == ["1", "2", "都不是"]


def test_where_a_bare_number_is_an_answer_the_choices_are_not_numbered() -> None:
    (message,) = question(ask(words("几点？"), choices=(Choice("x", words("跳过")),), bare_numbers=True), say, 1, ROOMY)
    assert not message.numbered


def test_a_question_of_danger_folds_away() -> None:
    assert question(Prompt((words("安全吗？"),), fold=True), say, 1, ROOMY)[0].fold


def test_a_card_has_buttons_that_stay_valid_and_a_file() -> None:
    shown = Card(
        "alarm", (words("定个闹钟"),), (Choice("done", words("定好了")),), file=File("a.ics", "text/calendar", "BEGIN")
    )
    (message,) = card(shown, say, "r1", ROOMY, silent=True)
    assert message.buttons == (Button("定好了", "o:r1:done"),)
    assert message.silent
    assert message.document is not None
    assert message.document.name == "a.ics"


def test_long_words_are_cut_and_the_buttons_stand_under_the_last_part() -> None:
    shown = Card("tip", (words("今天打个电话。" * 20),), (Choice("tried", words("我试了")),), file=File("a", "b", "c"))
    parts = card(shown, say, "r1", NARROW)
    assert len(parts) > 2
    assert all(len(part.text) <= 40 for part in parts)
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert [part.document is not None for part in parts] == [bool(part.buttons) for part in parts]


def test_every_phone_number_in_the_words_is_named_longest_first() -> None:
    local = Phone("110", "0856")
    fallback = _(
        "If that does not get through, dial {numbers} and say that the child is in {place}; ask to be put through."
    )
    numbers = Listed((words("{n}", n=Phone("110")), words("{n}", n=Phone("120"))))
    shown = Card(
        "danger",
        (words("先打{a}。{b}", a=local, b=words("再打{c}", c=Phone("12356"))), fallback(numbers=numbers, place="铜仁")),
    )
    (message,) = card(shown, say, "r1", ROOMY)
    assert message.numbers == ("0856110", "12356", "110", "120")


def test_a_number_is_named_only_with_the_part_in_which_it_stands() -> None:
    shown = Card(
        "danger",
        (words("先打{a}。", a=Phone("110")), words("今天打个电话。" * 10), words("再打{b}。", b=Phone("12356"))),
    )
    parts = card(shown, say, "r1", NARROW)
    assert parts[0].numbers == ("110",)
    assert parts[-1].numbers == ("12356",)


def test_empty_paragraphs_leave_no_gap() -> None:
    (message,) = card(Card("reply", (words("一"), words("  "), words("二"))), say, "r1", ROOMY)
    assert message.text == "一\n二"


def test_a_card_without_words_is_still_one_message() -> None:
    assert len(card(Card("reply", ()), say, "r1", ROOMY)) == 1
