"""The doors of a running Jiayin: web pages, health, metrics, Telegram by polling or webhook, the operator's webhook."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
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
from bot.channels.web.door import WebDoor
from bot.channels.web.routes import routes as web_routes
from bot.channels.webhook.channel import WebhookChannel
from bot.i18n import Words
from bot.services.errors import CannotStart
from bot.services.own_data import code_digest
from bot.services.scene import Setting
from bot.services.streams import ChannelStream
from bot.store import addresses, people, records
from bot.store.addresses import Where
from dialogs.pin import fits
from dialogs.text import Text, _

if TYPE_CHECKING:
    from bot.channels.telegram.channel import TelegramChannel, Webhook
    from bot.channels.telegram.intake import Intake

log = structlog.get_logger()

WEBHOOK_PATH = "/telegram/webhook"


LANGUAGE = "zh_Hans"
LOGIN_PAUSE = 15.0
GROUP_WORDS = _("I only speak with one person at a time. Please open a private chat with me.")
TELEGRAM_COMMANDS: tuple[tuple[str, Text], ...] = (
    ("start", _("Begin")),
    ("menu", _("What I can do")),
    ("tip", _("Tip of the day")),
    ("call", _("Call-home reminders")),
    ("ask", _("Ask something")),
    ("human", _("Ask a trainer")),
    ("numbers", _("Help numbers")),
    ("settings", _("Settings")),
    ("mydata", _("What is kept about me")),
    ("pause", _("Pause for a while")),
    ("stop", _("Leave")),
)


@dataclass(frozen=True)
class Telegram:
    """The Telegram side: by webhook and its route, or by polling where there is none."""

    channel: TelegramChannel
    intake: Intake
    webhook: Webhook | None
    route: Route | None


def application(jiayin: Jiayin, telegram: Telegram | None) -> Starlette:
    """Everything this process answers over HTTP."""
    web = WebChannel()
    jiayin.setting.channels[(web.name, web.bot_id)] = web
    routes = [*_health(jiayin), *web_routes(web_door(jiayin))]
    if telegram is not None and telegram.route is not None:
        routes.append(telegram.route)
    return Starlette(routes=routes)


def web_door(jiayin: Jiayin) -> WebDoor:
    locks = Locks(jiayin)
    return WebDoor(
        receive=jiayin.receiver,
        stream=ChannelStream(jiayin.database, jiayin.streams, "web", "web"),
        redeem=locks.redeem,
        locked=locks.locked,
        unlock=locks.unlock,
        signer_key=jiayin.settings.signing_key(),
        secure=jiayin.settings.public_url.startswith("https://"),
        now=jiayin.setting.clock,
        zone=jiayin.settings.timezone,
    )


class Locks:
    """Return codes and PINs of the web chat."""

    def __init__(self, jiayin: Jiayin) -> None:
        self._database = jiayin.database
        self._setting: Setting = jiayin.setting

    async def redeem(self, code: str) -> str | None:
        async with self._database.writing() as connection:
            return await records.redeem(connection, code_digest(code), self._setting.clock())

    async def locked(self, external_id: str) -> bool:
        return bool((await self._pin(external_id))[0])

    async def unlock(self, external_id: str, pin: str) -> bool:
        known, code = await self._pin(external_id)
        return not known or fits(pin, known, code)

    async def _pin(self, external_id: str) -> tuple[str, str]:
        """The PIN as it is kept, and the person's code it is salted with."""
        async with self._database.reading() as connection:
            found = await addresses.find_one(connection, Where("web", "web", external_id))
            if found is None:
                return "", ""
            facts = await people.read_facts(connection, [found.person_id], self._setting.scene(frozenset()))
            return facts[found.person_id].profile.pin, facts[found.person_id].code


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


def start_webhook(jiayin: Jiayin) -> None:
    """The operator's own address for alerts, when one is set."""
    if url := jiayin.settings.duty_webhook:
        channel = WebhookChannel(url)
        jiayin.setting.channels[(channel.name, channel.bot_id)] = channel


def telegram_of(jiayin: Jiayin) -> Telegram | None:
    """The Telegram side, when a token is set; it is not logged in yet. Raises CannotStart for what is no token."""
    settings = jiayin.settings
    if not (token := settings.telegram_token.get_secret_value()):
        return None
    from bot.channels.telegram.channel import TelegramChannel, Webhook, WrongToken
    from bot.channels.telegram.intake import Intake
    from bot.channels.telegram.request import AiohttpRequest
    from bot.channels.telegram.webhook import webhook_route

    proxy = settings.telegram_proxy or None
    try:
        channel = TelegramChannel(
            token,
            group_words=jiayin.words.say(GROUP_WORDS, LANGUAGE),
            api=settings.telegram_api_url,
            request=AiohttpRequest(proxy=proxy),
            polling_request=AiohttpRequest(connections=2, proxy=proxy),
        )
    except WrongToken as error:
        raise CannotStart(str(error)) from error
    jiayin.setting.channels[(channel.name, channel.bot_id)] = channel
    intake = Intake(channel, jiayin.receiver, Reachability(jiayin, channel.bot_id))
    if not settings.public_url:
        return Telegram(channel, intake, None, None)
    secret = settings.telegram_webhook_secret.get_secret_value() or code_digest(settings.signing_key().hex())
    webhook = Webhook(settings.public_url + WEBHOOK_PATH, secret)
    return Telegram(channel, intake, webhook, webhook_route(WEBHOOK_PATH, secret, intake))


class Reachability:
    """Notes who blocked the bot, and who came back."""

    def __init__(self, jiayin: Jiayin, bot_id: str) -> None:
        self._database = jiayin.database
        self._bot_id = bot_id

    async def __call__(self, external_id: str, reachable: bool) -> None:
        async with self._database.writing() as connection:
            where = Where("telegram", self._bot_id, external_id)
            await addresses.set_reachable(connection, where, reachable=reachable)


async def log_in(telegram: Telegram, words: Words) -> None:
    """Greet Telegram, again and again until it answers. Raises WrongToken."""
    from bot.services.ports import ChannelError

    commands = [(name, words.say(about, LANGUAGE)) for name, about in TELEGRAM_COMMANDS]
    while True:
        try:
            await telegram.channel.start(commands, telegram.webhook)
        except ChannelError as error:
            log.warning("telegram_not_reached", reason=str(error)[:120], again_in=LOGIN_PAUSE)
            await asyncio.sleep(LOGIN_PAUSE)
        else:
            return


async def poll(telegram: Telegram) -> None:
    """Fetch updates until cancelled, unless they come by webhook."""
    from bot.channels.telegram.polling import Polling

    if telegram.webhook is None:
        await Polling(telegram.channel, telegram.intake).run()
