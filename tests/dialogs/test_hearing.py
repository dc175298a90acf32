"""A parent who reads slowly listens instead, wherever a trainer has read the words aloud."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.call_home.starters import Wish, starter_for
from dialogs.engine.step import Card, Voice
from dialogs.facts import CallTarget
from tests.chat import Chat, agreed_chat
from tests.dialogs.call_home_parents import PUPIL, at, due, parent, reminder, with_reminders

LISTEN = "听一听"
OPENERS = "聊啥"
EVENING = "2026-11-23T19:30"


def with_voices(chat: Chat, *voices: tuple[str, str]) -> Chat:
    """Trainers have read exactly these aloud."""
    library = replace(chat.facts.library, voices=frozenset(voices))
    chat.facts = replace(chat.facts, library=library)
    return chat


def all_read() -> Chat:
    """Everything was read aloud."""
    return everything_read(agreed_chat())


def everything_read(chat: Chat) -> Chat:
    library = chat.facts.library
    return with_voices(chat, *(("tip", id) for id in library.tips), *(("starter", id) for id in library.starters))


def heard(chat: Chat) -> list[Voice]:
    """What was played in the last turn."""
    return [reply.voice for reply in chat.replies if isinstance(reply, Card) and reply.voice]


def tip_shown(chat: Chat) -> str:
    return next(reply.subject for reply in reversed(chat.replies) if isinstance(reply, Card) and reply.kind == "tip")


def reminded(chat: Chat) -> Chat:
    """It is time to call the child."""
    return at(chat, EVENING).is_pushed(due(1, EVENING))


def test_under_a_tip_that_was_read_aloud_stands_a_button_to_listen() -> None:
    chat = all_read().says("今日贴士").offers(LISTEN)
    tip = tip_shown(chat)
    chat.presses(LISTEN).sees("培训老师念给你听")
    assert heard(chat) == [Voice("tip", tip)]
    assert chat.seen[0].voice is not None


def test_she_may_listen_as_often_as_she_likes() -> None:
    chat = all_read().says("今日贴士").presses(LISTEN).presses(LISTEN)
    assert len(heard(chat)) == 1


def test_without_a_recording_there_is_no_button() -> None:
    chat = agreed_chat().says("今日贴士")
    assert LISTEN not in chat.buttons
    assert LISTEN not in chat.says(OPENERS).buttons


@pytest.mark.parametrize("words", ["听一听", "念给我听", "念给我听！", "读给我听", "我要听"])
def test_she_may_say_it_as_well(words: str) -> None:
    chat = all_read().says("今日贴士")
    tip = tip_shown(chat)
    assert heard(chat.says(words)) == [Voice("tip", tip)]


def test_who_asks_for_a_recording_that_there_is_not_is_told_so() -> None:
    agreed_chat().says("今日贴士").says("念给我听").sees("还没有录音")


def test_with_nothing_on_the_screen_there_is_nothing_to_hear() -> None:
    chat = agreed_chat().says("菜单").says("念给我听")
    assert heard(chat) == []
    chat.does_not_see("还没有录音")


def test_a_recording_that_was_taken_back_is_not_played_from_an_old_button() -> None:
    chat = all_read().says("今日贴士")
    with_voices(chat).presses(LISTEN).sees("已经撤下")
    assert heard(chat) == []


def test_words_for_a_call_are_heard_too_and_the_next_day_the_same_ones() -> None:
    chat = all_read().says(OPENERS).offers(LISTEN)
    wish = Wish(CallTarget(child=1))
    starter = starter_for(wish, chat.facts)
    assert starter is not None
    chat.later(days=1).presses(LISTEN)
    assert heard(chat) == [Voice("starter", starter.id)]
    chat = all_read().says(OPENERS).says("念给我听")
    assert heard(chat) == [Voice("starter", starter.id)]


def test_in_a_reminder_to_call_the_words_to_begin_with_are_heard() -> None:
    chat = reminded(everything_read(with_reminders(parent(PUPIL), reminder()))).offers("打了", LISTEN)
    starter = starter_for(Wish(CallTarget(child=1)), chat.facts)
    assert starter is not None
    chat.presses(LISTEN)
    assert heard(chat) == [Voice("starter", starter.id)]


def test_a_reminder_without_a_recording_leaves_the_older_tip_alone() -> None:
    chat = reminded(with_reminders(parent(PUPIL), reminder()))
    assert LISTEN not in chat.buttons
    chat.says("念给我听").sees("还没有录音")


def test_words_with_a_long_name_have_a_button_that_every_channel_takes() -> None:
    chat = agreed_chat()
    starter = starter_for(Wish(CallTarget(child=1)), chat.facts)
    assert starter is not None
    long = replace(starter, id="starter-" + "x" * 60)
    chat.facts = replace(chat.facts, library=replace(chat.facts.library, starters={long.id: long}))
    with_voices(chat, ("starter", long.id)).says(OPENERS).offers(LISTEN)
    assert max(len(verb.key) for reply in chat.replies if isinstance(reply, Card) for verb in reply.verbs) < 40
    chat.presses(LISTEN)
    assert heard(chat) == [Voice("starter", long.id)]


def test_words_for_a_call_that_were_taken_back_are_not_played_either() -> None:
    chat = all_read().says(OPENERS)
    with_voices(chat).presses(LISTEN).sees("已经撤下")


def test_where_trainers_wrote_no_words_at_all_there_is_nothing_to_hear() -> None:
    chat = agreed_chat()
    chat.facts = replace(chat.facts, library=replace(chat.facts.library, starters={}))
    assert LISTEN not in chat.says(OPENERS).buttons
