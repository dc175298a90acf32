"""Where Telegram delivers updates: it hears 200 only after an update is kept."""

from __future__ import annotations

import hmac
import json
from typing import Any, Final

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.intake import Intake

log = structlog.get_logger(__name__)

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MOST_BYTES: Final = 1024 * 1024


def webhook_route(path: str, secret: str, intake: Intake) -> Route:
    """The route that Telegram posts to; whoever does not show the secret hears 401."""
    if not secret:
        raise ValueError("A webhook needs a secret, or anybody could write in anybody's name.")

    async def deliver(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return Response(status_code=401)
        body = await small_body(request)
        if body is None:
            return Response(status_code=413)
        update = parsed(body)
        if update is None:
            return Response(status_code=400)
        return Response(status_code=200 if await kept(intake, update) else 500)

    return Route(path, deliver, methods=["POST"], name="telegram_webhook")


async def small_body(request: Request) -> bytes | None:
    """The body, or None once it grows too large, whatever its length header says."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def parsed(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None


async def kept(intake: Intake, update: dict[str, Any]) -> bool:
    try:
        await intake.take([update])
    except Exception:
        log.exception("telegram_update_not_kept")
        return False
    return True
