"""Is this Jiayin well? Looks only; changes nothing."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from bot.settings import SECRETS, Settings, WrongSetting, read_settings

if TYPE_CHECKING:
    from bot.services.doctor.findings import Finding, Limits


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for other programmes.")] = False,
    least_free: Annotated[float, typer.Option(help="Gigabytes that should be free on the disk.")] = 1.0,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out what takes seconds: files, tables.")] = False,
    backups: Annotated[Path | None, typer.Option(help="Where backups lie. Default: in the data folder.")] = None,
    patience: Annotated[float, typer.Option(help="Seconds that one look may take.", min=0.5)] = 10.0,
) -> None:
    """Look whether all is well, and say what to do: ends with 0 (fine), 1 (look at something) or 2 (broken)."""
    from bot.services.doctor.findings import Limits, broken, worst

    try:
        settings = read_settings()
    except WrongSetting as error:
        found = [broken("settings", str(error), "Correct it; docs/operations.md explains every setting.")]
    else:
        limits = Limits(least_free=round(least_free * 1_000_000_000), patience=patience)
        secrets = _secrets(settings)
        found = asyncio.run(_visit(settings, limits, quick=quick, backups=backups))
        found = [_without(secrets, finding) for finding in found]
    state = worst(found)
    if as_json:
        told = [{"area": one.area, "state": one.state.words, "says": one.says, "do": one.do} for one in found]
        typer.echo(json.dumps({"state": state.words, "findings": told}, ensure_ascii=False, indent=2))
    else:
        typer.echo(_page(found))
    raise typer.Exit(code=int(state))


async def _visit(settings: Settings, limits: Limits, *, quick: bool, backups: Path | None) -> list[Finding]:
    from bot.assembly import clock
    from bot.services.doctor.examining import examine
    from bot.services.doctor.findings import Visit
    from bot.store.database import Database

    database = Database(settings.database)
    try:
        return await examine(Visit(settings, database, clock, limits, quick, backups))
    finally:
        await database.close()


def _page(found: list[Finding]) -> str:
    from bot.services.doctor.findings import State, worst

    lines = []
    for one in found:
        lines.append(f"{one.state.words:<13}{one.area:<16}{one.says}")
        if one.do:
            lines.append(f"{'':<13}{'':<16}→ {one.do}")
    counts = {state: sum(one.state is state for one in found) for state in State}
    summary = f"{counts[State.BROKEN]} broken, {counts[State.LOOK]} to look at, {counts[State.FINE]} fine."
    return "\n".join([*lines, "", f"{worst(found).words.capitalize()}: {summary}"])


def _without(secrets: list[str], finding: Finding) -> Finding:
    """What a server or a driver said may repeat what it was given."""
    says = finding.says
    for secret in secrets:
        says = says.replace(secret, "…")
    return replace(finding, says=says)


def _secrets(settings: Settings) -> list[str]:
    """All that must not be shown, the longest first; an address may hold a password, or be one."""
    values = [getattr(settings, name) for name in (*SECRETS, "duty_webhook", "telegram_proxy")]
    found = [value if isinstance(value, str) else value.get_secret_value() for value in values]
    passwords = [password for value in found if (password := urlsplit(value).password)]
    return sorted({one for one in (*found, *passwords) if len(one) > 3}, key=len, reverse=True)
