"""Start Jiayin, or talk to it in the terminal."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from bot.commands.errors import Trouble, settings_or_trouble
from bot.services.errors import CannotStart


def run() -> None:
    """Start everything: web chat, scheduler, and Telegram when JIAYIN_TELEGRAM_TOKEN is set."""
    gc.disable()  # nothing of what the start makes can go; looking through it costs a tenth of the start
    from bot.app import run as serve
    from bot.logs import configure_logs

    settings = settings_or_trouble()
    configure_logs(settings.log_level)
    try:
        with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
            well = runner.run(serve(settings, typer.echo))
    except (CannotStart, OSError) as error:
        raise Trouble(str(error)) from error
    except KeyboardInterrupt:
        return
    if not well:
        raise typer.Exit(code=1)


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
