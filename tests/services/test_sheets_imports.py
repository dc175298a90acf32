"""A sheet is taken in as drafts, many at once, and nobody's change is overwritten."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.i18n import Words
from bot.services.content.loading import load_files
from bot.services.sheets.exports import As, Exports, Which
from bot.services.sheets.imports import MOST_JOBS, Imports, Job, Stage
from bot.services.sheets.planning import Fate
from bot.services.sheets.reading import read_sheet
from bot.services.sheets.uploads import KEPT_FOR
from bot.services.staff.audit import Audit
from bot.services.staff.identity import Signed
from bot.services.staff.rights import Role
from bot.services.workflow.items import Status
from bot.services.workflow.remarks import Judge
from bot.services.workflow.workflow import Workflow
from bot.store.database import Database
from tests.fakes import World, instant
from tests.services.sheet_files import HEADERS, ROW, csv_text

GOOD = "今晚先听他说。问一句：“今天跟谁玩了？”等他说完。"
BAD = "您必须马上打电话，不打孩子一辈子就完了。"


class Room:
    """Everything behind the page of sheets, in one process; another process is another room over the same folder."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.world = World(database)
        clock = self.world.clock
        self.audit = Audit(database, clock)
        self.workflow = Workflow(database, clock, Judge(Words(), self.world.setting), self.audit)
        self.imports = Imports(database, clock, self.workflow, self.audit, folder)
        self.exports = Exports(database, clock, self.audit)

    async def reads(self, who: Signed, *rows: Sequence[str], kind: str = "tip") -> Job:
        job = await self.imports.take(who, kind, "贴士.csv", csv_text(*rows).encode())
        return await self.ends(job)

    async def takes_in(self, who: Signed, job: Job, *, submit: bool = True) -> Job:
        assert await self.imports.carry_out(who, job.key, submit=submit) is job
        return await self.ends(job)

    async def ends(self, job: Job) -> Job:
        for _ in range(600):
            if not job.working:
                return job
            await asyncio.sleep(0.05)
        raise AssertionError(f"still {job.stage}")


@pytest.fixture
def room(database: Database, tmp_path: Path) -> Room:
    return Room(database, tmp_path / "uploads")


def trainer(account_id: int = 1, name: str = "王老师") -> Signed:
    return Signed(account_id, name, frozenset({Role.TRAINER}), False, "", instant("2026-11-23T09:00"), "s")


def row(id: str, text: str = GOOD, topic: str = "打电话") -> tuple[str, ...]:
    return (id, "小贴士", topic, "6到9岁", text, "老师的经验")


def counts(job: Job) -> Mapping[str, int]:
    assert job.plan is not None
    return {fate.value: count for fate, count in job.plan.counts().items() if count}


async def test_new_rows_become_drafts_in_review_with_author_and_date(room: Room) -> None:
    job = await room.reads(
        trainer(), HEADERS, row("listen-tonight"), row("", "挂电话前，说好下回哪天打。他就有个盼头。")
    )
    assert counts(job) == {"new": 2}
    await room.takes_in(trainer(), job)
    assert (job.stage, job.done, counts(job)) == (Stage.DONE, 2, {"new": 2})
    item = await room.workflow.find("tip", "listen-tonight")
    assert item is not None
    assert (item.status, item.number, item.updated_name) == (Status.IN_REVIEW, 1, "王老师")
    record = await room.workflow.record("tip", "tip-call-home-1")
    assert (record["id"], record["author"], record["review_due"]) == ("tip-call-home-1", "王老师", "2027-11-23")
    assert [step.act for step in await room.workflow.steps("tip", "listen-tonight")] == ["submitted"]
    assert (await room.workflow.revisions("tip", "listen-tonight"))[0].act == "imported"


async def test_without_review_they_stay_drafts(room: Room) -> None:
    job = await room.takes_in(trainer(), await room.reads(trainer(), HEADERS, row("a")), submit=False)
    item = await room.workflow.find("tip", "a")
    assert item is not None
    assert (item.status, job.submitted) == (Status.DRAFT, False)


async def test_what_is_published_stays_in_use_until_the_new_words_are(room: Room) -> None:
    await load_files(room.world.database, room.world.clock())
    job = await room.reads(trainer(), ("编号", "正文"), ("behavior-listen-first", GOOD), ("behavior-two-choices", BAD))
    assert counts(job) == {"changed": 1, "refused": 1}
    await room.takes_in(trainer(), job)
    item = await room.workflow.find("tip", "behavior-listen-first")
    assert item is not None
    assert (item.status, item.number, item.published_number) == (Status.IN_REVIEW, 2, 1)
    published = await room.exports.export(trainer(), "tip", Which.PUBLISHED, As.CSV)
    everything = await room.exports.export(trainer(), "tip", Which.ALL, As.CSV)
    assert GOOD not in published.content.decode("utf-8-sig").replace('""', '"')
    assert GOOD in everything.content.decode("utf-8-sig").replace('""', '"')


async def test_words_that_may_not_be_said_are_refused_in_plain_chinese(room: Room) -> None:
    await load_files(room.world.database, room.world.clock())
    job = await room.reads(trainer(), HEADERS, row("a", BAD), row("b"))
    assert counts(job) == {"new": 1, "refused": 1}
    assert job.plan is not None
    troubles = job.plan.of(Fate.REFUSED)[0].troubles
    words = [Words().say(trouble.words, "zh_Hans") for trouble in troubles]
    assert any("您" in said for said in words), words
    assert {trouble.header for trouble in troubles} == {"正文"}


