"""A recording is heard by a trainer straight from the channel, and kept nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.services.inbox.sounds import Silence, Sound, media_type_of
from bot.services.ports import ChannelError
from bot.store.tables import audit_entry, question
from tests.fakes import FakeChannel, World
from tests.services.inbox_house import InboxHouse

VOICE = b"OggS" + bytes(60)


class Recorder(FakeChannel):
    """A channel that keeps files, or fails as it was told."""

    files: dict[str, bytes | ChannelError]

    async def fetch(self, handle: str) -> bytes:
        found = self.files[handle]
        if isinstance(found, ChannelError):
            raise found
        return found


@pytest.fixture
def house(world: World) -> InboxHouse:
    return InboxHouse(world)


def recorder(world: World, **files: bytes | ChannelError) -> None:
    channel = Recorder(world.clock, name="telegram", bot_id="4242")
    channel.files = files
    world.setting.channels[("telegram", "4242")] = channel


async def test_a_trainer_hears_what_was_spoken_and_that_is_on_record(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    recorder(house.world, AgAD=VOICE)
    number = await house.asked("mama", "voice", "AgAD")
    assert await house.inbox.sounds.fetch(number, wang) == Sound("audio/ogg", VOICE)
    assert [row.subject for row in await house.world.rows(audit_entry) if row.act == "listened"] == [str(number)]


@pytest.mark.parametrize(
    ("trouble", "silence"),
    [
        (ChannelError("gone", refused=True), Silence.GONE),
        (ChannelError("down"), Silence.TROUBLE),
        (b"<html>", Silence.UNKNOWN_KIND),
    ],
)
async def test_why_nothing_is_heard_is_told_apart(
    house: InboxHouse, trouble: bytes | ChannelError, silence: Silence
) -> None:
    wang = await house.trainer("王老师")
    recorder(house.world, AgAD=trouble)
    number = await house.asked("mama", "voice", "AgAD")
    assert await house.inbox.sounds.fetch(number, wang) is silence


async def test_without_telegram_nothing_is_heard(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    number = await house.asked("mama", "voice", "AgAD")
    typed = await house.asked("mama", "娃不接电话")
    assert await house.inbox.sounds.fetch(number, wang) is Silence.CHANNEL_OFF
    assert await house.inbox.sounds.fetch(typed, wang) is Silence.NONE
    assert await house.inbox.sounds.fetch(999, wang) is Silence.NONE


async def test_after_the_answer_the_recording_is_gone(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    recorder(house.world, AgAD=VOICE)
    number = await house.asked("mama", "voice", "AgAD")
    await house.inbox.answering.answer(number, "听到了。", wang)
    assert await house.inbox.sounds.fetch(number, wang) is Silence.DELETED


async def test_after_thirty_days_the_recording_is_gone_and_the_question_still_waits(house: InboxHouse) -> None:
    wang = await house.trainer("王老师")
    recorder(house.world, AgAD=VOICE)
    number = await house.asked("mama", "voice", "AgAD")
    house.world.clock.now += timedelta(days=29)
    await house.world.housekeeping.tidy()
    assert isinstance(await house.inbox.sounds.fetch(number, wang), Sound)
    house.world.clock.now += timedelta(days=2)
    await house.world.housekeeping.tidy()
    assert await house.inbox.sounds.fetch(number, wang) is Silence.DELETED
    (row,) = await house.world.rows(question)
    assert (row.file, row.answered_at) == ("", None)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (VOICE, "audio/ogg"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xf1P", "audio/aac"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x18ftypisom", "video/mp4"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"<svg onload=alert(1)>", None),
        (b"", None),
    ],
)
def test_what_a_file_is_follows_from_its_first_bytes(content: bytes, media_type: str | None) -> None:
    assert media_type_of(content) == media_type
