"""A conversation in the terminal, over the same way in and way out as everywhere."""

from __future__ import annotations

import asyncio
import uuid
from typing import TextIO

from bot.assembly import Jiayin, assembled
from bot.channels.terminal.channel import NAME, TerminalChannel
from bot.services.ports import Inbound
from bot.settings import Settings
from dialogs.engine.events import Said

LONGEST_NAME = 60


async def talk(settings: Settings, name: str, lines: TextIO, out: TextIO) -> None:
    """Read lines until they end; everything that is due in between is shown too."""
    async with assembled(settings, on_duty=False) as jiayin:
        channel = TerminalChannel(out)
        jiayin.setting.channels[(channel.name, channel.bot_id)] = channel
        external_id = name.strip()[:LONGEST_NAME] or "me"
        await _show_due(jiayin)
        if lines.isatty():
            out.write("Write to Jiayin, for example 开始. Ctrl-D ends.\n")
        while line := await asyncio.to_thread(_next_line, lines, out):
            if text := line.rstrip("\n"):
                if not lines.isatty():
                    out.write(f"你    {text}\n")
                await jiayin.receiver([Inbound(NAME, NAME, uuid.uuid4().hex, external_id, Said(text))])
            await _show_due(jiayin)


def _next_line(lines: TextIO, out: TextIO) -> str:
    if lines.isatty():
        out.write("你    ")
        out.flush()
    return lines.readline()


async def _show_due(jiayin: Jiayin) -> None:
    await jiayin.planner.plan_due()
    await jiayin.sender.send_due()
