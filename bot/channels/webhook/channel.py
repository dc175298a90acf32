"""Alerts as HTTP POSTs to the operator's own address (a group robot, a pager)."""

from __future__ import annotations

from typing import Final

import aiohttp

from bot.rendering.message import Message
from bot.services.ports import Capabilities, ChannelError

NAME: Final = "webhook"
TIMEOUT: Final = aiohttp.ClientTimeout(total=10)


class WebhookChannel:
    """Posts {"msgtype": "text", "text": {"content": …}}, which group robots of WeCom and DingTalk take as it is."""

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def name(self) -> str:
        return NAME

    @property
    def bot_id(self) -> str:
        return NAME

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(buttons=False, max_length=2000, reaches_closed_phone=True, documents=False)

    async def send(self, external_id: str, message: Message) -> str | None:
        body = {"msgtype": "text", "text": {"content": message.text}}
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT) as session,
                session.post(self._url, json=body) as response,
            ):
                if response.status >= 300:
                    raise ChannelError(f"the webhook answered {response.status}")
        except aiohttp.ClientConnectorError as error:
            raise ChannelError("the webhook cannot be reached") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ChannelError("the webhook did not answer", unknown=True) from error
        return None
