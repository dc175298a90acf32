"""PostgreSQL's own programs for dumps: found, checked against the server, and run without a password in sight."""

from __future__ import annotations

import os
import re
import shutil
import subprocess  # nosec B404 - programs of PostgreSQL, found by us
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncConnection

CHUNK = 1 << 20
DEBIAN = Path("/usr/lib/postgresql")  # where Debian keeps every version beside the others
ASIDE = "before_restore_"  # schemas that a restore replaced
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


class ToolTrouble(Exception):
    """A program is missing, too old, or ended badly; the message is for the operator."""


@dataclass(frozen=True)
class Tools:
    """Programs of one version, and the environment in which they reach the database."""

    folder: Path
    environment: dict[str, str]
    database: str

    def dump(self) -> Iterator[bytes]:
        """The whole database in pg_dump's custom format, piece by piece. Raises ToolTrouble."""
        words = ("--format=custom", f"--exclude-schema={ASIDE}*", "--no-password", f"--dbname={self.database}")
        with self._started("pg_dump", words) as process:
            if process.stdout is not None:
                while chunk := process.stdout.read(CHUNK):
                    yield chunk
            _, told = process.communicate()
        _ended("pg_dump", process.returncode, told)

    def contents(self, dump: Path) -> str:
        """The list of what is in a dump. Raises ToolTrouble."""
        return self._run("pg_restore", ("--list", str(dump)))

    def put_back(self, dump: Path, wanted: Path) -> None:
        """Put back what the list in `wanted` names: all of it or nothing. Raises ToolTrouble."""
        whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password")
        self._run("pg_restore", (*whole, f"--use-list={wanted}", f"--dbname={self.database}", str(dump)))

    def _run(self, name: str, words: Sequence[str]) -> str:
        with self._started(name, words) as process:
            out, told = process.communicate()
        _ended(name, process.returncode, told)
        return out.decode(errors="replace")

    def _started(self, name: str, words: Sequence[str]) -> subprocess.Popen[bytes]:
        command = [str(self.folder / name), *words]
        return subprocess.Popen(  # noqa: S603  # nosec B603 - words of ours
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )


def _ended(name: str, code: int, told: bytes) -> None:
    if code:
        lines = told.decode(errors="replace").strip().splitlines() or [f"it ended with {code}"]
        raise ToolTrouble(f"{name} did not succeed: {lines[0]}")


def tools_for(url: URL, server: int, given: Path | None) -> Tools:
    """Programs at least as new as the server. Raises ToolTrouble."""
    folders = _folders(given)
    found = [(version, folder) for folder in folders if (version := _version(folder)) is not None]
    for version, folder in found:
        if version >= server:
            return Tools(folder, _environment(url), url.database or "")
    place = "in JIAYIN_PG_BIN" if given else "on the path"
    if found:
        raise ToolTrouble(
            f"pg_dump {place} is of PostgreSQL {found[0][0]}, older than the server, which is {server}. Install "
            f"Debian's package postgresql-client-{server}, or set JIAYIN_PG_BIN to the folder of newer programs."
        )
    raise ToolTrouble(
        f"There is no pg_dump {place}. Install Debian's package postgresql-client (version {server} or newer), "
        "or set JIAYIN_PG_BIN to the folder that holds pg_dump and pg_restore."
    )


def _folders(given: Path | None) -> list[Path]:
    if given is not None:
        return [given]
    on_path = [Path(found).parent] if (found := shutil.which("pg_dump")) else []
    return [*on_path, *sorted(DEBIAN.glob("*/bin"), reverse=True)]


def _version(folder: Path) -> int | None:
    """The major version of the programs there, when both are."""
    if not all(os.access(folder / name, os.X_OK) for name in ("pg_dump", "pg_restore")):
        return None
    try:
        told = subprocess.run(  # noqa: S603  # nosec B603 - words of ours
            [str(folder / "pg_dump"), "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(told.stdout)
    return int(found[1]) if found else None


def _environment(url: URL) -> dict[str, str]:
    """How libpq reaches the database: in the environment, as a command line can be read by everybody."""
    asked = url.query
    given = {
        "PGHOST": url.host or asked.get("host"),
        "PGPORT": url.port or asked.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGSSLMODE": asked.get("sslmode") or asked.get("ssl"),
    }
    return {**os.environ, "PGAPPNAME": "jiayin backup", **{name: str(value) for name, value in given.items() if value}}


async def server_version(connection: AsyncConnection) -> int:
    """The major version of the server."""
    return int((await connection.execute(text("SHOW server_version_num"))).scalar_one()) // 10_000


async def others(connection: AsyncConnection) -> list[str]:
    """Who else is connected to this database, by the names that programs give themselves."""
    query = text(
        "SELECT coalesce(nullif(application_name, ''), usename, 'unknown') FROM pg_stat_activity WHERE pid <> "
        "pg_backend_pid() AND datname = current_database() AND usename IS NOT NULL AND state IS NOT NULL ORDER BY 1"
    )
    return [str(name) for name in (await connection.execute(query)).scalars()]


async def has_tables(connection: AsyncConnection) -> bool:
    query = text("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')")
    return bool((await connection.execute(query)).scalar())


async def put_aside(connection: AsyncConnection, schema: str) -> None:
    """Everything in `public` is called by this name from now on; `public` is empty."""
    await connection.execute(text(f'ALTER SCHEMA public RENAME TO "{schema}"'))
    await connection.execute(text("CREATE SCHEMA public"))


async def take_back(connection: AsyncConnection, schema: str) -> None:
    """What was put aside is `public` again; with nothing put aside it is empty again."""
    await connection.execute(text("DROP SCHEMA public CASCADE"))
    await connection.execute(text(f'ALTER SCHEMA "{schema}" RENAME TO public' if schema else "CREATE SCHEMA public"))
