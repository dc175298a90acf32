"""Alerts as HTTP POSTs to the operator's own address (a group robot, a pager)."""

from __future__ import annotations

import json
from typing import Final

import aiohttp

from bot.rendering.message import Message
from bot.services.ports import Capabilities, ChannelError

NAME: Final = "webhook"
OK, REDIRECT = 200, 300
TIMEOUT: Final = aiohttp.ClientTimeout(total=10)


class WebhookChannel:
    """Posts what the receiver knows: {"text": …} of its own, or a text of a group robot that calls everybody there."""

    def __init__(self, url: str, style: str = "wecom") -> None:
        self._url = url
        self._style = style

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
        body = _body(message.text, self._style)
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT) as session,
                session.post(self._url, json=body, allow_redirects=False) as response,
            ):
                _check(response.status, await response.text())
        except aiohttp.ClientConnectorError as error:
            raise ChannelError("the webhook cannot be reached") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ChannelError("the webhook did not answer", unknown=True) from error
        return None


def _body(words: str, style: str) -> dict[str, object]:
    """plain, wecom (group robot of WeCom) or dingtalk (group robot of DingTalk)."""
    if style == "plain":
        return {"text": words}
    if style == "dingtalk":
        return {"msgtype": "text", "text": {"content": words}, "at": {"isAtAll": True}}
    return {"msgtype": "text", "text": {"content": words, "mentioned_list": ["@all"]}}


def _check(status: int, answer: str) -> None:
    """Group robots refuse with 200 and an error code inside; an alert that was refused has reached nobody."""
    if not OK <= status < REDIRECT:
        raise ChannelError(f"the webhook answered {status}")
    try:
        body = json.loads(answer)
    except ValueError:
        return
    code = body.get("errcode") if isinstance(body, dict) else None
    if code not in (None, 0):
        raise ChannelError(f"the webhook refused it, error code {code}")