async def test_the_whole_library_out_and_in_again_changes_nothing(room: Room) -> None:
    await load_files(room.world.database, room.world.clock())
    for kind in ("hotline", "weekly", "safeguarding"):
        written = await room.exports.export(trainer(), kind, Which.ALL, As.XLSX)
        job = await room.ends(await room.imports.take(trainer(), kind, written.name, written.content))
        assert set(counts(job)) == {"same"}, (kind, counts(job))


async def test_who_changed_something_between_plan_and_import_keeps_her_words(room: Room) -> None:
    she, other = trainer(), trainer(2, "李老师")
    await room.takes_in(she, await room.reads(she, HEADERS, row("a"), row("b", GOOD[:12]), row("d", GOOD[7:])))
    job = await room.reads(she, HEADERS, row("a", "他说，你听。"), row("b", "先听，再说。"), row("c", "听完再说。"))
    assert counts(job) == {"new": 1, "changed": 2}
    found = dict(await room.workflow.record("tip", "a"))
    await room.workflow.save(other, "tip", "a", {**found, "text": "李老师的话。"}, number=1)
    await room.workflow.save(other, "tip", "c", {**found, "text": "也是李老师的。"}, number=None)
    await room.takes_in(she, job)
    assert counts(job) == {"changed": 1, "refused": 2}
    assert (await room.workflow.record("tip", "a"))["text"] == "李老师的话。"
    assert (await room.workflow.record("tip", "b"))["text"] == "先听，再说。"
    assert (await room.workflow.record("tip", "c"))["text"] == "也是李老师的。"


async def test_two_taps_take_a_sheet_in_once(room: Room) -> None:
    job = await room.reads(trainer(), HEADERS, row(""), row("", "挂电话前说好下回。"))
    await asyncio.gather(*(room.imports.carry_out(trainer(), job.key, submit=True) for _ in range(3)))
    await room.ends(job)
    written = await room.exports.export(trainer(), "tip", Which.ALL, As.CSV)
    assert len(read_sheet("tip", "a.csv", written.content).rows) == 2


async def test_another_process_comes_to_the_same_plan_and_only_one_takes_it_in(room: Room, tmp_path: Path) -> None:
    job = await room.reads(trainer(), HEADERS, row("a"))
    elsewhere = Room(room.world.database, tmp_path / "uploads")
    again = await elsewhere.imports.job(trainer(), job.key)
    assert again is not None
    assert counts(await elsewhere.ends(again)) == {"new": 1}
    await elsewhere.takes_in(trainer(), again)
    await room.imports.carry_out(trainer(), job.key, submit=True)
    assert (again.stage, job.stage) == (Stage.DONE, Stage.READY)


async def test_a_sheet_is_seen_by_who_brought_it_and_for_half_an_hour(room: Room, tmp_path: Path) -> None:
    job = await room.reads(trainer(), HEADERS, row("a"))
    assert await room.imports.job(trainer(2), job.key) is None
    assert await room.imports.carry_out(trainer(2), job.key, submit=True) is None
    assert await room.imports.job(trainer(), "../../etc/passwd") is None
    elsewhere = Room(room.world.database, tmp_path / "uploads")
    elsewhere.world.clock.now += KEPT_FOR + timedelta(seconds=1)
    assert await elsewhere.imports.job(trainer(), job.key) is None


async def test_only_a_few_sheets_are_kept_in_mind_and_the_others_are_read_again(room: Room) -> None:
    first = await room.reads(trainer(), HEADERS, row("a"))
    for _ in range(MOST_JOBS):
        await room.reads(trainer(), HEADERS, row("a"))
    again = await room.imports.job(trainer(), first.key)
    assert again is not None
    assert again is not first
    assert counts(await room.ends(again)) == {"new": 1}


async def test_uploads_are_readable_by_this_user_alone(room: Room, tmp_path: Path) -> None:
    await room.reads(trainer(), HEADERS, ROW)
    assert (tmp_path / "uploads").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "uploads").iterdir()} == {0o600}


async def test_a_file_that_is_refused_says_so(room: Room) -> None:
    job = await room.ends(await room.imports.take(trainer(), "tip", "a.xlsx", b"\x89PNG"))
    assert job.stage is Stage.REFUSED
    assert job.refusal is not None


async def test_the_log_knows_who_took_out_and_in_how_much_and_no_words(room: Room) -> None:
    await room.exports.export(trainer(), "tip", Which.EMPTY, As.XLSX)
    await room.takes_in(trainer(), await room.reads(trainer(), HEADERS, row("a"), row("b", "说好下回。")))
    entries = await room.audit.about("content", "tip")
    said: list[tuple[str, str, Any]] = [(entry.account_name, entry.act, entry.detail) for entry in entries]
    assert said == [
        ("王老师", "sheet_imported", {"new": 2, "changed": 0, "refused": 0}),
        ("王老师", "sheet_exported", {"rows": 0, "which": "empty"}),
    ]


async def test_five_thousand_rows_are_all_taken_in(room: Room) -> None:
    topics = ("打电话", "孩子的心情", "安全")
    things = ["".join(three) for three in product("花草树木山石田土米面瓜果鸡鸭牛羊云雨", repeat=3)]
    rows = [row("", f"{GOOD}讲讲{thing}。", topics[n % 3]) for n, thing in enumerate(things[:5000])]
    job = await room.reads(trainer(), HEADERS, *rows)
    assert counts(job) == {"new": 5000}, job.plan and job.plan.of(Fate.REFUSED)[0].troubles
    await room.takes_in(trainer(), job)
    assert (job.done, counts(job)) == (5000, {"new": 5000})
    assert await room.workflow.find("tip", "tip-safety-1666") is not None
