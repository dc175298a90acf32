"""Telegram as a way to people: sends messages, and tells what became of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast
from urllib.parse import urlencode

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, InputFile, Update
from telegram import Message as Told
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.capabilities import CAPABILITIES
from bot.channels.telegram.reading import CHANNEL, KINDS
from bot.channels.telegram.request import AiohttpRequest, OutcomeUnknown
from bot.rendering.message import Message, Voice
from bot.rendering.telegram import Unsendable, calls
from bot.services.ports import ChannelError, Sounds

log = structlog.get_logger(__name__)

API: Final = "https://api.telegram.org"

# Courtesies (answers to presses, leaving groups) under way at once; more than that are left out.
COURTESIES: Final = 64

# Seconds that an answer to a long poll may be late.
LATE: Final = 10.0

# A 400 that says the person is gone, in small letters; every other 400 says the message is wrong.
GONE: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "input_user_deactivated",
    "bot was blocked",
)

# A 400 about a file that Telegram no longer has under this id, or has for another bot.
UNKNOWN_FILE: Final = ("wrong file", "wrong remote file", "file_id", "file reference", "wrong type of")


class WrongToken(Exception):
    """Telegram does not know the bot account; the words never hold the token."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram does not accept the token of the bot. "
            "Check JIAYIN_TELEGRAM_TOKEN: it must be the token that @BotFather gave for this bot."
        )


@dataclass(frozen=True)
class Webhook:
    """Where Telegram shall deliver updates, and the secret (1-256 of A-Z a-z 0-9 _ -) that it shows there."""

    url: str
    secret: str
    connections: int = 40


