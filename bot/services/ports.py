"""The ports that channels plug into: what comes in, what goes out, and how sending can fail."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.rendering.message import Message
from dialogs.engine.events import Event


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do; rendering and the words about reminders follow it."""

    buttons: bool
    max_length: int  # characters in one message
    reaches_closed_phone: bool  # can ring when the app or page is closed
    documents: bool


def new_trace() -> str:
    """An id under which an update is found again in logs and at the letters it led to; it says nothing of anybody."""
    return secrets.token_hex(6)


@dataclass(frozen=True)
class Inbound:
    """One update on its way in; (channel, bot_id, key) is unique and drops repeats, `external_id` says who wrote."""

    channel: str
    bot_id: str
    key: str
    external_id: str
    event: Event
    trace: str = field(default_factory=new_trace, compare=False)


class ChannelError(Exception):
    """A send that did not work.

    permanent: this address cannot be reached any more (blocked, gone).
    retry_after: seconds the channel asks us to wait, for everybody.
    unknown: the request left us and no answer came; it may have arrived.
    refused: this one message can never be sent (malformed for the channel); others can.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        unknown: bool = False,
        refused: bool = False,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after = retry_after
        self.unknown = unknown
        self.refused = refused


class Channel(Protocol):
    """A way to people; one instance per bot account."""

    @property
    def name(self) -> str: ...

    @property
    def bot_id(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def send(self, external_id: str, message: Message) -> str | None:
        """Make one API call; the channel's id of the message, if it gives one. Raises ChannelError."""


class Receive(Protocol):
    """Takes updates in; returns only after they are committed."""

    async def __call__(self, batch: Sequence[Inbound]) -> None: ...


@dataclass(frozen=True)
class Sound:
    """A trainer's recording as it is played; `digest` is another one for every recording."""

    mime: str
    seconds: int
    content: bytes
    digest: str


class Sounds(Protocol):
    """The recordings that parents may hear, by the tip or starter they belong to."""

    async def sound(self, kind: str, id: str) -> Sound | None: ...

    async def handle(self, kind: str, id: str) -> str:
        """What the channel that sent it before calls it, or nothing."""

    async def keep_handle(self, kind: str, id: str, digest: str, handle: str) -> None: ...


@dataclass(frozen=True)
class Delivered:
    """A message that was marked sent to an address, with its place in that person's stream."""

    position: int
    kind: str
    message: Message
    sent_at: datetime


class Stream(Protocol):
    """What has been delivered to an address, in order, for channels that show it themselves."""

    async def since(self, external_id: str, position: int, limit: int = 50) -> Sequence[Delivered]: ...

    async def latest(self, external_id: str, limit: int) -> Sequence[Delivered]:
        """The newest messages, oldest first."""

    async def wait(self, external_id: str, seconds: float) -> None:
        """Return when something new may have been delivered, or after `seconds`."""
