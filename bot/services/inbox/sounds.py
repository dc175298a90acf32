"""Voice messages and pictures that parents passed on: fetched when a trainer opens them, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

import structlog

from bot.services.inbox.waiting import QUESTION
from bot.services.ports import ChannelError
from bot.services.scene import Setting
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.store import questions
from bot.store.database import Database

log = structlog.get_logger()


@runtime_checkable
class HoldsFiles(Protocol):
    """A channel that keeps the files which people send, and gives them out by its own handle."""

    async def fetch(self, handle: str) -> bytes:
        """The file. Raises ChannelError; `refused` or `permanent` where it will never come."""


class Silence(StrEnum):
    """Why nothing can be heard."""

    NONE = "none"
    DELETED = "deleted"
    CHANNEL_OFF = "channel_off"
    GONE = "gone"
    TROUBLE = "trouble"
    UNKNOWN_KIND = "unknown_kind"


@dataclass(frozen=True)
class Sound:
    """What was sent; media_type by its first bytes, never by what somebody claims."""

    media_type: str
    content: bytes


def media_type_of(content: bytes) -> str | None:
    """The kind of a sound, picture or film; None for anything else, which no page shows."""
    return next((media_type for starts, media_type in _KINDS if starts(content)), None)


def _at(place: int, *signs: bytes) -> Callable[[bytes], bool]:
    return lambda content: content[place:].startswith(signs)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(b"RIFF") and content[8:12] == form


_KINDS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (_at(0, b"OggS"), "audio/ogg"),
    (_at(0, b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"), "audio/mpeg"),
    (_at(0, b"\xff\xf1", b"\xff\xf9"), "audio/aac"),
    (_at(4, b"ftypM4A"), "audio/mp4"),
    (_at(4, b"ftyp"), "video/mp4"),
    (_at(0, b"\x1aE\xdf\xa3"), "video/webm"),
    (_riff(b"WAVE"), "audio/wav"),
    (_at(0, b"#!AMR"), "audio/amr"),
    (_riff(b"WEBP"), "image/webp"),
    (_at(0, b"\xff\xd8\xff"), "image/jpeg"),
    (_at(0, b"\x89PNG\r\n\x1a\n"), "image/png"),
    (_at(0, b"GIF87a", b"GIF89a"), "image/gif"),
)


class Sounds:
    """Fetches from the running channel what somebody sent."""

    def __init__(self, database: Database, setting: Setting, audit: Audit) -> None:
        self._database = database
        self._setting = setting
        self._audit = audit

    async def fetch(self, number: int, who: Signed) -> Sound | Silence:
        """The recording of a question, written down as heard; or why there is none."""
        async with self._database.reading() as connection:
            row = await questions.find(connection, number, staff_abuse=who.may(Right.STAFF_ABUSE))
        if row is None or not row.file:
            return Silence.DELETED if row is not None and row.file_deleted else Silence.NONE
        channel = next((one for one in self._setting.channels.values() if isinstance(one, HoldsFiles)), None)
        if channel is None:
            return Silence.CHANNEL_OFF
        await self._audit.note(who, Deed("listened", QUESTION, str(number)))
        try:
            content = await channel.fetch(row.file)
        except ChannelError as error:
            log.warning("recording_not_fetched", question=number, permanent=error.permanent, refused=error.refused)
            return Silence.GONE if error.permanent or error.refused else Silence.TROUBLE
        media_type = media_type_of(content)
        return Sound(media_type, content) if media_type else Silence.UNKNOWN_KIND
