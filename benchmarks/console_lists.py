"""How long the trainers' console takes to show a page of a long list: 5,000 tips, 100,000 people, on SQLite."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

from httpx2 import ASGITransport, AsyncClient
from pydantic import SecretStr
from sqlalchemy import insert
from starlette.applications import Starlette

from benchmarks.processes import Broken
from bot.assembly import assembled
from bot.console.admin import console
from bot.console.signing_in import COOKIE
from bot.desk import doors_of
from bot.services.staff.rights import Role
from bot.settings import Settings
from bot.store import accounts
from bot.store.database import Database
from bot.store.tables import content_item, person, profile

TIPS: Final = 5_000
PEOPLE: Final = 100_000
REQUESTS: Final = 15
AT_ONCE: Final = 2_000
MOST: Final = 0.3  # seconds, at the median
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SHIFTS: Final = ("day_long", "night_long", "day_fixed", "three_shift", None)
PAGES: Final = {
    f"{TIPS:,} tips": "/tip/list",
    f"{PEOPLE:,} people": "/people/list",
    f"{PEOPLE:,} people, the last page": f"/people/list?page={PEOPLE // 50}",
    f"{PEOPLE:,} people, those of one factory": "/people/list?filter=factory__contains=GFDG07",
    f"{PEOPLE:,} people, those who pause": "/people/list?filter=state__in=paused",
}


def long_lists(folder: Path) -> dict[str, float]:
    """Seconds at the median for each page, signed in, in one process without a network."""
    return asyncio.run(_measured(folder))


async def _measured(folder: Path) -> dict[str, float]:
    chosen: dict[str, Any] = {"_env_file": None, "data_dir": folder, "secret_key": SecretStr("k" * 32)}
    async with assembled(Settings(**chosen), on_duty=False) as jiayin:
        await _fill(jiayin.database)
        doors, app = doors_of(jiayin), Starlette()
        console(doors).mount_to(app)
        async with jiayin.database.writing() as connection:
            account_id = await accounts.add(connection, _trainer())
        secret = await doors.sessions.begin(account_id, trusted=False, device="benchmark")
        async with AsyncClient(
            transport=ASGITransport(app=app), base_url="http://console", cookies={COOKIE: secret}
        ) as browser:
            return {name: await _typical(browser, path) for name, path in PAGES.items()}


async def _typical(browser: AsyncClient, path: str) -> float:
    """The first request is not counted: it reads templates and opens connections."""
    taken = []
    for _request in range(REQUESTS + 1):
        began = time.perf_counter()
        answer = await browser.get(f"/console{path}")
        taken.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise Broken(f"/console{path} was answered with {answer.status_code}.")
    return median(taken[1:])


def _trainer() -> dict[str, Any]:
    return {
        "name": "benchmark",
        "password_hash": "",
        "roles": [Role.TRAINER.value],
        "factory_employed": False,
        "factory": "",
        "totp_secret": "",
        "totp_step": 0,
        "telegram": "",
        "email": "",
        "wrong_tries": 0,
        "created_at": datetime.now(UTC),
    }


async def _fill(database: Database) -> None:
    now = datetime.now(UTC)
    for first in range(1, PEOPLE + 1, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, PEOPLE + 1))
        async with database.writing() as connection:
            await connection.execute(insert(person), list(_people(numbers, now)))
            await connection.execute(insert(profile), [_profile(number) for number in numbers])
    async with database.writing() as connection:
        await connection.execute(insert(content_item), [_tip(number, now) for number in range(TIPS)])


def _people(numbers: Sequence[int], now: datetime) -> Iterator[dict[str, Any]]:
    """Each was here at a moment of her own, in no order."""
    for number in numbers:
        seen = now - timedelta(seconds=number * 7919 % 8_640_000)
        yield {
            "id": number,
            "code": _code(number),
            "agreement": "agreed",
            "created_at": seen - timedelta(days=90),
            "last_in_at": seen,
            "trial": number % 1000 == 0,
        }


def _code(number: int) -> str:
    letters = ""
    for _place in range(8):
        number, rest = divmod(number, len(LETTERS))
        letters += LETTERS[rest]
    return letters


def _profile(number: int) -> dict[str, Any]:
    return {
        "person_id": number,
        "language": "zh_Hans",
        "shift": SHIFTS[number % len(SHIFTS)],
        "tips_a_week": 3,
        "topics": [],
        "factory": f"GFDG{number % 50:02d}",
        "paused": number % 40 == 0,
        "stopped": number % 30 == 0,
        "together": False,
        "pin": "",
        "wrong_pins": 0,
        "asked": [],
    }


def _tip(number: int, now: datetime) -> dict[str, Any]:
    """Of the size of ours."""
    return {
        "kind": "tip",
        "id": f"benchmark_{number:05d}",
        "status": ("published", "draft", "in_review", "retired")[number % 4],
        "number": 1,
        "published_number": 1 if number % 4 == 0 else None,
        "came_from": "console",
        "files_digest": "",
        "title": f"今天先问他一件小事 {number}",
        "words": "今天先问他一件小事，再问他怎么做到的。" * 6,
        "topic": "call_home",
        "bands": ",6-9,9-12,",
        "updated_at": now - timedelta(minutes=number),
        "updated_name": "benchmark",
    }
