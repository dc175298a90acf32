"""Delivered messages on their way to the page: as JSON, and as an endless stream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.channels.web.voice import voice_path
from bot.services.ports import Delivered, Stream

SHOWN: Final = 100
BATCH: Final = 50
REREAD_SECONDS: Final = 15.0
STREAM_SECONDS: Final = 600


def as_json(delivered: Delivered, zone: ZoneInfo) -> dict[str, Any]:
    message, at = delivered.message, delivered.sent_at.astimezone(zone)
    document = message.document and {"name": message.document.name, "href": f"/web/document/{delivered.position}"}
    voice = message.voice and {"href": voice_path(message.voice)}
    return {
        "position": delivered.position,
        "kind": delivered.kind,
        "text": message.text,
        "buttons": [{"label": button.label, "data": button.data} for button in message.buttons],
        "numbers": list(message.numbers),
        "fold": message.fold,
        "silent": message.silent,
        "at": f"{at:%H:%M}",
        "day": f"{at:%Y-%m-%d}",
        "document": document,
        "voice": voice,
    }


def sheet(batch: Sequence[Delivered], position: int, zone: ZoneInfo) -> dict[str, Any]:
    """A batch for the page, with how far it reaches; a message whose words were blanked is passed over."""
    return {
        "position": batch[-1].position if batch else position,
        "messages": [as_json(one, zone) for one in batch if one.message.text or one.message.document],
    }


async def follow(
    stream: Stream, external_id: str, position: int, *, until: datetime, now: Callable[[], datetime]
) -> AsyncGenerator[Sequence[Delivered], None]:
    """Batches as they are delivered, and an empty one whenever nothing came for a while."""
    while (left := (until - now()).total_seconds()) > 0:
        # The ear is at the door before we look, so nothing slips in between looking and listening.
        waiting = asyncio.ensure_future(stream.wait(external_id, min(REREAD_SECONDS, left)))
        try:
            await asyncio.sleep(0)
            batch = await stream.since(external_id, position, BATCH)
            if not batch:
                await waiting
        finally:
            waiting.cancel()
        if batch:
            position = batch[-1].position
        yield batch


def as_server_sent(batch: Sequence[Delivered], zone: ZoneInfo) -> str:
    """A batch in the format of an event stream; an empty one is a comment that keeps the line open."""
    page = sheet(batch, 0, zone)["messages"]
    events = (f"id: {one['position']}\ndata: {json.dumps(one, ensure_ascii=False)}\n\n" for one in page)
    return "".join(events) or ": \n\n"
