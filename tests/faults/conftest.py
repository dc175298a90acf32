"""What the tests of faults share: a server of their own, a quick Bot API, and processes over both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.fleet import Fleet, fleet
from tests.faults.postgres import Postgres, own_postgres
from tests.faults.telegram import Telegram, bot_api
from tests.faults.town import Town


@pytest.fixture
async def server() -> AsyncIterator[Postgres]:
    async with own_postgres() as found:
        yield found


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with bot_api() as found:
        yield found


@pytest.fixture
async def town(bare_postgres_url: str) -> AsyncIterator[Town]:
    """A town on the PostgreSQL that all tests share."""
    found = Town(bare_postgres_url)
    yield found
    await found.database.close()


@pytest.fixture
async def processes(bare_postgres_url: str, telegram: Telegram, tmp_path: Path) -> AsyncIterator[Fleet]:
    """Processes over the town's database; none runs yet."""
    async with fleet(tmp_path, bare_postgres_url, telegram) as found:
        yield found
