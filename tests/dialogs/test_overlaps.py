"""Where an answer lies close to a danger: what comes first, told row by row by `overlaps.tsv`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from dialogs.answers import KIND as ANSWER
from dialogs.ask import ChooseQuestion
from dialogs.danger.card import KIND as DANGER
from dialogs.danger.talk import ConfirmDanger
from dialogs.effects import OpenCase
from dialogs.engine.step import Card
from dialogs.language.danger import Trigger
from tests.chat import LIBRARY, Chat, agreed_chat
from tests.house.tree import ROOT

SITUATIONS = ("present", "mild", "past", "prevention")
ORDERS = ("danger", "asked", "answer+line", "answer")
ASKED_BACK = "有没有危险"
LINE, NOW = "要是现在正发生，点“正在发生”", "正在发生"
NO_TEXT = "—"


class Overlap(NamedTuple):
    """One text near both an answer and a danger, and the order in which she must be served."""

    faq: str
    trigger: str
    situation: str
    text: str
    order: str


def _read() -> tuple[Overlap, ...]:
    table = Path(__file__).with_name("overlaps.tsv").read_text(encoding="utf-8").splitlines()
    assert tuple(table[0].split("\t")) == Overlap._fields
    return tuple(Overlap(*row) for row in csv.reader(table[1:], delimiter="\t", quoting=csv.QUOTE_NONE))


OVERLAPS = _read()


def rows(*orders: str) -> pytest.MarkDecorator:
    chosen = [row for row in OVERLAPS if row.order in orders]
    names = [f"{row.faq}-{row.situation}-{OVERLAPS.index(row) + 2}" for row in chosen]  # the line in the file
    return pytest.mark.parametrize("row", chosen, ids=names)


def cases(chat: Chat) -> list[str]:
    return [effect.trigger for effect in chat.did(OpenCase) if isinstance(effect, OpenCase)]


def fixed_words(template: str) -> str:
    """The whole sentences of a trainer's text before the first number or fact that is filled in."""
    before = template.split("{", maxsplit=1)[0]
    whole = max(before.rfind(stop) for stop in "。！？\n") + 1
    return (before if before == template or not whole else before[:whole]).rstrip()


def answer_is(chat: Chat, faq: str, *, after: int = 0) -> Chat:
    """The answer comes behind so many replies, or the offer that begins with it, and then the answer."""
    step = chat.conversation.step
    if isinstance(step, ChooseQuestion):
        assert step.ids[0] == faq, f"offered first: {step.ids}"
        chat.says("1")
        after = 0
    assert len(chat.replies) > after, f"no answer:\n{chat.text}"
    shown = chat.replies[after]
    assert isinstance(shown, Card), f"no answer:\n{chat.text}"
    assert (shown.kind, shown.subject) == (ANSWER, faq), chat.text
    return chat.sees(fixed_words(LIBRARY.faqs[faq].answer))


def has_no_answer(chat: Chat, faq: str) -> None:
    assert not [reply for reply in chat.replies if isinstance(reply, Card) and reply.kind == ANSWER], chat.text
    chat.does_not_see(LIBRARY.faqs[faq].question)


# -- row by row ------------------------------------------------------------------------------------------------------


@rows("danger")
def test_in_a_present_danger_the_prepared_reply_comes_first_and_a_case_is_opened(row: Overlap) -> None:
    chat = agreed_chat().says(row.text)
    first = chat.replies[0]
    assert isinstance(first, Card), chat.text
    assert (first.kind, first.subject) == (DANGER, row.trigger), chat.text
    assert fixed_words(LIBRARY.danger_replies[Trigger(row.trigger)].reply) in chat.seen[0].text
    assert cases(chat) == [row.trigger]
    has_no_answer(chat, row.faq)


@rows("asked")
def test_where_it_may_be_more_one_question_comes_first_and_the_answer_after_no(row: Overlap) -> None:
    chat = agreed_chat().says(row.text).sees(ASKED_BACK)
    assert isinstance(chat.conversation.step, ConfirmDanger)
    assert len(chat.replies) == 1
    has_no_answer(chat, row.faq)
    answer_is(chat.says("没有"), row.faq, after=1)
    assert not cases(chat)


@rows("asked")
def test_where_it_may_be_more_yes_brings_the_prepared_reply(row: Overlap) -> None:
    chat = agreed_chat().says(row.text).says("有")
    assert cases(chat) == [row.trigger]
    chat.sees(fixed_words(LIBRARY.danger_replies[Trigger(row.trigger)].reply))


@rows("answer+line")
def test_near_a_danger_the_answer_carries_the_line_and_a_button_that_opens_a_case(row: Overlap) -> None:
    chat = answer_is(agreed_chat().says(row.text), row.faq).sees(LINE).offers(NOW)
    assert not cases(chat)
    chat.presses(NOW)
    assert cases(chat) == [row.trigger]


@rows("answer")
def test_an_ordinary_worry_gets_its_answer_and_no_alarm(row: Overlap) -> None:
    chat = answer_is(agreed_chat().says(row.text), row.faq).does_not_see(LINE, ASKED_BACK)
    assert NOW not in chat.buttons
    assert not cases(chat)


# -- the table -------------------------------------------------------------------------------------------------------


def test_the_table_knows_only_answers_triggers_situations_and_orders_that_there_are() -> None:
    for row in OVERLAPS:
        assert row.faq in LIBRARY.faqs, row
        assert row.trigger in tuple(Trigger), row
        assert row.situation in SITUATIONS, row
        assert row.order in ORDERS, row
        assert (row.situation == "present") == (row.order == "danger"), row


def test_no_text_stands_twice_in_the_table() -> None:
    assert len({row.text for row in OVERLAPS}) == len(OVERLAPS)


def test_every_answer_with_a_danger_line_is_in_the_table_in_all_four_situations() -> None:
    known = {(row.faq, row.trigger, row.situation) for row in OVERLAPS}
    close = [faq for faq in LIBRARY.faqs.values() if faq.trigger]
    assert close
    for faq in close:
        assert {(faq.id, faq.trigger, situation) for situation in SITUATIONS} <= known, faq.id


def test_every_trigger_is_in_the_table_with_a_present_danger() -> None:
    assert {row.trigger for row in OVERLAPS if row.situation == "present"} == set(Trigger)


def test_at_least_thirty_answers_lie_near_a_danger() -> None:
    assert len({row.faq for row in OVERLAPS}) >= 30


# -- the document ----------------------------------------------------------------------------------------------------


def summary(lines: Iterable[Overlap]) -> dict[str, tuple[str, ...]]:
    """For every answer its triggers, and for every situation the orders."""
    found: dict[str, tuple[dict[str, None], ...]] = {}
    for row in lines:
        cells = found.setdefault(row.faq, tuple({} for _ in range(1 + len(SITUATIONS))))
        cells[0][row.trigger] = None
        cells[1 + SITUATIONS.index(row.situation)][row.order] = None
    return {faq: tuple(", ".join(cell) or NO_TEXT for cell in cells) for faq, cells in found.items()}


def documented() -> dict[str, tuple[str, ...]]:
    document = (ROOT / "docs" / "safeguarding.md").read_text(encoding="utf-8")
    table = document.split("\n| FAQ | Near |")[1].split("\n\n", maxsplit=1)[0]
    lines = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| `")]
    return {faq.strip("`"): tuple(cell.replace("`", "") for cell in cells) for faq, *cells in lines}


def test_the_document_for_the_safeguarding_lead_agrees_with_the_table() -> None:
    assert documented() == summary(OVERLAPS)
