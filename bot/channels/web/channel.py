"""The web as a channel: people fetch their messages themselves, so sending has nothing to do."""

from __future__ import annotations

from typing import Final

from bot.rendering.message import Message
from bot.services.ports import Capabilities

NAME: Final = "web"
LONGEST_MESSAGE: Final = 4_000


class WebChannel:
    """What the sender needs of the web; a message is there for the page as soon as it is marked sent."""

    @property
    def name(self) -> str:
        return NAME

    @property
    def bot_id(self) -> str:
        return NAME

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(buttons=True, max_length=LONGEST_MESSAGE, reaches_closed_phone=False, documents=True)

    async def send(self, external_id: str, message: Message) -> str | None:
        return None
