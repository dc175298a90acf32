"""What the web door is built from: who takes messages in, who gives them out, who knows codes and locks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from zoneinfo import ZoneInfo

from bot.channels.web.pace import CodeTries
from bot.services.ports import Receive, Stream


class Unlocking(Enum):
    """What became of a try to open a locked history."""

    OPEN = auto()
    OPEN_AFTER_TRIES = auto()  # and before her somebody wrote wrong ones: she is told
    WRONG = auto()
    CLOSED = auto()  # so many wrong ones that not even the right one opens for a while


@dataclass(frozen=True)
class WebDoor:
    """Everything the routes depend on; `now` gives aware UTC, `zone` is where clock times are shown."""

    receive: Receive
    stream: Stream
    redeem: Callable[[str], Awaitable[str | None]]  # a return code -> the external id of the chat it opens
    locked: Callable[[str], Awaitable[bool]]  # whether this external id's history asks for a PIN
    unlock: Callable[[str, str], Awaitable[Unlocking]]  # external id and PIN
    signer_key: bytes = field(repr=False)
    secure: bool
    now: Callable[[], datetime]
    tries: CodeTries = field(default_factory=CodeTries)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
