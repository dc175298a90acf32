"""Sheets on their way in: read and compared beside the event loop, shown, and taken in when somebody says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import structlog

from bot.services.scene import Clock
from bot.services.sheets.columns import COLUMNS, EXPORTED, Record, id_field
from bot.services.sheets.planning import Around, Fate, Plan, Planned, Standing, Trouble, plan_of
from bot.services.sheets.reading import read_sheet
from bot.services.sheets.saving import AT_ONCE, Names, Taking, save_rows
from bot.services.sheets.sheet import Refused
from bot.services.sheets.uploads import About, Uploads
from bot.services.staff.audit import Audit
from bot.services.staff.identity import Signed
from bot.services.workflow.workflow import Workflow
from bot.store import sheets
from bot.store.database import Database
from dialogs.text import Text, Verbatim, _

log = structlog.get_logger()

MOST_JOBS: Final = 12
REVIEW_AFTER: Final = timedelta(days=365)


class Stage(StrEnum):
    READING = "reading"
    CHECKING = "checking"
    READY = "ready"
    SAVING = "saving"
    DONE = "done"
    REFUSED = "refused"


_WORKING = frozenset({Stage.READING, Stage.CHECKING, Stage.SAVING})


@dataclass
class Job:
    """One uploaded sheet and how far we are with it. done, total: rows of the stage."""

    key: str
    about: About
    stage: Stage = Stage.READING
    done: int = 0
    total: int = 0
    plan: Plan | None = None
    refusal: Text | None = None
    submitted: bool = False

    @property
    def working(self) -> bool:
        return self.stage in _WORKING


class Imports:
    """The plans of this process stay in memory, a few of them; the files stay on the disk, see Uploads."""

    def __init__(self, database: Database, clock: Clock, workflow: Workflow, audit: Audit, folder: Path) -> None:
        self._database = database
        self._clock = clock
        self._workflow = workflow
        self._audit = audit
        self._uploads = Uploads(folder)
        self._jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()  # two large sheets at once would only slow down everybody else

    async def take(self, who: Signed, kind: str, name: str, content: bytes) -> Job:
        """Keep an uploaded file, and begin to read it."""
        now = self._clock()
        about = About(who.account_id, kind, name[-80:], now.isoformat())
        key = await asyncio.to_thread(self._uploads.keep, about, content, now)
        return self._begun(key, about, content, who.name)

    async def job(self, who: Signed, key: str) -> Job | None:
        """A sheet of her own; read once more where this process does not know it."""
        known = self._jobs.get(key)
        if known is None and (found := await asyncio.to_thread(self._uploads.find, key, self._clock())):
            known = self._jobs.get(key) or self._begun(key, *found, who.name)
        return known if known is not None and known.about.account_id == who.account_id else None

    async def carry_out(self, who: Signed, key: str, *, submit: bool) -> Job | None:
        """Begin to take in what goes; nothing happens where that has begun already."""
        job = await self.job(who, key)
        if job is None or job.stage is not Stage.READY or not await asyncio.to_thread(self._uploads.take, key):
            return job
        job.stage, job.submitted, job.done = Stage.SAVING, submit, 0
        taking = Taking(who, job.about.kind, job.about.name, self._clock(), submit)
        self._start(job, lambda: self._save(job, taking))
        return job

    def _begun(self, key: str, about: About, content: bytes, name: str) -> Job:
        job = Job(key, about)
        self._make_room()
        self._jobs[key] = job
        self._start(job, lambda: self._read(job, content, name))
        return job

    def _make_room(self) -> None:
        idle = [key for key, job in self._jobs.items() if not job.working]
        for key in idle[: max(0, len(self._jobs) - MOST_JOBS + 1)]:
            del self._jobs[key]

    def _start(self, job: Job, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = asyncio.create_task(self._guarded(job, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, job: Job, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Whatever goes wrong, the page that waits is told."""
        try:
            async with self._one_at_a_time:
                await work()
        except Refused as error:
            job.stage, job.refusal = Stage.REFUSED, error.words
        except Exception as error:
            # Neither its message nor its traceback: both may quote cells.
            log.error("sheet_failed", error=type(error).__name__, kind=job.about.kind, stage=job.stage.value)
            job.stage = Stage.REFUSED
            job.refusal = _(
                "Something went wrong on our side. What was taken in so far is kept; choose the file again."
            )

    async def _read(self, job: Job, content: bytes, name: str) -> None:
        sheet = await asyncio.to_thread(read_sheet, job.about.kind, job.about.name, content)
        around = await self._around(job.about.kind, name)
        job.stage, job.total = Stage.CHECKING, len(sheet.rows)

        def progress(done: int, _all: int) -> None:
            job.done = done

        await self._workflow.remarks_on(job.about.kind, "", {})  # takes up what is published now
        job.plan = await asyncio.to_thread(plan_of, job.about.kind, sheet, around, self._check, progress)
        job.stage = Stage.READY

    async def _around(self, kind: str, name: str) -> Around:
        others = [other for other in EXPORTED if other != kind]
        async with self._database.reading() as connection:
            rows = await sheets.standing(connection, kind)
            elsewhere = await sheets.kinds_of_ids(connection, others)
        standing = {row.id: Standing(row.number, row.record) for row in rows}
        due = (self._clock() + REVIEW_AFTER).date().isoformat()
        fresh: dict[str, Any] = {"author": name, "review_due": due}
        return Around(standing, elsewhere, {**_FRESH.get(kind, {}), **fresh})

    def _check(self, kind: str, record: Record) -> Sequence[Trouble]:
        named = {**record, id_field(kind): record.get(id_field(kind)) or f"{kind}-new"}
        return tuple(
            Trouble(_header(kind, remark.field), Verbatim(remark.words))
            for remark in self._workflow.errors(kind, named)
        )

    async def _save(self, job: Job, taking: Taking) -> None:
        if job.plan is None:
            return
        going = await self._named(job.plan)
        job.total = len(going)
        saved: dict[int, Planned] = {}
        for start in range(0, len(going), AT_ONCE):
            some = going[start : start + AT_ONCE]
            for row in await save_rows(self._database, self._audit, taking, some):
                saved[row.row.number] = row
            job.done = start + len(some)
        job.plan = replace(job.plan, rows=tuple(saved.get(row.row.number, row) for row in job.plan.rows))
        job.stage = Stage.DONE
        await asyncio.to_thread(self._uploads.drop, job.key)

    async def _named(self, plan: Plan) -> list[Planned]:
        async with self._database.reading() as connection:
            names = Names(await sheets.kinds_of_ids(connection, EXPORTED))
        rows = plan.of(Fate.NEW, Fate.CHANGED)
        return [row if row.id else replace(row, id=names.give(plan.kind, row.record)) for row in rows]


# What a new record says where its sheet says nothing.
_FRESH: Final[dict[str, dict[str, Any]]] = {
    "tip": {"kind": "tip", "seasons": [], "shifts": [], "occasions": [], "together": False},
    "starter": {"target": "child", "ways": ["video", "voice"], "occasions": []},
    "faq": {"variants": [], "negative_examples": [], "escalate": None, "legal_refs": []},
    "hotline": {"needs_area_code": False, "place": "none"},
}


def _header(kind: str, field: str) -> str:
    """The column that a remark is about."""
    outer = field.partition(".")[0]
    for column in COLUMNS[kind]:
        if column.field in (field, outer) or (outer and column.field.startswith(f"{outer}.")):
            return column.header
    return ""
