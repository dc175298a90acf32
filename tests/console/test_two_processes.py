"""A trainer's browser reaches now one process of the console, now another, and notices nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.console.signing_in import COOKIE
from bot.services.staff.rights import Role
from bot.store.database import Database
from tests.console.desk import Desk, Visitor
from tests.console.test_sheets import GOOD, brings, settled
from tests.services.sheet_files import HEADERS, csv_text


@pytest.fixture
async def desks(postgres_url: str, tmp_path: Path) -> AsyncIterator[tuple[Desk, Desk]]:
    """Two processes of the console, which share the database and the folder."""
    databases = [Database(postgres_url) for _ in range(2)]
    one, other = (Desk(database, data_dir=tmp_path / "data") for database in databases)
    yield one, other
    for database in databases:
        await database.close()


def at(desk: Desk, visitor: Visitor) -> Visitor:
    """The same browser, sent to this process."""
    there = Visitor(desk.app, visitor.account_id, "")
    there.http.cookies.update(visitor.http.cookies)
    return there


async def test_a_sheet_chosen_at_one_process_is_looked_at_and_taken_in_at_another(desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    trainer = await one.as_(Role.TRAINER)
    path = await brings(trainer, "贴士.csv", csv_text(HEADERS, GOOD).encode())
    elsewhere = at(other, trainer)
    page = await elsewhere.reads(await settled(elsewhere, path))
    assert "新的1条" in page
    assert (await elsewhere.sends(f"{path}/go", {"submit": "on"})).status_code == 303
    assert "已导入并送审：新的1条" in await elsewhere.reads(await settled(elsewhere, path))
    item = await one.doors.workflow.find("tip", "listen-tonight")
    assert item is not None
    assert item.status == "in_review"


async def test_who_signs_out_at_one_process_is_out_at_all(desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    trainer = await one.as_(Role.TRAINER)
    elsewhere = at(other, trainer)
    assert (await elsewhere.opens("/sheets")).url.path == "/console/sheets"
    secret = str(trainer.http.cookies[COOKIE])
    signed = await one.doors.sessions.find(secret)
    assert signed is not None
    await one.doors.sessions.end(signed.session)
    assert (await elsewhere.opens("/sheets")).url.path == "/console/login"
