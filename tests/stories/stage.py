"""Plays a script through the real way in and out, over a database, and writes down what is said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from bot.services.scene import DutyRoster
from bot.store.addresses import Where
from bot.store.database import Database
from bot.store.outbox import Status
from bot.store.tables import outbox, person, schedule
from dialogs.engine.events import Sent
from tests.fakes import SHANGHAI, World
from tests.stories.script import (
    DUTY,
    INDENT,
    Act,
    Presses,
    Says,
    Script,
    Sends,
    TimeMoves,
    TrainerAnswers,
    came_at,
    moment,
    read_script,
    told,
)

SHE = "she"
CODE = "STORY234"
ON_DUTY = DutyRoster((Where("fake", "bot", "duty"),))


async def played(text: str, database: Database) -> str:
    """The story of this script as it goes today; every turn is read from the database and kept there."""
    script = read_script(text)
    stage = _Stage(script, World(database, roster=ON_DUTY if script.duty else None))
    for line in script.lines:
        await stage.play(line.text, line.act)
    return "\n".join([script.heading, "", *([DUTY] if script.duty else []), *stage.lines, ""])


class _Stage:
    def __init__(self, script: Script, world: World) -> None:
        self.script = script
        self.world = world
        self.lines: list[str] = []
        self._told = 0

    @property
    def now(self) -> datetime:
        return self.world.clock.now.astimezone(SHANGHAI).replace(tzinfo=None)

    async def play(self, text: str, act: Act) -> None:
        if self.lines and isinstance(act, TimeMoves):
            self.lines.append("")
        self.lines.append(text)
        match act:
            case Says(words):
                await self.world.says(SHE, words)
            case Presses(label):
                await self.world.presses(SHE, label)
            case Sends(medium):
                await self.world.does(SHE, Sent(medium, file="file-1"))
            case TrainerAnswers(words):
                (question, *_others) = await self.world.office.questions()
                assert await self.world.office.answer(question.id, words)
                await self.world.tick()
            case TimeMoves(words):
                await self._time_moves(moment(words, self.now))
        self._note(self.now)
        await self._is_nobody_else()

    async def _is_nobody_else(self) -> None:
        """Which tips come first is drawn by her code; in a story it is always the same."""
        async with self.world.database.writing() as connection:
            await connection.execute(update(person).values(code=CODE))

    async def _time_moves(self, until: datetime) -> None:
        assert until > self.now, f"{until} has passed"
        while self.now < until:
            await self.world.at((await self._next_due(until)).isoformat())
            self._note(until)

    async def _next_due(self, until: datetime) -> datetime:
        """When something is due next, after now and at the latest `until`."""
        planned = [row.next_at for row in await self.world.rows(schedule) if row.next_at and not row.paused]
        waiting = [row.due_at for row in await self.world.rows(outbox, status=Status.WAITING)]
        times: list[datetime] = [at.astimezone(SHANGHAI).replace(tzinfo=None) for at in (*planned, *waiting)]
        return min((at for at in times if self.now < at < until), default=until)

    def _note(self, expected: datetime) -> None:
        """What has come since; what came by itself before the story goes on has its hour above it."""
        arrived = [one for one in self.world.channel.arrived if one.external_id == SHE]
        for one in arrived[self._told :]:
            at = one.at.astimezone(SHANGHAI).replace(tzinfo=None)
            self.lines.extend([*([came_at(at)] if at != expected else []), *told(one.message)])
        self._told = len(arrived)
        assert not any(line == INDENT for line in self.lines), "an empty message"
