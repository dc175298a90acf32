"""Voice messages, pictures, stickers: what is it about?"""

from __future__ import annotations

import pytest

from dialogs.effects import AllClear, Consent, ForwardToTrainer, OpenCase, Purpose
from dialogs.engine.events import Medium, Sent
from tests.chat import Chat, agreed_chat


@pytest.mark.parametrize("medium", list(Medium))
def test_whatever_she_sends_gets_three_choices_and_the_emergency_line(medium: Medium) -> None:
    agreed_chat().sends(medium).sees("先打110", "120").offers("有危险", "交给老师", "我打字")


def test_a_voice_message_for_the_trainer_is_passed_on_with_its_file() -> None:
    chat = agreed_chat().happens(Sent(Medium.VOICE, file="AwAC:123")).says("2").sees("交给老师了")
    assert chat.did(ForwardToTrainer) == [ForwardToTrainer("voice", "AwAC:123")]
    assert chat.did(Consent) == [Consent(Purpose.PASS_ON, True)]


def test_danger_gives_the_numbers_opens_a_case_and_asks_for_a_few_words() -> None:
    chat = agreed_chat().sends(Medium.VOICE).says("有危险").sees("110", "120", "119", "12356", "写")
    assert chat.did(OpenCase) == [OpenCase("unspecified", "P0", "")]
    chat.says("孩子喝了农药").sees("120", "孩子现在安全吗")


def test_a_danger_that_nobody_named_is_over_only_when_she_says_so() -> None:
    chat = agreed_chat().sends(Medium.VOICE).says("有危险").says("他回来了")
    assert not chat.did(AllClear)
    assert chat.says("没事了").did(AllClear)


def test_she_would_rather_type() -> None:
    chat = agreed_chat().sends(Medium.PICTURE).says("3").sees("打字")
    assert chat.conversation.step is None
    assert not chat.did(ForwardToTrainer)


def test_a_stranger_may_send_a_voice_message_but_passes_nothing_on() -> None:
    chat = Chat().sends(Medium.VOICE).offers("有危险").presses("交给老师").sees("同意")
    assert not chat.did(ForwardToTrainer)
    Chat().sends(Medium.VOICE).presses("有危险").sees("110")


def test_the_word_that_she_types_is_the_answer_to_the_question() -> None:
    agreed_chat().sends(Medium.STICKER).says("孩子不爱吃饭怎么办？").sees("语音我听不了")
