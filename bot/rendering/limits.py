"""How much Telegram takes in one call."""

from __future__ import annotations

from typing import Final

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
DATA_LIMIT: Final = 64  # bytes
