"""The doors of a running Jiayin: web pages, health, metrics, Telegram by polling or webhook, the operator's webhook."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.assembly import Jiayin
from bot.channels.web.channel import WebChannel
from bot.channels.web.door import Unlocking, WebDoor
from bot.channels.web.routes import routes as web_routes
from bot.channels.web.session import new_token
from bot.channels.web.voice import voice_route
from bot.channels.web.wall_card import wall_card_route
from bot.console.admin import console
from bot.desk import doors_of
from bot.i18n import Words
from bot.services.errors import CannotStart
from bot.services.own_data import code_digest
from bot.services.ports import Channel
from bot.services.scene import Setting
from bot.services.streams import ChannelStream
from bot.settings import Settings
from bot.store import addresses, people, records
from bot.store.addresses import Address, Where
from bot.store.database import Database
from dialogs.facts import Facts, Profile
from dialogs.pin import MOST_WRONG, fits, is_closed, read_pin, with_right_pin, with_wrong_pin
from dialogs.text import Text, _

if TYPE_CHECKING:
    from bot.channels.telegram.channel import TelegramChannel, Webhook
    from bot.channels.telegram.intake import Intake

log = structlog.get_logger()

WEBHOOK_PATH = "/telegram/webhook"
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
TELEGRAM_API = "https://api.telegram.org"

LANGUAGE = "zh_Hans"
LOGIN_PAUSE = 15.0
MAIL_SUBJECT = _("Jiayin: somebody needs you")
GROUP_WORDS = _("I only speak with one person at a time. Please open a private chat with me.")
TELEGRAM_COMMANDS: tuple[tuple[str, Text], ...] = (
    ("start", _("Begin")),
    ("menu", _("What I can do")),
    ("tip", _("Tip of the day")),
    ("call", _("Call-home reminders")),
    ("course", _("Small courses")),
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
    card = wall_card_route(lambda: jiayin.setting.shelf.library)
    routes = [*_health(jiayin), *web_routes(web_door(jiayin)), card, voice_route(jiayin.voices)]
    if telegram is not None and telegram.route is not None:
        routes.append(telegram.route)
    served = Starlette(routes=routes)
    console(doors_of(jiayin)).mount_to(served)
    return served


def web_door(jiayin: Jiayin) -> WebDoor:
    locks = Locks(jiayin.database, jiayin.setting)
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

    def __init__(self, database: Database, setting: Setting) -> None:
        self._database = database
        self._setting = setting

    async def redeem(self, code: str) -> str | None:
        fresh = Where("web", "web", new_token())
        async with self._database.writing() as connection:
            return await records.redeem(connection, code_digest(code), self._setting.clock(), fresh)

    async def locked(self, external_id: str) -> bool:
        async with self._database.reading() as connection:
            found = await addresses.find_one(connection, Where("web", "web", external_id))
            facts = await self._facts(connection, found)
        return facts is not None and bool(facts.profile.pin)

    async def unlock(self, external_id: str, pin: str) -> Unlocking:
        """Open the history, and count wrong digits where the chat counts them."""
        async with self._database.writing() as connection:
            found = await addresses.find_one(connection, Where("web", "web", external_id))
            if found is not None:
                await people.lock(connection, [found.person_id])
            facts = await self._facts(connection, found)
            if found is None or facts is None or not facts.profile.pin:
                return Unlocking.OPEN
            outcome, profile = tried(pin, facts)
            if profile != facts.profile:
                await people.save_profiles(connection, [(found.person_id, profile)])
            return outcome

    async def _facts(self, connection: AsyncConnection, found: Address | None) -> Facts | None:
        if found is None:
            return None
        facts = await people.read_facts(connection, [found.person_id], self._setting.scene(frozenset()))
        return facts.get(found.person_id)


def tried(pin: str, facts: Facts) -> tuple[Unlocking, Profile]:
    """What a try at the PIN leads to, and what is remembered of it."""
    profile, given = facts.profile, read_pin(pin)
    if is_closed(profile, facts.now):
        return Unlocking.CLOSED, profile
    if given is None:
        return Unlocking.WRONG, profile
    if fits(given, profile.pin, facts.code):
        warned = profile.wrong_pins >= MOST_WRONG
        return (Unlocking.OPEN_AFTER_TRIES if warned else Unlocking.OPEN), with_right_pin(profile)
    profile = with_wrong_pin(profile, facts.now)
    return (Unlocking.CLOSED if is_closed(profile, facts.now) else Unlocking.WRONG), profile


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


def start_alert_channels(jiayin: Jiayin) -> None:
    """The ways that only alerts go, where they are set: the operator's own address, and e-mail."""
    settings, found = jiayin.settings, list[Channel]()
    if settings.duty_webhook:
        from bot.channels.webhook.channel import WebhookChannel  # needs a library that nothing else here needs

        found.append(WebhookChannel(settings.duty_webhook, settings.duty_webhook_style))
    if url := settings.smtp_url.get_secret_value():
        from bot.channels.email.channel import EmailChannel

        found.append(EmailChannel(url, settings.mail_from, jiayin.words.say(MAIL_SUBJECT, LANGUAGE)))
    jiayin.setting.channels.update({(channel.name, channel.bot_id): channel for channel in found})


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
    channel.sounds = jiayin.voices
    jiayin.setting.channels[(channel.name, channel.bot_id)] = channel
    intake = Intake(channel, jiayin.receiver, Reachability(jiayin, channel.bot_id))
    if not settings.public_url:
        return Telegram(channel, intake, None, None)
    secret = webhook_secret(settings)
    webhook = Webhook(settings.public_url + WEBHOOK_PATH, secret)
    return Telegram(channel, intake, webhook, webhook_route(WEBHOOK_PATH, secret, intake))


def webhook_secret(settings: Settings) -> str:
    """Telegram would refuse a wrong one at every try; better to say so at once. Raises CannotStart."""
    if settings.telegram_api_url == TELEGRAM_API and not settings.public_url.startswith("https://"):
        raise CannotStart(
            "Telegram delivers to https:// addresses only. Set JIAYIN_PUBLIC_URL to one, or leave it empty: "
            "then Jiayin fetches the messages itself."
        )
    secret = settings.telegram_webhook_secret.get_secret_value() or code_digest(settings.signing_key().hex())
    if not WEBHOOK_SECRET.fullmatch(secret):
        raise CannotStart(
            "JIAYIN_TELEGRAM_WEBHOOK_SECRET must be 1 to 256 of the signs A-Z a-z 0-9 _ and -, as Telegram takes no "
            "others. Left empty, Jiayin makes one."
        )
    return secret


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
