"""Looks at the settings: who may read the secrets, how people come here, who answers for it and who is called."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.services.doctor.findings import Finding, Visit, broken, fine, look
from bot.settings import PREFIX, SECRETS, Settings

SETTINGS, FILES, ADDRESS, OPERATOR = "settings", "secret files", "public address", "operator"
_HANDED_OVER = Path("/run/secrets")  # where containers find them, readable by whoever the container runs as


async def check_settings(visit: Visit) -> list[Finding]:
    """That they could be read is known already; what is said here is which database and which log they lead to."""
    kind = "SQLite" if visit.database.is_sqlite else "PostgreSQL"
    return [fine(SETTINGS, f"They can be read; {kind}, time zone {visit.settings.timezone.key}.")]


async def check_files(visit: Visit) -> list[Finding]:
    """Who else on this machine can read what only Jiayin should."""
    open_ones = [path for path in _secret_files(visit) if _is_open(path)]
    return [
        look(FILES, f"Other users of this machine can read {path}.", f"chmod 600 {path}") for path in open_ones
    ] or [fine(FILES, "Nobody else on this machine can read them.")]


def _secret_files(visit: Visit) -> Iterator[Path]:
    settings = visit.settings
    for name in SECRETS:
        if given := os.environ.get(f"{PREFIX}{name.upper()}_FILE"):
            yield Path(given)
    yield settings.data_dir / "secret"
    if visit.database.is_sqlite and visit.database.url.database:
        yield Path(visit.database.url.database)
    if any(_given(settings, name) and not os.environ.get(f"{PREFIX}{name.upper()}") for name in SECRETS):
        yield Path(".env")


def _given(settings: Settings, name: str) -> bool:
    value = getattr(settings, name)
    return bool(value if isinstance(value, str) else value.get_secret_value())


def _is_open(path: Path) -> bool:
    if path.is_relative_to(_HANDED_OVER):
        return False
    try:
        open_to_others = path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
        # A folder that nobody else may enter keeps them out as well.
        return bool(open_to_others and path.absolute().parent.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH))
    except OSError:
        return False


async def check_address(visit: Visit) -> list[Finding]:
    settings = visit.settings
    url, telegram = settings.public_url, settings.telegram_token.get_secret_value()
    if url.startswith("https://"):
        return [fine(ADDRESS, f"{url}, encrypted.")]
    if not url:
        return [
            look(
                ADDRESS,
                "None is set: links in alerts and on posters lead nowhere, and cookies are not marked Secure.",
                "For more than a trial on this machine, put a web server with TLS in front, and set JIAYIN_PUBLIC_URL.",
            )
        ]
    do = "Set JIAYIN_PUBLIC_URL to an https:// address."
    if telegram and settings.telegram_api_url == "https://api.telegram.org":
        return [broken(ADDRESS, f"{url} is not encrypted; Telegram delivers to https:// only.", do)]
    return [look(ADDRESS, f"{url} is not encrypted: everybody on the way can read along.", do)]


async def check_operator(visit: Visit) -> list[Finding]:
    if visit.settings.operator_name and visit.settings.operator_phone:
        return [fine(OPERATOR, "Name and phone number are set.")]
    return [
        look(
            OPERATOR,
            "Name or phone number is missing, so this is a trial, and no factory is open.",
            "Set JIAYIN_OPERATOR_NAME and JIAYIN_OPERATOR_PHONE.",
        )
    ]
