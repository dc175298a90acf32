"""What a process answers over HTTP: health, metrics, and what its roles have to answer; and the ways alerts go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.assembly import Jiayin
from bot.channels.web.channel import WebChannel
from bot.roles import ProcessRole
from bot.services.ports import Channel
from dialogs.text import _

if TYPE_CHECKING:
    from bot.telegram_side import Telegram

log = structlog.get_logger()

LANGUAGE = "zh_Hans"
MAIL_SUBJECT = _("Jiayin: somebody needs you")


def application(jiayin: Jiayin, telegram: Telegram | None) -> Starlette:
    """Everything this process answers over HTTP; what its roles do not need is not even loaded."""
    roles, routes = jiayin.settings.role_set, _health(jiayin)
    if ProcessRole.WEB in roles:
        from bot.web_side import web_routes

        routes += web_routes(jiayin)
    if telegram is not None and telegram.route is not None:
        routes.append(telegram.route)
    served = Starlette(routes=routes)
    if ProcessRole.CONSOLE in roles:
        from bot.console.admin import console
        from bot.desk import doors_of

        console(doors_of(jiayin)).mount_to(served)
    return served


def _health(jiayin: Jiayin) -> list[Route]:
    async def live(_request: Request) -> Response:
        return PlainTextResponse("alive")

    async def ready(_request: Request) -> Response:
        try:
            async with jiayin.database.reading() as connection:
                await connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            return JSONResponse({"ready": False, "database": type(error).__name__}, status_code=503)
        return JSONResponse({"ready": True, "content": jiayin.setting.shelf.library.version})

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/health/live", live), Route("/health/ready", ready), Route("/metrics", metrics)]


def start_own_channels(jiayin: Jiayin) -> None:
    """The channels that need no connection of their own: the page that fetches, and the ways that only alerts go."""
    web = WebChannel()
    jiayin.setting.channels[(web.name, web.bot_id)] = web
    start_alert_channels(jiayin)


def start_alert_channels(jiayin: Jiayin) -> None:
    """The ways that only alerts go, where they are set: the operator's own address, and e-mail."""
    settings, found = jiayin.settings, list[Channel]()
    if settings.duty_webhook:
        from bot.channels.webhook.channel import WebhookChannel

        found.append(WebhookChannel(settings.duty_webhook, settings.duty_webhook_style))
    if url := settings.smtp_url.get_secret_value():
        from bot.channels.email.channel import EmailChannel

        found.append(EmailChannel(url, settings.mail_from, jiayin.words.say(MAIL_SUBJECT, LANGUAGE)))
    jiayin.setting.channels.update({(channel.name, channel.bot_id): channel for channel in found})
