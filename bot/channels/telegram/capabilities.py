"""What Telegram can do, for every process: those that never call it write for it all the same."""

from __future__ import annotations

from typing import Final

from bot.rendering.limits import TEXT_LIMIT
from bot.services.ports import Capabilities

CAPABILITIES: Final = Capabilities(buttons=True, max_length=TEXT_LIMIT, reaches_closed_phone=True, documents=True)
