"""The composition root: the only module that knows all parts, reads the clock, and starts the loops."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.i18n import Words
from bot.services.content.loading import load_files, read_library
from bot.services.errors import CannotStart
from bot.services.housekeeping import Housekeeping
from bot.services.plan import Planner
from bot.services.receiving import Receiver
from bot.services.scene import DutyHours, DutyRoster, Setting, Shelf
from bot.services.sending import Sender
from bot.services.streams import Streams
from bot.settings import Settings
from bot.store import contents, factories, schema
from bot.store.database import Database
from bot.store.schema import SchemaState
from dialogs.library import Operator

if TYPE_CHECKING:
    from uvicorn import Server

    from bot.serving import Telegram

log = structlog.get_logger()

Tell = Callable[[str], None]

GRACEFUL = 3  # seconds for open streams at the end


def clock() -> datetime:
    return datetime.now(UTC)


def roster_of(settings: Settings) -> DutyRoster:
    telegram = [("telegram", chat.strip()) for chat in settings.duty_telegram.split(",") if chat.strip()]
    webhook = [("webhook", "duty")] if settings.duty_webhook else []
    return DutyRoster((*telegram, *webhook), DutyHours(*settings.duty_times))


@dataclass
class Jiayin:
    """The running parts, without any channel."""

    settings: Settings
    database: Database
    words: Words
    setting: Setting
    streams: Streams
    sender: Sender
    receiver: Receiver
    planner: Planner
    housekeeping: Housekeeping
    failed: bool = False  # something that cannot mend itself stopped us

    async def tick(self) -> None:
        """Plan what is due, and wake the sender."""
        try:
            if await self.planner.plan_due():
                self.sender.wake()
        except SQLAlchemyError as error:
            log.error("tick_failed", error=type(error).__name__)

    async def refresh_content(self) -> None:
        """Take up content that somebody changed, in this process or another."""
        async with self.database.reading() as connection:
            version = await contents.version(connection)
        if version != self.setting.shelf.library.version:
            self.setting.shelf.library = await read_library(self.database, self.words)
            log.info("content_taken_up", version=version)

    async def tidy(self) -> None:
        try:
            await self.housekeeping.tidy()
        except SQLAlchemyError as error:
            log.error("tidying_failed", error=type(error).__name__)


@asynccontextmanager
async def assembled(settings: Settings) -> AsyncIterator[Jiayin]:
    """All parts over one database whose schema is right. Raises CannotStart."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database)
    try:
        await prepare(database, settings)
        words = Words()
        shelf = Shelf(await read_library(database, words))
        operator = Operator(settings.operator_name, settings.operator_phone)
        setting = Setting(clock, settings.timezone, shelf, operator, roster_of(settings))
        streams = Streams()
        sender = Sender(database, setting, streams)
        receiver = Receiver(database, setting, sender.wake)
        planner = Planner(database, setting, receiver)
        yield Jiayin(
            settings, database, words, setting, streams, sender, receiver, planner, Housekeeping(database, clock)
        )
    finally:
        await database.close()


async def prepare(database: Database, settings: Settings) -> None:
    """Check the schema (SQLite upgrades by itself), load content and factories."""
    try:
        await _right_schema(database)
        await load_files(database, clock())
        async with database.writing() as connection:
            for code, name in settings.factory_codes.items():
                await factories.save(connection, code, name, clock())
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise CannotStart(
            f"The database {database.url.render_as_string()} cannot be used: {reason}. "
            "If another program holds it, stop that one; if it is damaged, put a backup in its place."
        ) from error


async def _right_schema(database: Database) -> None:
    state = await schema.state(database)
    if state is SchemaState.NEWER:
        raise CannotStart(
            "The database was made by a newer Jiayin than this one. Install that version again; nothing was changed."
        )
    if state is SchemaState.CURRENT:
        return
    if not database.is_sqlite and state is SchemaState.OLDER:
        raise CannotStart("The database has an older schema. Run `jiayin db upgrade` once, then start again.")
    await schema.upgrade(database)


# -- the running process --------------------------------------------------------------------------------------------


@asynccontextmanager
async def ticking(jiayin: Jiayin) -> AsyncIterator[None]:
    """APScheduler only ticks; the truth is in the tables."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    soon = clock() + timedelta(seconds=1)
    scheduler.add_job(jiayin.tick, "interval", seconds=jiayin.settings.tick_seconds, next_run_time=clock())
    scheduler.add_job(jiayin.refresh_content, "interval", seconds=5)
    scheduler.add_job(jiayin.tidy, "interval", hours=1, next_run_time=soon + timedelta(seconds=20))
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def bound_socket(host: str, port: int) -> socket.socket:
    """A listening socket, or CannotStart with what to do about it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise CannotStart(
            f"Port {port} on {host} cannot be used ({error.strerror}). Stop what uses it, or set another JIAYIN_PORT."
        ) from error
    return bound


async def run(settings: Settings, tell: Tell) -> bool:
    """Serve until told to stop; whether all went well. `tell` speaks to the operator. Raises CannotStart."""
    import uvicorn

    from bot.serving import application, start_webhook, telegram_of

    with bound_socket(settings.host, settings.port) as bound:
        async with AsyncExitStack() as stack:
            jiayin = await stack.enter_async_context(assembled(settings))
            telegram = telegram_of(jiayin)
            start_webhook(jiayin)
            config = uvicorn.Config(
                application(jiayin, telegram),
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=GRACEFUL,
                lifespan="off",
            )
            stack.push_async_callback(_stopped, asyncio.create_task(jiayin.sender.run()))
            await stack.enter_async_context(ticking(jiayin))
            greet(jiayin, tell)
            server = uvicorn.Server(config)
            if telegram is not None:
                stack.push_async_callback(telegram.channel.stop)
                stack.push_async_callback(_stopped, asyncio.create_task(_telegram(jiayin, telegram, server, tell)))
            await server.serve(sockets=[bound])
            return not jiayin.failed


async def _telegram(jiayin: Jiayin, telegram: Telegram, server: Server, tell: Tell) -> None:
    """Log in and poll; a token that Telegram does not know stops everything, as it would never work."""
    from bot.channels.telegram.channel import WrongToken
    from bot.serving import log_in, poll

    try:
        await log_in(telegram, jiayin.words)
    except WrongToken as error:
        tell(str(error))
        jiayin.failed = True
        server.should_exit = True
        return
    await poll(telegram)


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def greet(jiayin: Jiayin, tell: Tell) -> None:
    """Where to look, and what an operator has to know before parents come."""
    settings = jiayin.settings
    tell(
        f"Jiayin 家音 runs. Open {settings.public_url or f'http://{settings.host}:{settings.port}'} in a browser to chat."
    )
    if not settings.telegram_token.get_secret_value():
        tell("Telegram is off; set JIAYIN_TELEGRAM_TOKEN to serve it as well.")
    if not jiayin.setting.roster.addresses:
        tell(
            "WARNING: nobody is on duty. Words of danger are answered, but no person is told. "
            "Set JIAYIN_DUTY_TELEGRAM or JIAYIN_DUTY_WEBHOOK."
        )
    if not (settings.operator_name and settings.operator_phone):
        tell("This is a trial: set JIAYIN_OPERATOR_NAME and JIAYIN_OPERATOR_PHONE to open it.")
