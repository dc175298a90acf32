"""The composition root: knows all parts, and starts the loops of a running Jiayin."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.assembly import Jiayin, assembled, clock, open_factories
from bot.services.errors import CannotStart
from bot.settings import Settings
from bot.store import outbox
from bot.store.database import Database

if TYPE_CHECKING:
    from uvicorn import Server

    from bot.serving import Telegram

log = structlog.get_logger()

Tell = Callable[[str], None]

GRACEFUL = 3  # seconds for open streams at the end
BACKLOG = 2048


@asynccontextmanager
async def ticking(jiayin: Jiayin) -> AsyncIterator[None]:
    """APScheduler only ticks; the truth is in the tables."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    soon = clock() + timedelta(seconds=1)
    scheduler.add_job(
        _ending_calmly(jiayin.tick), "interval", seconds=jiayin.settings.tick_seconds, next_run_time=clock()
    )
    scheduler.add_job(_ending_calmly(jiayin.refresh_content), "interval", seconds=2)
    scheduler.add_job(_ending_calmly(jiayin.tidy), "interval", hours=1, next_run_time=soon + timedelta(seconds=20))
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def _ending_calmly(job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """The job, without the scheduler's complaint when it is cut off by the end of everything."""

    async def run_job() -> None:
        with suppress(asyncio.CancelledError):
            await job()

    return run_job


def bound_socket(host: str, port: int) -> socket.socket:
    """A listening socket, or CannotStart with what to do about it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(BACKLOG)
    except OSError as error:
        bound.close()
        raise CannotStart(
            f"Port {port} on {host} cannot be used ({error.strerror}). Stop what uses it, or set another JIAYIN_PORT."
        ) from error
    return bound


@contextmanager
def running_alone(database: Database) -> Iterator[None]:
    """No other process serves the same SQLite file meanwhile, or CannotStart: it would take what we are sending."""
    if not (database.is_sqlite and database.url.database):
        yield
        return
    # Beside the file, not on it: closing it anywhere in this process would drop SQLite's own locks.
    path = Path(f"{database.url.database}.running")
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStart(
                f"The file {path} is locked ({error.strerror}): another Jiayin runs on this database. Stop that one."
            ) from error
        yield


async def run(settings: Settings, tell: Tell) -> bool:
    """Serve until told to stop; whether all went well. `tell` speaks to the operator. Raises CannotStart."""
    import uvicorn

    from bot.serving import application, start_alert_channels, telegram_of

    with bound_socket(settings.host, settings.port) as bound:
        async with AsyncExitStack() as stack:
            jiayin = await stack.enter_async_context(assembled(settings))
            stack.enter_context(running_alone(jiayin.database))
            await open_factories(jiayin)
            telegram = telegram_of(jiayin)
            start_alert_channels(jiayin)
            config = uvicorn.Config(
                application(jiayin, telegram),
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=GRACEFUL,
                lifespan="off",
            )
            server = uvicorn.Server(config)
            _obey_signals(server)
            await _free_leases(jiayin)
            if telegram is not None:  # closed after the sender, which may be in the middle of a call
                stack.push_async_callback(telegram.channel.stop)
            _start(stack, _vital(jiayin.sender.run(), jiayin, server))
            await stack.enter_async_context(ticking(jiayin))
            greet(jiayin, tell)
            await welcome_first(jiayin, tell)
            if telegram is not None:
                _start(stack, _vital(_telegram(jiayin, telegram, server, tell), jiayin, server))
            gc.freeze()  # what is there now stays: never looked through again
            gc.enable()
            await server.serve(sockets=[bound])
            return not jiayin.failed


def _obey_signals(server: Server) -> None:
    """When uvicorn has ended it raises the signal once more; by default that would cut off what is still ending."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, server.handle_exit)


async def _free_leases(jiayin: Jiayin) -> None:
    """One running process serves an SQLite file, so what is leased at the start was leased by one that was killed."""
    if jiayin.database.is_sqlite:
        async with jiayin.database.writing() as connection:
            await outbox.release_all(connection)


def _start(stack: AsyncExitStack, work: Coroutine[None, None, None]) -> None:
    stack.push_async_callback(_stopped, asyncio.create_task(work))


async def _vital(work: Awaitable[None], jiayin: Jiayin, server: Server) -> None:
    """Without this part we would only seem to run: when it breaks, all ends, and can be started anew."""
    try:
        await work
    except Exception as error:
        log.error("part_broke", error=type(error).__name__)
        jiayin.failed = True
        server.should_exit = True


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
    tell(f"Jiayin 家音 runs. Open {settings.address} in a browser to chat.")
    if not settings.telegram_token.get_secret_value():
        tell("Telegram is off; set JIAYIN_TELEGRAM_TOKEN to serve it as well.")
    if not jiayin.setting.roster.anybody:
        tell(
            "WARNING: nobody is on duty. Words of danger are answered, but no person is told. "
            "Plan shifts in the console, or set JIAYIN_DUTY_TELEGRAM or JIAYIN_DUTY_WEBHOOK."
        )
    if not (settings.operator_name and settings.operator_phone):
        tell("This is a trial: set JIAYIN_OPERATOR_NAME and JIAYIN_OPERATOR_PHONE to open it.")


async def welcome_first(jiayin: Jiayin, tell: Tell) -> None:
    """Where trainers work; while nobody has an account there, the one-time link that makes the first."""
    from bot.desk import doors_of

    address = jiayin.settings.address
    if way := await doors_of(jiayin).invitations.first():
        tell(f"The trainers' console has no account yet. Make the first one, within 24 hours: {address}{way}")
    else:
        tell(f"Trainers work at {address}/console.")
