"""The five turns that every measured bot plays: welcome, agreement, the child's age, and the begin of a reminder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Turn:
    """What a person does, words or a button by its label, and how many messages answer it."""

    says: str = ""
    presses: str = ""
    replies: int = 1


BOT_ID: Final = "7012345678"
ACCOUNT: Final = f"{BOT_ID}:AAGxBenchBenchBenchBenchBenchBenchBenchB"

AGREE: Final = "同意"
BAND: Final = "6到9岁"
WISH: Final = "提醒我打电话"
EVERY_DAY: Final = "每天"

DIALOG: Final = (
    Turn(says="/start"),
    Turn(presses=AGREE),
    Turn(presses=BAND, replies=2),  # a tip, and how to begin the call
    Turn(says=WISH),
    Turn(presses=EVERY_DAY),  # the answer asks for her shift
)

# Somebody who writes all five at once is answered in this order: by these the answers can be told apart.
TOLD_APART: Final = (AGREE, BAND, EVERY_DAY)
REPLIES: Final = sum(turn.replies for turn in DIALOG)
