"""The inbox over the small world: trainers with names, and parents who ask."""

from __future__ import annotations

from bot.i18n import Words
from bot.services.inbox.inbox import Inbox, inbox_of
from bot.services.staff.audit import Audit
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.services.workflow.remarks import Judge
from bot.services.workflow.workflow import Workflow
from bot.store import accounts
from dialogs.effects import ForwardToTrainer
from tests.fakes import World


class InboxHouse:
    """Trainers at work."""

    def __init__(self, world: World) -> None:
        self.world = world
        audit = Audit(world.database, world.clock)
        judge = Judge(Words(), world.setting)
        self.workflow = Workflow(world.database, world.clock, judge, audit)
        self.inbox: Inbox = inbox_of(world.database, world.setting, audit, self.workflow, world.sender.wake)

    async def trainer(self, name: str, *roles: Role, factory_employed: bool = False) -> Signed:
        row = {
            "name": name,
            "password_hash": "",
            "roles": [role.value for role in roles or (Role.TRAINER,)],
            "factory_employed": factory_employed,
            "factory": "",
            "totp_secret": "",
            "totp_step": 0,
            "telegram": "",
            "email": "",
            "wrong_tries": 0,
            "created_at": self.world.clock(),
        }
        async with self.world.database.writing() as connection:
            number = await accounts.add(connection, row)
        known = frozenset(roles or (Role.TRAINER,))
        return Signed(number, name, known, factory_employed, "", self.world.clock(), f"session of {name}")

    async def asked(self, who: str, words: str, file: str = "") -> int:
        """She passes this on; the number of her question."""
        if await self.world.person(who) is None:
            await self.world.joins(who)
        await self.world.given(who, ForwardToTrainer(words, file))
        return int((await self.world.office.questions())[-1].id)
