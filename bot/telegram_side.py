"""The Telegram side of a process: it receives by webhook or by polling, it only sends, or it only fetches files."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from starlette.routing import Route

from bot.assembly import Jiayin
from bot.channels.telegram.channel import TelegramChannel, Webhook, WrongToken
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.telegram.webhook import webhook_route
from bot.roles import ProcessRole
from bot.services.errors import CannotStart
from bot.services.leading import Leadership
from bot.services.own_data import code_digest
from bot.services.ports import ChannelError
from bot.settings import Settings
from bot.store import addresses
from bot.store.addresses import Where
from dialogs.text import Text, _

log = structlog.get_logger()

WEBHOOK_PATH = "/telegram/webhook"
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
TELEGRAM_API = "https://api.telegram.org"

LANGUAGE = "zh_Hans"
LOGIN_PAUSE = 15.0
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
    """The Telegram side. What people write comes by webhook and its route, by polling, or to other processes."""

    channel: TelegramChannel
    intake: Intake | None = None  # None where others receive
    webhook: Webhook | None = None
    route: Route | None = None


def telegram_of(jiayin: Jiayin) -> Telegram | None:
    """The Telegram side, when a token is set; it is not logged in yet. Raises CannotStart for what is no token."""
    settings = jiayin.settings
    if not (token := settings.telegram_token.get_secret_value()):
        return None
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
    if ProcessRole.RECEIVE not in settings.role_set:
        return Telegram(channel)
    intake = Intake(channel, jiayin.receiver, Reachability(jiayin, channel.bot_id))
    if not settings.public_url:
        return Telegram(channel, intake)
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


async def serve(telegram: Telegram, jiayin: Jiayin) -> None:
    """Log in, and receive where this process does, until cancelled. Raises WrongToken."""
    channel, intake = telegram.channel, telegram.intake
    commands = [(name, jiayin.words.say(about, LANGUAGE)) for name, about in TELEGRAM_COMMANDS]
    if telegram.webhook is not None:
        await log_in(lambda: channel.start(commands, telegram.webhook))
        return
    await log_in(channel.greet)
    if intake is None:
        return

    async def poll() -> None:
        await log_in(lambda: channel.start(commands))
        await Polling(channel, intake).run()

    # Telegram gives its updates to one at a time, and throws the other one out.
    await Leadership(jiayin.database, f"telegram:{channel.bot_id}").run(poll)


async def log_in(greet: Callable[[], Awaitable[None]]) -> None:
    """Greet Telegram, again and again until it answers. Raises WrongToken."""
    while True:
        try:
            await greet()
        except ChannelError as error:
            log.warning("telegram_not_reached", reason=str(error)[:120], again_in=LOGIN_PAUSE)
            await asyncio.sleep(LOGIN_PAUSE)
        else:
            return
