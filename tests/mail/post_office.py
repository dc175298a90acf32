"""A mail server of a few lines on loopback: it takes mail, or refuses it as it was told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_string, policy
from email.message import EmailMessage


@dataclass
class PostOffice:
    """answers: what is said to a command instead of yes; hang_up: after this command the line is cut."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hang_up: str = ""
    callers: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (caller := asyncio.current_task()) is not None:
            self.callers.add(caller)
        writer.write(b"220 here\r\n")
        while line := (await reader.readline()).decode().strip():
            word = line.split()[0].upper()
            if word == self.hang_up:
                break
            writer.write(f"{await self._answer(word, line, reader, writer)}\r\n".encode())
            await writer.drain()
            if word == "QUIT":
                break
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def _answer(self, word: str, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        if word in self.answers:
            return self.answers[word]
        if word == "EHLO":
            return "250-here\r\n250 AUTH PLAIN"
        if word == "AUTH":
            return "235 welcome"
        if word == "RCPT":
            self.to.append(line)
        if word != "DATA":
            return "250 yes"
        writer.write(b"354 go on\r\n")
        lines: list[str] = []
        while (part := (await reader.readline()).decode()) not in (".\r\n", ""):
            lines.append(part.rstrip("\r\n"))
        self.mails.append(message_from_string("\n".join(lines), policy=policy.default))
        return "250 taken"


@asynccontextmanager
async def post_office() -> AsyncIterator[PostOffice]:
    """Listening on loopback until the block ends."""
    office = PostOffice()
    server = await asyncio.start_server(office.serve, "127.0.0.1", 0)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
        await asyncio.gather(*office.callers)
