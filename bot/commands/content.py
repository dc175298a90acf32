"""Look content over, and put it into the database."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.errors import Trouble, settings_or_trouble
from bot.services.errors import CannotStart

content = typer.Typer(no_args_is_help=True, help="Tips, starters, answers, numbers: check them, load them.")


@content.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="A locales folder; default: Jiayin's own.")] = None,
    advice: Annotated[bool, typer.Option("--advice", help="Show advice too, not only errors.")] = False,
) -> None:
    """Check all content files against the rules of the house; each finding names file and line."""
    from bot.assembly import clock
    from bot.i18n import LOCALES
    from bot.services.content.rules import check_content

    root = folder or LOCALES
    if not root.is_dir():
        raise Trouble(f"There is no folder {root}.")
    report = check_content(root, clock().date())
    errors = [finding for finding in report.findings if finding.error]
    for finding in report.findings:
        if finding.error or advice:
            typer.echo(f"{'error' if finding.error else 'advice'}  {finding}")
    typer.echo(f"{report.summary}; {len(errors)} errors, {len(report.findings) - len(errors)} pieces of advice.")
    if errors:
        raise typer.Exit(code=1)


@content.command("report")
def report() -> None:
    """What there is by topic and age, and what awaits a review, a signature or a call."""
    from bot.assembly import clock
    from bot.services.content import coverage
    from bot.services.content.files import read_content
    from bot.services.content.loading import usable

    good, _findings = usable(read_content().records)
    typer.echo(coverage.report(good, clock().date()), nl=False)


@content.command("weekly")
def weekly(
    day: Annotated[str | None, typer.Option(help="Any day of the week meant: 2026-11-23. Default: today.")] = None,
) -> None:
    """The text of the week for a factory's group, to be copied there."""
    from bot.assembly import clock
    from bot.i18n import Words
    from bot.services.content.loading import library_of_files
    from dialogs.factory_facts import in_factory
    from dialogs.weekly import weekly_text

    meant = _day(day) if day else clock().astimezone(settings_or_trouble().timezone).date()
    words = Words()
    text = weekly_text(library_of_files(words), meant)
    if not text:
        raise Trouble(f"There is no text for the week of {meant}.")
    typer.echo(words.say(in_factory(text, {}, meant), "zh_Hans"))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Trouble(f"Not a day: {written}. Write it like 2026-11-23.") from error


@content.command("load")
def load() -> None:
    """Put the content files into the database; running processes take them up within seconds."""
    from bot.assembly import assembled, clock
    from bot.services.content.loading import load_files

    async def work() -> None:
        async with assembled(settings_or_trouble()) as jiayin:
            count, findings = await load_files(jiayin.database, clock())
            for finding in findings:
                typer.echo(f"left out  {finding}")
            typer.echo(f"{count} records are in the database.")

    try:
        asyncio.run(work())
    except CannotStart as error:
        raise Trouble(str(error)) from error
