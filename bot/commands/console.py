"""The trainers' console, from the terminal: who has an account, and a way back in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.commands.errors import Trouble, settings_or_trouble
from bot.services.errors import CannotStart

if TYPE_CHECKING:
    from bot.assembly import Jiayin

console = typer.Typer(no_args_is_help=True, help="The trainers' console: its accounts, and one-time links.")

ResultT = TypeVar("ResultT")


def _with_jiayin(do: Callable[[Jiayin], Awaitable[ResultT]]) -> ResultT:
    from bot.assembly import assembled

    settings = settings_or_trouble()

    async def work() -> ResultT:
        async with assembled(settings, on_duty=False) as jiayin:
            return await do(jiayin)

    try:
        return asyncio.run(work())
    except CannotStart as error:
        raise Trouble(str(error)) from error


@console.command("accounts")
def list_accounts() -> None:
    """Everybody who has an account, with her roles."""
    from bot.desk import doors_of

    found = _with_jiayin(lambda jiayin: doors_of(jiayin).accounts.everybody())
    for one in found:
        state = "  (disabled)" if one.disabled_at else ""
        typer.echo(f"{one.name}  {', '.join(sorted(one.post.roles))}{state}")
    if not found:
        typer.echo("There is no account yet. Start Jiayin: it prints a one-time link for the first one.")


@console.command("invite")
def invite(name: Annotated[str, typer.Argument(help="Whose password or phone is lost.")]) -> None:
    """Print a one-time link for a new password; her second factor is set up anew with it."""
    from bot.desk import doors_of

    way = _with_jiayin(lambda jiayin: doors_of(jiayin).invitations.from_terminal(name))
    if way is None:
        raise Trouble(f"There is no enabled account of the name {name}. `jiayin console accounts` lists them all.")
    typer.echo("For 24 hours, and once. Send it to her alone:")
    typer.echo(f"{settings_or_trouble().address}{way}")
