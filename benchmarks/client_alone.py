"""The same client as Jiayin's without a database: `python -m benchmarks.client_alone API_URL FIRST COUNT SECONDS`."""

from __future__ import annotations

import sys

import uvloop

from benchmarks.dialog import ACCOUNT
from benchmarks.peers.sending import spread
from benchmarks.peers.words import ANNOUNCED
from bot.channels.telegram.channel import TelegramChannel
from bot.rendering.message import Message


async def main(api: str, first: str, count: str, seconds: str) -> None:
    channel = TelegramChannel(ACCOUNT, group_words="", api=api)
    await channel.start([])
    words = Message(ANNOUNCED)
    try:
        await spread(lambda chat: channel.send(str(chat), words), int(first), int(count), float(seconds))
    finally:
        await channel.stop()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
