"""What the web door is built from: who takes messages in, who gives them out, who knows codes and locks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.services.ports import Receive, Stream


@dataclass(frozen=True)
class WebDoor:
    """Everything the routes depend on; `now` gives aware UTC, `zone` is where clock times are shown."""

    receive: Receive
    stream: Stream
    redeem: Callable[[str], Awaitable[str | None]]  # a return code -> the external id it was made for
    locked: Callable[[str], Awaitable[bool]]  # whether this external id's history asks for a PIN
    unlock: Callable[[str, str], Awaitable[bool]]  # external id and PIN -> whether it is the right one
    signer_key: bytes = field(repr=False)
    secure: bool
    now: Callable[[], datetime]
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
