"""Messages as lines of a terminal."""

from __future__ import annotations

from typing import Final, TextIO

from bot.rendering.message import Message
from bot.rendering.numbered import choice_lines
from bot.services.ports import Capabilities

NAME: Final = "terminal"


class TerminalChannel:
    """Writes every message to a stream of text."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    @property
    def name(self) -> str:
        return NAME

    @property
    def bot_id(self) -> str:
        return NAME

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(buttons=False, max_length=10_000, reaches_closed_phone=False, documents=True)

    async def send(self, external_id: str, message: Message) -> str | None:
        self._out.write(as_lines(message) + "\n")
        self._out.flush()
        return None


def as_lines(message: Message) -> str:
    """The message with its choices under it; numbered, unless a bare number would be an answer of its own."""
    lines = [f"家音  {line}" if index == 0 else f"      {line}" for index, line in enumerate(message.text.split("\n"))]
    lines.extend(f"      {line}" for line in choice_lines(message))
    if message.document:
        lines.append(f"      [{message.document.name}]")
        lines.extend(f"      | {line}" for line in message.document.content.splitlines())
    if message.voice:
        lines.append("      [录音，在手机上听]")
    return "\n".join(lines)
