"""What the tests of the console share."""

from __future__ import annotations

import pytest

from bot.store.database import Database
from tests.console.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)
