"""The composition root: knows all parts, and starts the loops of a running Jiayin."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from bot.assembly import Jiayin, assembled, clock
from bot.services.errors import CannotStart
from bot.settings import Settings

if TYPE_CHECKING:
    from uvicorn import Server

    from bot.serving import Telegram

Tell = Callable[[str], None]

GRACEFUL = 3  # seconds for open streams at the end


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
    where = settings.public_url or f"http://{settings.host}:{settings.port}"
    tell(f"Jiayin 家音 runs. Open {where} in a browser to chat.")
    if not settings.telegram_token.get_secret_value():
        tell("Telegram is off; set JIAYIN_TELEGRAM_TOKEN to serve it as well.")
    if not jiayin.setting.roster.addresses:
        tell(
            "WARNING: nobody is on duty. Words of danger are answered, but no person is told. "
            "Set JIAYIN_DUTY_TELEGRAM or JIAYIN_DUTY_WEBHOOK."
        )
    if not (settings.operator_name and settings.operator_phone):
        tell("This is a trial: set JIAYIN_OPERATOR_NAME and JIAYIN_OPERATOR_PHONE to open it.")