class TelegramChannel:
    """One bot account. `group_words` is what it says before it leaves a group; it plays what `sounds` has."""

    capabilities = CAPABILITIES

    def __init__(
        self,
        token: str,
        *,
        group_words: str,
        api: str = API,
        request: AiohttpRequest | None = None,
        polling_request: AiohttpRequest | None = None,
    ) -> None:
        number, _, secret = token.strip().partition(":")
        if not (number.isdecimal() and secret):
            raise WrongToken
        self._bot_id = number
        self._group_words = group_words
        self.sounds: Sounds | None = None
        self._polling = polling_request or AiohttpRequest(connections=2)
        self._bot = Bot(
            token.strip(),
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=request or AiohttpRequest(),
            get_updates_request=self._polling,
        )
        self._courtesies: set[asyncio.Task[None]] = set()
        self._greeted = False

    @property
    def name(self) -> str:
        return CHANNEL

    @property
    def bot_id(self) -> str:
        return self._bot_id

    @property
    def username(self) -> str:
        """Without @, for start links; known once started."""
        return self._bot.username

    async def start(self, commands: Sequence[tuple[str, str]], webhook: Webhook | None = None) -> None:
        """Greet Telegram, show these (command, description) pairs, and say how updates shall come.

        Raises WrongToken, or ChannelError when Telegram cannot be reached; it may be called again then.
        """
        await self._greet(lambda: self._say_how(webhook))
        await self._show(commands)

    async def greet(self) -> None:
        """Greet Telegram, where others take what comes from there. Raises as `start` does."""
        await self._greet()

    async def _greet(self, then: Callable[[], Awaitable[None]] | None = None) -> None:
        try:
            await self._bot.initialize()
            if then is not None:
                await then()
        except TelegramError as error:
            if not self._greeted:  # else somebody may be sending at this moment
                await self._bot.shutdown()
            raise (WrongToken() if isinstance(error, InvalidToken) else trouble(error)) from None
        self._greeted = True

    async def stop(self) -> None:
        self._greeted = False
        for courtesy in self._courtesies:
            courtesy.cancel()
        await asyncio.gather(*self._courtesies, return_exceptions=True)
        await self._bot.shutdown()

    async def _say_how(self, webhook: Webhook | None) -> None:
        if webhook is None:
            await self._bot.delete_webhook(drop_pending_updates=False)
            return
        await self._bot.set_webhook(
            webhook.url,
            allowed_updates=KINDS,
            max_connections=webhook.connections,
            secret_token=webhook.secret,
        )

    async def _show(self, commands: Sequence[tuple[str, str]]) -> None:
        """A bot works without its list of commands, so it starts without."""
        try:
            await self._bot.set_my_commands(
                [BotCommand(*command) for command in commands], scope=BotCommandScopeAllPrivateChats()
            )
        except TelegramError as error:
            log.warning("telegram_commands_not_set", reason=str(error))

    async def send(self, external_id: str, message: Message) -> str | None:
        """Send it; more than one call only if it was not split before. Raises ChannelError."""
        if not external_id.isdecimal():
            raise ChannelError("This is no private chat of Telegram.", permanent=True)
        sent_id = None
        try:
            for words in calls(message):
                sent_id = str((await self._tell(int(external_id), words)).message_id)
        except TelegramError as error:
            raise trouble(error) from error
        except Unsendable as error:
            raise ChannelError(str(error), refused=True) from error
        except Exception as error:
            # Telegram said yes in words that the library cannot read; sending again would say it twice.
            raise ChannelError(f"The answer made no sense: {type(error).__name__}", unknown=True) from error
        return sent_id

    async def _tell(self, chat: int, words: dict[str, Any]) -> Told:
        if voice := words.pop("voice", None):
            return await self._play(chat, voice, words)
        if "document" in words:
            return await self._bot.send_document(chat, **words)
        return await self._bot.send_message(chat, **words)

    async def _play(self, chat: int, voice: Voice, words: dict[str, Any]) -> Told:
        """A recording: by Telegram's own id of it where it has one, else as a file. Raises Unsendable."""
        if (sounds := self.sounds) is None:
            raise Unsendable("Nobody has told where the recordings are.")
        if handle := await sounds.handle(voice.kind, voice.id):
            try:
                return await self._bot.send_voice(chat, handle, **words)
            except BadRequest as error:
                if not any(wrong in str(error).lower() for wrong in UNKNOWN_FILE):
                    raise
        sound = await sounds.sound(voice.kind, voice.id)
        if sound is None:
            raise Unsendable("The recording was taken back.")
        upload = InputFile(sound.content, filename=f"{voice.id}.mp3")
        told = await self._bot.send_voice(chat, upload, duration=sound.seconds, **words)
        if file := told.voice or told.audio:
            try:
                await sounds.keep_handle(voice.kind, voice.id, sound.digest, file.file_id)
            except Exception as error:  # it has been sent: without its id it is only uploaded once more
                log.warning("telegram_file_not_kept", error=type(error).__name__)
        return told

    async def fetch(self, handle: str) -> bytes:
        """The file of a message, by Telegram's name for it; also where the bot was never started. ChannelError."""
        try:
            if self._greeted:  # its connections serve everybody, and stay open
                return await self._download(handle)
            try:
                await self._bot.initialize()  # which may fail with its connections open already
                return await self._download(handle)
            finally:
                await self._bot.shutdown()
        except TelegramError as error:
            raise trouble(error) from error

    async def _download(self, handle: str) -> bytes:
        return bytes(await (await self._bot.get_file(handle)).download_as_bytearray())

    async def updates(self, offset: int | None, seconds: float) -> list[dict[str, Any]]:
        """Wait up to `seconds` for updates from `offset` on, as they came. Raises TelegramError.

        Not `Bot.get_updates`: one update that the library cannot parse makes it lose all of a batch, again and again.
        """
        wishes: dict[str, Any] = {"timeout": int(seconds), "allowed_updates": json.dumps(KINDS)}
        if offset is not None:
            wishes["offset"] = offset
        url = f"{self._bot.base_url}/getUpdates?{urlencode(wishes)}"
        return cast("list[dict[str, Any]]", await self._polling.post(url, read_timeout=seconds + LATE))

    def parse(self, raw: dict[str, Any]) -> Update | None:
        return Update.de_json(raw, self._bot)

    def answer_callback(self, query_id: str) -> None:
        """Stop the little clock on a pressed button, if that can be done; nobody waits for it."""
        self._courtesy(self._bot.answer_callback_query(query_id))

    def leave(self, external_id: str) -> None:
        """Say one sentence in a group and go, if that can be done; nobody waits for it."""
        self._courtesy(self._leave(int(external_id)))

    async def _leave(self, group: int) -> None:
        with suppress(TelegramError):  # some groups let nobody speak
            await self._bot.send_message(group, self._group_words)
        await self._bot.leave_chat(group)

    def _courtesy(self, call: Coroutine[Any, Any, object]) -> None:
        if len(self._courtesies) >= COURTESIES:
            call.close()
            return
        task = asyncio.create_task(attempt(call))
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)


async def attempt(call: Coroutine[Any, Any, object]) -> None:
    try:
        await call
    except TelegramError as error:
        log.debug("telegram_courtesy_failed", reason=str(error))


def trouble(error: TelegramError) -> ChannelError:
    """What an error of the library means for the address and for the message."""
    reason = str(error)[:200]
    if isinstance(error, RetryAfter):
        return ChannelError(reason, retry_after=seconds_to_wait(error))
    if isinstance(error, OutcomeUnknown):
        return ChannelError(reason, unknown=True)
    if isinstance(error, Forbidden | ChatMigrated):
        return ChannelError(reason, permanent=True)
    if isinstance(error, BadRequest):
        gone = any(words in reason.lower() for words in GONE)
        return ChannelError(reason, permanent=gone, refused=not gone)
    return ChannelError(reason)


def seconds_to_wait(error: RetryAfter) -> float:
    """Whichever way the library gives it, which hangs on an environment variable."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
