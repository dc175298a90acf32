"""Recordings of tips and starters: made by a trainer, listened to by a second person, then heard by parents."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.i18n import Words
from bot.services.ports import Sound
from bot.services.scene import Clock
from bot.services.staff.audit import Audit, Deed
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Right
from bot.services.voices.reading import DIGEST, SPOKEN, digest_of, words_to_read
from bot.services.voices.sound import MIME, NoSound, recorded
from bot.services.workflow.approval import needs_two
from bot.store import contents, preferences, voices, workflow
from bot.store.database import Database
from bot.store.voices import OUT, WAITING
from dialogs.text import Text, _

LANGUAGE = "zh_Hans"
STAGES = (WAITING, OUT)
AT_ONCE = 2  # files that are decoded at the same time, so that chats go on being answered

Key = tuple[str, str]


class VoiceError(Exception):
    """What cannot be done; `words` say why and what to do, in the language of the console."""

    def __init__(self, words: str) -> None:
        super().__init__("not done with a recording")
        self.words = words


@dataclass(frozen=True)
class Recording:
    """A recording without its sound. fits: the words that were read still stand there, letter by letter."""

    kind: str
    id: str
    stage: str
    seconds: int
    digest: str
    at: datetime
    by_id: int | None
    by_name: str
    released_at: datetime | None
    released_name: str
    fits: bool

    @property
    def waits(self) -> bool:
        return self.stage == WAITING


@dataclass(frozen=True)
class Reading:
    """An item to be read aloud: its words as they stand now, their digest, and what was recorded of it."""

    kind: str
    id: str
    words: str
    digest: str
    waiting: Recording | None
    out: Recording | None


class Voices:
    """All about recordings; the console and the channels reach them through here."""

    def __init__(self, database: Database, clock: Clock, words: Words, audit: Audit) -> None:
        self._database = database
        self._clock = clock
        self._words = words
        self._audit = audit
        self._decoding = asyncio.Semaphore(AT_ONCE)

    # -- for trainers -------------------------------------------------------------------------------------------------

    async def find(self, kind: str, id: str) -> Reading | None:
        """None for what is not there, or is never read aloud."""
        async with self._database.reading() as connection:
            record = await _record(connection, (kind, id))
            if record is None:
                return None
            rows = await voices.about(connection, (kind, id))
        words = words_to_read(kind, record)
        found = {stage: _recording(row, digest_of(words)) for stage, row in rows.items()}
        return Reading(kind, id, words, digest_of(words), found.get(WAITING), found.get(OUT))

    async def everything(self) -> Sequence[tuple[str, Recording]]:
        """All recordings with the words that they belong to now, newest first."""
        async with self._database.reading() as connection:
            rows = await voices.everything(connection)
            latest = await workflow.latest_revisions(connection, {(row.kind, row.item_id) for row in rows})
        found = []
        for row in rows:
            revision = latest.get((row.kind, row.item_id))
            words = words_to_read(row.kind, revision.record) if revision else ""
            found.append((words, _recording(row, digest_of(words))))
        return found

    async def take(self, who: Signed, key: Key, digest: str, content: bytes) -> Recording:
        """A recording of the words with this digest; it waits until somebody has listened. Raises VoiceError."""
        self._require(who, Right.WRITE)
        async with self._decoding:
            try:
                sound = await asyncio.to_thread(recorded, content)
            except NoSound as error:
                raise self._refusal(error.words) from error
        row = {
            "kind": key[0],
            "item_id": key[1],
            "stage": WAITING,
            "mime": MIME,
            "seconds": sound.seconds,
            "sound": sound.content,
            "digest": sha256(sound.content).hexdigest()[:DIGEST],
            "words": digest,
            "telegram_file": "",
            "at": self._clock(),
            "by_id": who.account_id,
            "by_name": who.name,
            "released_at": None,
            "released_name": "",
        }
        async with self._database.writing() as connection:
            record = await _record(connection, key)
            if record is None:
                raise self._refusal(_("There is nothing to read aloud here any more."))
            if digest_of(words_to_read(key[0], record)) != digest:
                raise self._refusal(_("The words were changed while you read. Open the page anew and read them again."))
            await voices.put(connection, row)
            await self._note(connection, who, "voice_recorded", key)
        found = await self.find(*key)
        if found is None or found.waiting is None:
            raise self._refusal(_("Somebody has just taken this recording away."))
        return found.waiting

    async def release(self, who: Signed, key: Key, digest: str) -> None:
        """Parents may hear the waiting recording with this digest from now on. Raises VoiceError."""
        self._require(who, Right.PUBLISH)
        async with self._database.writing() as connection:
            row = (await voices.about(connection, key)).get(WAITING)
            record = await _record(connection, key)
            if row is None or record is None or row.digest != digest:
                raise self._refusal(_("There is another recording by now. Please listen once more."))
            if row.words != digest_of(words_to_read(key[0], record)):
                raise self._refusal(_("The words were changed after they were read. They have to be read anew."))
            if row.by_id == who.account_id and (why := await _why_not_alone(connection, key[0], record)):
                raise self._refusal(why)
            if not await voices.release(connection, key, digest, self._clock(), who.name):
                raise self._refusal(_("There is another recording by now. Please listen once more."))
            await contents.renew(connection, secrets.token_hex(8), self._clock())
            await self._note(connection, who, "voice_released", key)

    async def remove(self, who: Signed, key: Key, stage: str) -> None:
        """What waits may be taken away by those who write, what parents hear by those who publish. VoiceError."""
        self._require(who, Right.PUBLISH if stage == OUT else Right.WRITE)
        async with self._database.writing() as connection:
            if not await voices.drop(connection, key, stage):
                raise self._refusal(_("Somebody has just taken this recording away."))
            if stage == OUT:
                await contents.renew(connection, secrets.token_hex(8), self._clock())
            await self._note(connection, who, "voice_removed", key)

    async def played(self, kind: str, id: str, stage: str) -> Sound | None:
        """The sound of a recording, also of one that nobody has released."""
        async with self._database.reading() as connection:
            row = await voices.with_sound(connection, (kind, id), stage)
        return Sound(row.mime, row.seconds, row.sound, row.digest) if row else None

    # -- for channels -------------------------------------------------------------------------------------------------

    async def sound(self, kind: str, id: str) -> Sound | None:
        return await self.played(kind, id, OUT)

    async def handle(self, kind: str, id: str) -> str:
        async with self._database.reading() as connection:
            row = (await voices.about(connection, (kind, id))).get(OUT)
        return row.telegram_file if row else ""

    async def keep_handle(self, kind: str, id: str, digest: str, handle: str) -> None:
        async with self._database.writing() as connection:
            await voices.keep_telegram_file(connection, (kind, id), digest, handle)

    def _require(self, who: Signed, right: Right) -> None:
        if not who.may(right):
            raise self._refusal(_LACKING[right])

    def _refusal(self, why: Text) -> VoiceError:
        return VoiceError(self._words.say(why, LANGUAGE))

    async def _note(self, connection: AsyncConnection, who: Signed, act: str, key: Key) -> None:
        await self._audit.note_within(connection, who, Deed(act, "content", "/".join(key)[:120]))


_LACKING: dict[Right, Text] = {
    Right.WRITE: _("Your account cannot record. Ask an administrator for the role of a trainer."),
    Right.PUBLISH: _("Your account cannot send recordings to parents. Ask a reviewer to do it."),
}


async def _record(connection: AsyncConnection, key: Key) -> Mapping[str, Any] | None:
    """The latest wording of something that can be read aloud."""
    if key[0] not in SPOKEN:
        return None
    revision = (await workflow.latest_revisions(connection, [key])).get(key)
    return revision.record if revision else None


async def _why_not_alone(connection: AsyncConnection, kind: str, record: Mapping[str, Any]) -> Text | None:
    if not await preferences.value(connection, "small_team"):
        return _("You recorded this yourself. Somebody else has to listen to it and release it.")
    return needs_two(kind, record)


def _recording(row: Any, words: str) -> Recording:
    return Recording(
        kind=row.kind,
        id=row.item_id,
        stage=row.stage,
        seconds=row.seconds,
        digest=row.digest,
        at=row.at,
        by_id=row.by_id,
        by_name=row.by_name,
        released_at=row.released_at,
        released_name=row.released_name,
        fits=row.words == words,
    )
