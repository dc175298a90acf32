"""A trainer's recording in Telegram: uploaded once, then sent by the name that Telegram gave it."""

from __future__ import annotations

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.rendering.message import Button, Message, Voice
from bot.services.ports import ChannelError, Sound
from tests.telegram import faults
from tests.telegram.fake_api import FakeTelegram

SPOKEN = Message("培训老师念给你听：", voice=Voice("tip", "nose"))
FIRST = Sound("audio/mpeg", 7, b"ID3 the first recording", "d1")


class Shelf:
    """One recording, and what Telegram calls it."""

    def __init__(self, playing: Sound | None = FIRST) -> None:
        self.playing = playing
        self.kept = ""
        self.is_down = False

    async def sound(self, kind: str, id: str) -> Sound | None:
        return self.playing if (kind, id) == ("tip", "nose") else None

    async def handle(self, kind: str, id: str) -> str:
        return self.kept

    async def keep_handle(self, kind: str, id: str, digest: str, handle: str) -> None:
        if self.is_down:
            raise ConnectionError
        assert digest == (self.playing.digest if self.playing else "")
        self.kept = handle


@pytest.fixture
def shelf(channel: TelegramChannel) -> Shelf:
    channel.sounds = shelf = Shelf()
    return shelf


async def test_she_hears_it_and_it_is_uploaded_only_once(
    telegram: FakeTelegram, channel: TelegramChannel, shelf: Shelf
) -> None:
    mother, father = telegram.person(), telegram.person()
    sent_id = await channel.send(mother.external_id, SPOKEN)
    shown = await mother.sees("培训老师念给你听")
    assert (str(shown.number), shown.voice) == (sent_id, FIRST.content)
    await channel.send(father.external_id, SPOKEN)
    assert (await father.sees("念给你听")).voice == FIRST.content
    first, second = telegram.called("sendVoice")
    assert (first["voice"].content, first["voice"].media_type, first["duration"]) == (FIRST.content, "audio/mpeg", 7)
    assert second["voice"] == shelf.kept


async def test_a_name_that_telegram_no_longer_knows_is_forgotten(
    telegram: FakeTelegram, channel: TelegramChannel, shelf: Shelf
) -> None:
    shelf.kept = "of another bot"
    mother = telegram.person()
    await channel.send(mother.external_id, SPOKEN)
    assert (await mother.sees("念给你听")).voice == FIRST.content
    assert shelf.kept != "of another bot"
    assert len(telegram.called("sendVoice")) == 2


async def test_another_refusal_is_not_taken_for_a_forgotten_name(
    telegram: FakeTelegram, channel: TelegramChannel, shelf: Shelf
) -> None:
    shelf.kept = "kept"
    telegram.fails("sendVoice", faults.refused(400, "Bad Request: chat not found"))
    with pytest.raises(ChannelError) as raised:
        await channel.send(telegram.person().external_id, SPOKEN)
    assert raised.value.permanent
    assert len(telegram.called("sendVoice")) == 1


async def test_a_name_that_cannot_be_kept_does_not_make_it_sent_twice(
    telegram: FakeTelegram, channel: TelegramChannel, shelf: Shelf
) -> None:
    shelf.is_down = True
    mother = telegram.person()
    await channel.send(mother.external_id, SPOKEN)
    await channel.send(mother.external_id, SPOKEN)
    assert [shown.voice for shown in mother.shown] == [FIRST.content, FIRST.content]


async def test_what_was_taken_back_on_the_way_is_not_sent(
    telegram: FakeTelegram, channel: TelegramChannel, shelf: Shelf
) -> None:
    shelf.playing = None
    with pytest.raises(ChannelError) as raised:
        await channel.send(telegram.person().external_id, SPOKEN)
    assert raised.value.refused


async def test_a_bot_without_recordings_says_so_once(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    with pytest.raises(ChannelError) as raised:
        await channel.send(telegram.person().external_id, SPOKEN)
    assert raised.value.refused


async def test_words_too_long_for_a_voice_go_ahead_of_it(
    telegram: FakeTelegram, channel: TelegramChannel, shelf: Shelf
) -> None:
    mother = telegram.person()
    button = Button("好", "o:1:ok")
    await channel.send(mother.external_id, Message("说来话长。" * 400, (button,), voice=SPOKEN.voice))
    assert [(shown.voice is not None, shown.labels) for shown in mother.shown] == [(False, []), (True, ["好"])]
