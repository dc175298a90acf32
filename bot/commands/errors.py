"""Trouble that an operator can mend: one clear line, and exit code 1."""

from __future__ import annotations

import typer

from bot.settings import Settings, WrongSetting, read_settings


class Trouble(typer.Exit):
    """Ends a command with one line on stderr."""

    def __init__(self, message: str) -> None:
        typer.echo(message, err=True)
        super().__init__(code=1)


def settings_or_trouble() -> Settings:
    try:
        return read_settings()
    except WrongSetting as error:
        raise Trouble(str(error)) from error
