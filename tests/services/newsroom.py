"""A team that writes content over one database: a trainer, two reviewers, a duty officer."""

from __future__ import annotations

from typing import Any

from bot.i18n import Words
from bot.services.content.files import Placed
from bot.services.content.loading import take_in
from bot.services.scene import Setting, Shelf
from bot.services.staff.audit import Audit
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.services.workflow.items import Item, Status
from bot.services.workflow.remarks import Judge
from bot.services.workflow.workflow import Workflow
from bot.store import accounts, contents
from bot.store.database import Database
from tests.content import shelf
from tests.fakes import MONDAY, OPERATOR, SHANGHAI, FakeClock, instant, real_library

HOTLINES = [shelf.hotline("110", name="报警"), shelf.hotline("12345", name="政务热线"), shelf.hotline("12356")]


def workflow_over(database: Database, clock: FakeClock) -> Workflow:
    """As another process would open it over the same database."""
    setting = Setting(clock, SHANGHAI, Shelf(real_library()), OPERATOR)
    return Workflow(database, clock, Judge(Words(), setting), Audit(database, clock))


class Newsroom:
    """The workflow with a clock that only moves when told."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = FakeClock(instant(MONDAY))
        self.workflow = workflow_over(database, self.clock)
        self.li: Signed
        self.wang: Signed
        self.zhao: Signed
        self.sun: Signed

    async def opened(self) -> Newsroom:
        """Li writes; Wang and Zhao review; Sun is on duty. The shelf holds a few records of files."""
        self.li = await self.person("李老师", Role.TRAINER)
        self.wang = await self.person("王老师", Role.REVIEWER)
        self.zhao = await self.person("赵老师", Role.REVIEWER)
        self.sun = await self.person("孙老师", Role.DUTY_OFFICER)
        await self.files(*(("hotline", one["id"], one) for one in HOTLINES), ("tip", "call-first-name", shelf.tip()))
        return self

    async def person(self, name: str, *roles: Role, **known: str) -> Signed:
        row: dict[str, Any] = {"name": name, "roles": [role.value for role in roles], "factory_employed": False}
        empty = dict.fromkeys(("password_hash", "factory", "totp_secret", "telegram", "email"), "")
        times = {"totp_step": 0, "wrong_tries": 0, "created_at": self.clock()}
        async with self.database.writing() as connection:
            account_id = await accounts.add(connection, {**row, **empty, **times, **known})
        return Signed(account_id, name, frozenset(roles), False, "", self.clock(), "s")

    async def files(self, *records: tuple[str, str, Any]) -> None:
        """A start with these files."""
        placed = [Placed(kind, id, dict(record), "files.yaml", 1) for kind, id, record in records]
        await take_in(self.database, placed, self.clock())

    async def item(self, kind: str, id: str) -> Item:
        found = await self.workflow.find(kind, id)
        assert found is not None
        return found

    async def status(self, kind: str, id: str) -> Status:
        return (await self.item(kind, id)).status

    async def published(self, kind: str, id: str) -> Any:
        """What the bots read of it; None where there is nothing."""
        async with self.database.reading() as connection:
            rows = await contents.all_records(connection)
        return {(row.kind, row.id): row.record for row in rows}.get((kind, id))

    async def version(self) -> str | None:
        async with self.database.reading() as connection:
            return await contents.version(connection)

    async def handed_in(self, kind: str, id: str, record: Any, *, who: Signed | None = None) -> Item:
        """New words of hers, or of Li's, in review."""
        known = await self.workflow.find(kind, id)
        writer = who or self.li
        await self.workflow.save(writer, kind, id, record, number=known.number if known else None)
        await self.workflow.submit(writer, kind, id)
        return await self.item(kind, id)
