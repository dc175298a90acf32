"""Start Jiayin, or talk to it in the terminal."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from bot.commands.errors import Trouble, settings_or_trouble
from bot.roles import roles_from, spelled
from bot.services.errors import CannotStart
from bot.settings import Settings


def run(
    roles: Annotated[
        str,
        typer.Option(help="What this process does: receive,plan,send,web,console, or some of them. Default: all."),
    ] = "",
) -> None:
    """Start everything, or some roles: web chat, scheduler, and Telegram when JIAYIN_TELEGRAM_TOKEN is set."""
    gc.disable()  # nothing of what the start makes can go; looking through it costs a tenth of the start
    from bot.app import run as serve
    from bot.logs import configure_logs
    from bot.services.watching import watching

    settings = _in_roles(settings_or_trouble(), roles)
    try:
        with watching(settings) as watch, asyncio.Runner(loop_factory=_fastest_loop()) as runner:
            configure_logs(settings.log_level, settings.log_format, watch)
            well = runner.run(serve(settings, typer.echo))
    except (CannotStart, OSError) as error:
        raise Trouble(str(error)) from error
    except KeyboardInterrupt:
        return
    if not well:
        raise typer.Exit(code=1)


def _in_roles(settings: Settings, roles: str) -> Settings:
    """The settings with these roles in the place of theirs, if any are given."""
    try:
        wanted = spelled(roles_from(roles)) if roles.strip() else settings.roles
    except ValueError as error:
        raise Trouble(f"--roles {error}.") from error
    return settings.model_copy(update={"roles": wanted})


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where it exists; it does not on every system."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def chat(
    name: Annotated[str, typer.Option("--as", help="Who you are; each name is a person of its own.")] = "me",
) -> None:
    """Talk to Jiayin here: a line in, replies out. Choose by number or words; end with Ctrl-D."""
    from bot.commands.talk import talk
    from bot.logs import configure_logs

    settings = settings_or_trouble()
    configure_logs("ERROR")
    try:
        asyncio.run(talk(settings, name, sys.stdin, sys.stdout))
    except CannotStart as error:
        raise Trouble(str(error)) from error
    except KeyboardInterrupt:
        return
