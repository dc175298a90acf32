"""Many messages through a library's own client: `… peers.sending API_URL LIBRARY FIRST COUNT SECONDS`.

Libraries: `ptb` (Bot.send_message), `limiter` (with AIORateLimiter, its limits out of reach), `aiogram`, `telebot`.
100 calls are under way at once, to people from FIRST on; it ends after COUNT messages or SECONDS seconds.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from benchmarks.dialog import ACCOUNT
from benchmarks.peers.words import ANNOUNCED

AT_ONCE: Final = 100
BEYOND: Final = 1_000_000  # a second: a limit that is there and never reached
Send = Callable[[int], Awaitable[object]]


@asynccontextmanager
async def ptb(api: str) -> AsyncIterator[Send]:
    from telegram import Bot

    async with Bot(ACCOUNT, base_url=f"{api}/bot") as bot:
        yield lambda chat: bot.send_message(chat, ANNOUNCED)


@asynccontextmanager
async def limiter(api: str) -> AsyncIterator[Send]:
    from telegram.ext import AIORateLimiter, Application

    builder: Any = Application.builder().token(ACCOUNT).base_url(f"{api}/bot")
    async with builder.rate_limiter(AIORateLimiter(overall_max_rate=BEYOND)).build() as application:
        yield lambda chat: application.bot.send_message(chat, ANNOUNCED)


@asynccontextmanager
async def aiogram(api: str) -> AsyncIterator[Send]:
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    async with Bot(ACCOUNT, session=AiohttpSession(api=TelegramAPIServer.from_base(api))) as bot:
        yield lambda chat: bot.send_message(chat, ANNOUNCED)


@asynccontextmanager
async def telebot(api: str) -> AsyncIterator[Send]:
    from telebot import asyncio_helper
    from telebot.async_telebot import AsyncTeleBot

    asyncio_helper.API_URL = api + "/bot{0}/{1}"
    bot = AsyncTeleBot(ACCOUNT)
    try:
        yield lambda chat: bot.send_message(chat, ANNOUNCED)
    finally:
        await bot.close_session()


async def spread(send: Send, first: int, count: int, seconds: float) -> None:
    """So many at once, until all are sent or the time is over."""
    chats = iter(range(first, first + count))
    until = time.monotonic() + seconds

    async def one_after_another() -> None:
        for chat in chats:
            if time.monotonic() > until:
                return
            await send(chat)

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))


async def main(api: str, library: str, first: str, count: str, seconds: str) -> None:
    async with {"ptb": ptb, "limiter": limiter, "aiogram": aiogram, "telebot": telebot}[library](api) as send:
        await spread(send, int(first), int(count), float(seconds))


def fastest(library: str) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop for aiogram alone, as its own runner takes it."""
    if library != "aiogram":
        return None
    import uvloop

    return uvloop.new_event_loop


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fastest(sys.argv[2])) as runner:
        runner.run(main(*sys.argv[1:]))
