"""The fake server and a bot that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.request import AiohttpRequest, Timeouts
from tests.telegram.fake_api import FakeTelegram

GROUP_WORDS = "我只能和您单独聊。"
COMMANDS = [("menu", "看看我能帮您做什么"), ("cancel", "停下现在这一步")]


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake
        assert fake.problems == []


@pytest.fixture
async def channel(telegram: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    request = AiohttpRequest(timeouts=Timeouts(read=0.5))
    channel = TelegramChannel(telegram.token, group_words=GROUP_WORDS, api=telegram.url, request=request)
    await channel.start(COMMANDS)
    yield channel
    await channel.stop()
