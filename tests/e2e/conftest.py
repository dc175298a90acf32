"""A running house, a Telegram whose every call was right in the end, a mother, and somebody on duty."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.scene import Scene
from tests.process.books import factories_open
from tests.process.serving import house_on
from tests.telegram.fake_api import FakeTelegram


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake
        assert fake.problems == []


@pytest.fixture
async def scene(telegram: FakeTelegram, tmp_path: Path) -> AsyncIterator[Scene]:
    mother, officer = telegram.person(), telegram.person()
    async with house_on(telegram, tmp_path, JIAYIN_DUTY_TELEGRAM=officer.external_id) as house:
        factories_open(house.database)
        yield Scene(house, mother, officer)
