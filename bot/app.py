"""The composition root: knows all parts, and starts the loops of a running Jiayin."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import signal
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.assembly import Jiayin, assembled, clock, open_factories
from bot.roles import ALL_ROLES, ProcessRole, spelled
from bot.services.errors import CannotStart
from bot.services.line import DELIVERED, OUTBOX, Line
from bot.services.measuring import describe
from bot.services.presence import Presence
from bot.serving import application, start_own_channels
from bot.settings import Settings
from bot.store import outbox, processes
from bot.store.database import Database
from bot.ticking import ticking

if TYPE_CHECKING:
    from uvicorn import Server

    from bot.telegram_side import Telegram

log = structlog.get_logger()

Tell = Callable[[str], None]

GRACEFUL = 3  # seconds for open streams at the end
BACKLOG = 2048
# Who calls Telegram: the console to hear what somebody recorded, and to print where the bot is found.
ON_TELEGRAM = frozenset({ProcessRole.RECEIVE, ProcessRole.SEND, ProcessRole.CONSOLE})


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
def running_alone(database: Database, roles: frozenset[ProcessRole] = ALL_ROLES) -> Iterator[None]:
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
            shared = "" if roles == ALL_ROLES else f" Roles ({spelled(roles)}) are shared out on PostgreSQL only."
            raise CannotStart(
                f"The file {path} is locked ({error.strerror}): another Jiayin runs on this database, and one process "
                f"at a time can work on SQLite.{shared} Stop that one, or set JIAYIN_DATABASE_URL to a PostgreSQL."
            ) from error
        yield


async def run(settings: Settings, tell: Tell) -> bool:
    """Serve until told to stop; whether all went well. `tell` speaks to the operator. Raises CannotStart."""
    with bound_socket(settings.host, settings.port) as bound:
        async with AsyncExitStack() as stack:
            jiayin = await stack.enter_async_context(assembled(settings))
            stack.enter_context(running_alone(jiayin.database, settings.role_set))
            return await _serve(stack, jiayin, bound, tell)


async def _serve(stack: AsyncExitStack, jiayin: Jiayin, bound: socket.socket, tell: Tell) -> bool:
    """All parts of this process's roles; they end in the order in which others stop to need them."""
    roles = jiayin.settings.role_set
    await open_factories(jiayin)
    telegram = _telegram_of(jiayin)
    server = _server(jiayin, telegram)
    _obey_signals(server)
    await _free_leases(jiayin)
    presence = Presence(jiayin.database, clock, roles)
    stack.push_async_callback(presence.leave)
    if jiayin.line is not None:
        _start(stack, _vital(_listening(jiayin.line, jiayin), jiayin, server))
    if telegram is not None:  # closed after the sender, which may be in the middle of a call
        stack.push_async_callback(telegram.channel.stop)
    if ProcessRole.SEND in roles:
        start_own_channels(jiayin)
        _start(stack, _vital(jiayin.sender.run(), jiayin, server))
    describe(presence.name, spelled(roles), version("jiayin"))
    _start(stack, jiayin.measuring.run())
    await stack.enter_async_context(ticking(jiayin, presence))
    greet(jiayin, tell)
    await welcome_first(jiayin, tell)
    if telegram is not None:
        _start(stack, _vital(_telegram(jiayin, telegram, server, tell), jiayin, server))
    _collect_garbage_again()
    await server.serve(sockets=[bound])
    return not jiayin.failed


def _collect_garbage_again() -> None:
    """The library stays; looking through it again and again took a quarter of the time of sending."""
    gc.freeze()
    gc.enable()


async def _listening(line: Line, jiayin: Jiayin) -> None:
    """What this process wants to hear of the others."""
    if ProcessRole.SEND in jiayin.settings.role_set:
        line.listen(OUTBOX, lambda _keys: jiayin.sender.wake())
    if ProcessRole.WEB in jiayin.settings.role_set:
        line.listen(DELIVERED, jiayin.streams.hear)
    await line.run()


def _telegram_of(jiayin: Jiayin) -> Telegram | None:
    """The Telegram side, where there is one and this process has to do with it."""
    settings = jiayin.settings
    if not (settings.telegram_token.get_secret_value() and settings.role_set & ON_TELEGRAM):
        return None
    from bot.telegram_side import telegram_of

    return telegram_of(jiayin)


def _server(jiayin: Jiayin, telegram: Telegram | None) -> Server:
    import uvicorn

    config = uvicorn.Config(
        application(jiayin, telegram),
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACEFUL,
        lifespan="off",
    )
    return uvicorn.Server(config)


def _obey_signals(server: Server) -> None:
    """When uvicorn has ended it raises the signal once more; by default that would cut off what is still ending."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, server.handle_exit)


async def _free_leases(jiayin: Jiayin) -> None:
    """One running process serves an SQLite file, so what is leased at the start was leased by one that was killed."""
    if jiayin.database.is_sqlite:
        async with jiayin.database.writing() as connection:
            await outbox.release_all(connection)
            await processes.drop_all(connection)


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
    """Log in and receive; a token that Telegram does not know stops everything, as it would never work."""
    from bot.channels.telegram.channel import WrongToken
    from bot.telegram_side import serve

    try:
        await serve(telegram, jiayin)
    except WrongToken as error:
        tell(str(error))
        jiayin.failed = True
        server.should_exit = True


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def greet(jiayin: Jiayin, tell: Tell) -> None:
    """Where to look, and what an operator has to know before parents come."""
    settings = jiayin.settings
    if settings.role_set != ALL_ROLES:
        tell(f"Jiayin 家音 runs as {spelled(settings.role_set)}, on port {settings.port}.")
        if jiayin.database.is_sqlite:
            rest = spelled(ALL_ROLES - settings.role_set)
            tell(f"WARNING: nobody does the rest ({rest}): one process at a time can work on SQLite.")
        return
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
    """Where trainers work, said by who serves them; while nobody has an account, the one-time link for the first."""
    if ProcessRole.CONSOLE not in jiayin.settings.role_set:
        return
    from bot.desk import doors_of

    address = jiayin.settings.address
    if way := await doors_of(jiayin).invitations.first():
        tell(f"The trainers' console has no account yet. Make the first one, within 24 hours: {address}{way}")
    else:
        tell(f"Trainers work at {address}/console.")
