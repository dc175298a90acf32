"""Where a person stands is saved as JSON after every turn, and every later version can read it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any, ClassVar

from dialogs.catalogue import CATALOGUE
from dialogs.engine.conversation import Conversation, loaded, loaded_step, saved, saved_step
from dialogs.engine.prompt import Prompt, ask
from dialogs.engine.step import Done, Move, Step
from dialogs.facts import Facts
from dialogs.text import Verbatim
from dialogs.welcome import AskBand
from tests.chat import agreed_chat


@dataclass(frozen=True)
class AskTime(Step):
    """A step that has changed since: it used to keep the hour alone, and the day before that."""

    version: ClassVar[int] = 3
    at: time
    name: str = "晚上"

    def ask(self, facts: Facts) -> Prompt:
        return ask(Verbatim("几点？"))

    def chose(self, key: str, facts: Facts) -> Move:
        return Done()

    @classmethod
    def upgrade(cls, version: int, data: dict[str, Any]) -> dict[str, Any] | None:
        return {"at": f"{data['hour']:02d}:00"} if version == 2 else None


STEPS: dict[str, type[Step]] = {"AskTime": AskTime, "AskBand": AskBand}


def kept(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"frames": [list(steps)], "turn": 4, "asked": 3, "misses": 1}


def read(record: dict[str, Any]) -> Step | None:
    return loaded_step(record, STEPS)


def test_a_step_of_this_version_is_read_back_as_it_was() -> None:
    step = AskTime(time(20, 30))
    assert json.loads(json.dumps(saved_step(step))) == {
        "step": "AskTime",
        "v": 3,
        "data": {"at": "20:30:00", "name": "晚上"},
    }
    assert read(saved_step(step)) == step


def test_an_older_step_is_brought_up_to_date() -> None:
    assert read({"step": "AskTime", "v": 2, "data": {"hour": 19}}) == AskTime(time(19))


def test_a_step_that_cannot_be_brought_up_to_date_is_given_up() -> None:
    assert read({"step": "AskTime", "v": 1, "data": {"day": 3}}) is None
    assert read({"step": "AskBand", "v": 9, "data": {}}) is None


def test_a_step_that_nobody_knows_any_more_is_given_up() -> None:
    assert read({"step": "AskStarSign", "v": 1, "data": {}}) is None


def test_a_step_whose_values_make_no_sense_is_given_up() -> None:
    assert read({"step": "AskTime", "v": 3, "data": {"at": "gestern"}}) is None


def test_a_dialog_with_a_lost_step_starts_again_and_the_ones_beneath_go_on() -> None:
    known, lost = saved_step(AskBand()), {"step": "AskStarSign", "v": 1, "data": {}}
    record = {"frames": [[known], [known, lost]], "turn": 4, "asked": 3, "misses": 1}
    conversation, whole = loaded(record, STEPS)
    assert not whole
    assert conversation == Conversation(((AskBand(),),), 4, 3, 1)


def test_a_whole_conversation_comes_back_whole() -> None:
    conversation, whole = loaded(kept(saved_step(AskBand()), saved_step(AskTime(time(7)))), STEPS)
    assert whole
    assert conversation.step == AskTime(time(7))
    assert loaded(saved(conversation), STEPS) == (conversation, True)


def test_one_question_back_and_from_the_first_one_out() -> None:
    first, second = AskBand(), AskTime(time(7))
    conversation = Conversation().with_frame(first).with_step(second)
    assert conversation.back().step == first
    assert conversation.back().back().step is None
    assert conversation.back().back().back().step is None


def test_a_question_is_replaced_by_the_one_to_come_after_another_dialog() -> None:
    conversation = Conversation().with_frame(AskBand()).with_step(AskTime(time(7)))
    assert conversation.with_step_replaced(AskTime(time(8))).frames == ((AskBand(), AskTime(time(8))),)


def test_every_question_of_every_dialog_can_be_read_back() -> None:
    kinds = list(_kinds_of(Step))  # type: ignore[type-abstract]
    ours = [kind.__name__ for kind in kinds if kind.__module__.startswith("dialogs.")]
    assert len(ours) == len(set(ours))
    assert set(ours) == set(CATALOGUE.steps)
    assert {"AskChildCount", "AskHome", "AskSafe"} <= set(ours)


def _kinds_of(step: type[Step]) -> Iterator[type[Step]]:
    for kind in step.__subclasses__():
        yield from (kind, *_kinds_of(kind))


# -- one saved sample of every released version of the steps of these dialogs; they are read for ever -----------------

RELEASED: tuple[dict[str, Any], ...] = (
    {"step": "AskAgreement", "v": 1, "data": {"factory": "GFDG01"}},
    {"step": "AskBand", "v": 1, "data": {}},
    {"step": "WriteQuestion", "v": 1, "data": {}},
    {"step": "ChooseQuestion", "v": 1, "data": {"ids": ["burns", "fever"], "words": "娃发烫"}},
    {"step": "OfferTrainer", "v": 1, "data": {"words": "娃发烫"}},
    {"step": "WriteToTrainer", "v": 1, "data": {}},
    {"step": "ConfirmDanger", "v": 1, "data": {"trigger": "physical_abuse", "level": "P1", "words": "打死他算了"}},
    {"step": "AskSafe", "v": 1, "data": {"trigger": "accident"}},
    {"step": "AskPlace", "v": 1, "data": {"trigger": "accident"}},
    {"step": "AskContact", "v": 1, "data": {"trigger": "accident"}},
    {"step": "ChooseMeaning", "v": 1, "data": {"medium": "voice", "file": "AwACAgUAAx"}},
    {"step": "ChooseCourse", "v": 1, "data": {}},
    {"step": "ChooseLesson", "v": 1, "data": {"course": "course-phones"}},
    {"step": "AskTried", "v": 1, "data": {"course": "course-phones", "lesson": 2}},
    {"step": "ShowScreen", "v": 1, "data": {"course": "course-phones", "lesson": 2, "screen": 3}},
    {"step": "AskQuiz", "v": 1, "data": {"course": "course-phones", "lesson": 2}},
    {"step": "AnswerQuiz", "v": 1, "data": {"course": "course-phones", "lesson": 2, "question": 3}},
    {"step": "FinishLesson", "v": 1, "data": {"course": "course-phones", "lesson": 2}},
)


def test_every_released_step_can_still_be_read_and_asked() -> None:
    facts = agreed_chat().facts
    for record in RELEASED:
        step = loaded_step(record, CATALOGUE.steps)
        assert step is not None, record
        assert all(facts.say(text) for text in step.ask(facts).texts), record
