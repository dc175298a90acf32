"""Whatever phone a trainer records with, parents' phones can play it; what is no recording is refused in words."""

from __future__ import annotations

import pytest

from bot.i18n import Words
from bot.services.voices.sound import LARGEST, NoSound, recorded
from tests.sounds import length_of, moving_picture, tone

WORDS = Words()
PLAY_LIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n"


def refusal(content: bytes) -> str:
    with pytest.raises(NoSound) as raised:
        recorded(content)
    return WORDS.say(raised.value.words, "zh_Hans")


@pytest.mark.parametrize(
    ("container", "codec", "rate"),
    [
        ("webm", "libopus", 48_000),
        ("mp4", "aac", 44_100),
        ("mp4", "libopus", 48_000),
        ("ogg", "libopus", 48_000),
        ("mp3", "libmp3lame", 44_100),
        ("wav", "pcm_s16le", 16_000),
        ("amr", "libopencore_amrnb", 8_000),
        ("3gp", "libopencore_amrnb", 8_000),
        ("adts", "aac", 44_100),
        ("flac", "flac", 44_100),
    ],
)
def test_every_phone_s_recording_becomes_an_mp3_of_the_same_length(container: str, codec: str, rate: int) -> None:
    made = recorded(tone(3, container=container, codec=codec, rate=rate))
    assert made.seconds == 3
    assert abs(length_of(made.content) - 3) < 0.25
    assert made.content.startswith((b"ID3", b"\xff\xf3"))
    assert len(made.content) < 30_000


def test_25_seconds_are_taken_though_the_recorder_stopped_a_little_late() -> None:
    assert recorded(tone(25.3, container="ogg")).seconds == 25


def test_who_reads_too_long_hears_how_long_it_was() -> None:
    assert "31秒" in refusal(tone(31, container="ogg"))


def test_of_a_speech_of_minutes_only_the_beginning_is_looked_at() -> None:
    assert "超过两分钟" in refusal(tone(150, container="ogg"))


def test_a_length_that_only_the_header_claims_is_not_believed() -> None:
    whole = bytearray(tone(40, container="wav", codec="pcm_s16le", rate=8_000))
    claimed = (8_000 * 2 * 3).to_bytes(4, "little")
    data = whole.index(b"data")
    whole[data + 4 : data + 8] = b"\xff\xff\xff\xff"
    assert "有41秒" in refusal(bytes(whole))  # all that lies behind counts
    whole[data + 4 : data + 8] = claimed
    assert recorded(bytes(whole)).seconds == 3  # and what lies beyond is never played


@pytest.mark.parametrize("rate", [1, 900, 400_000])
def test_a_speed_at_which_nobody_records_is_refused_before_it_is_unrolled(rate: int) -> None:
    whole = bytearray(tone(2, container="wav", codec="pcm_s16le", rate=8_000))
    at = whole.index(b"fmt ") + 12
    whole[at : at + 4] = rate.to_bytes(4, "little")
    assert "不是能读的录音" in refusal(bytes(whole))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"\0" * (LARGEST + 1), "太大"),
        (b"PK\x03\x04 a spreadsheet", "不是能读的录音"),
        (PLAY_LIST, "不是能读的录音"),
        (b"OggS" + b"\0" * 400, "不是能读的录音"),
        (b"\x1aE\xdf\xa3" + b"\1" * 400, "不是能读的录音"),
        (b"RIFF\0\0\0\0WAVEfmt " + b"\xff" * 60, "不是能读的录音"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 60, "不是能读的录音"),
    ],
)
def test_what_is_no_recording_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_film_without_sound_has_nothing_to_hear() -> None:
    assert "没有声音" in refusal(moving_picture())


def test_a_covered_microphone_is_noticed() -> None:
    assert "麦克风被挡住" in refusal(tone(3, loudness=60))


def test_a_slip_of_the_thumb_is_no_recording() -> None:
    assert "不到1秒" in refusal(tone(0.4))
