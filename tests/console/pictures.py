"""Takes the pictures of docs/for-trainers.md anew, with an invented factory: `python -m tests.console.pictures`."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.console.signing_in import COOKIE
from bot.services.scene import Ways
from bot.services.staff.rights import Role
from bot.store import accounts, factories, schema
from bot.store.database import Database
from bot.store.tables import question, safeguarding_case
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.effects import ForwardToTrainer
from tests.console.content import TIP, stocked, typed
from tests.console.desk import Desk, Visitor
from tests.fakes import instant
from tests.services.sheet_files import HEADERS, ROW, xlsx

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
PHONE = ViewportSize(width=390, height=780)
QUALITY = 55
UNDER_THE_BAR = "one => window.scrollBy(0, one.getBoundingClientRect().top - 80)"
LARGEST = 60_000  # bytes; the guide is read on phones
WEEKS = ("2026-11-09T10:00", "2026-11-16T10:00", "2026-11-20T21:00", "2026-11-23T10:00")
FACTORIES = {"GFDG01": "金田玩具厂", "GFDG02": "宏发电子"}
NOTICE = "周日下午两点，二楼培训室，讲怎么给孩子打电话。来半小时就行，可以带工友。"
QUESTIONS = (
    ("mei", "厂门口的托管点放假那几天开不开门"),
    ("fang", "孩子转学要开哪张证明，找谁开"),
    ("lan", "村里小学几号放寒假"),
)
BROKEN = ("", "小贴士", "乱写", "6到9岁", "先听他说完。", "老师的经验")


@dataclass(frozen=True)
class Told:
    """An invented week: who works here, and where the pages are that only this week has."""

    staff: dict[str, Visitor]
    notice: str
    case: str
    code: str
    question: int
    plan: str


@dataclass(frozen=True)
class Picture:
    """One picture. who: whose page; act: what is typed or pressed there; at: what stands at its upper edge."""

    name: str
    who: str
    path: str
    act: Callable[[Page], Awaitable[Any]] | None = None
    at: str = ""


async def _retold(desk: Desk) -> Told:
    """Two weeks at a factory, as far as pages show them."""
    world = desk.world
    world.clock.now = instant(WEEKS[0])
    await stocked(desk)
    async with world.database.writing() as connection:
        await factories.keep(connection, FACTORIES)
    await _weeks(desk)
    staff = {
        "王老师": await desk.as_(Role.TRAINER, name="王老师"),
        "李审核": await desk.as_(Role.REVIEWER, name="李审核"),
        "陈值班": await desk.as_(Role.DUTY_OFFICER, name="陈值班"),
        "周负责": await desk.as_(Role.SAFEGUARDING_LEAD, name="周负责"),
    }
    for who, words in QUESTIONS:
        await world.given(who, ForwardToTrainer(words, ""))
        await world.later(minutes=40)
    await _rota(desk, staff)
    await world.says("lan", "老人把孩子打出血了")
    case = str((await world.rows(safeguarding_case))[-1].number)
    seen = {"seen": ""}
    await staff["陈值班"].sends(f"/cases/file/{case}/take", seen)
    answer = await staff["王老师"].sends("/announcements/new", {"words": NOTICE, "factory": "GFDG01"})
    await _written(staff["王老师"])
    code = (await world.facts("mei")).code
    number = (await world.rows(question))[0].id
    return Told(staff, _below(answer.headers["location"]), case, code, number, await _brought(staff["王老师"]))


async def _weeks(desk: Desk) -> None:
    """People come, get tips, set reminders, and some of them go."""
    world, count = desk.world, 0
    night = ShiftPattern(Shift.NIGHT_LONG)
    for monday in WEEKS:
        await world.at(monday)
        for name in ("mei", "fang", "lan") if count == 0 else tuple(f"p{count + n}" for n in range(9)):
            await world.joins(name, factory="GFDG01", tips_a_week=3, shift=night if count % 3 == 2 else None)
            await world.has_reminder(name, "19:30", days="MO,WE,FR,SU")
            count += 1
        for back in range(0, count, 4):
            await world.says("mei" if back == 0 else f"p{back + 3}", "今日贴士")


async def _rota(desk: Desk, staff: dict[str, Visitor]) -> None:
    """A night and a day shift on most days, and addresses to be called at."""
    desk.world.setting.roster.ways = Ways("bot", mail=True)
    for name, chat in (("陈值班", "111"), ("周负责", "222")):
        async with desk.world.database.writing() as connection:
            await accounts.change(connection, staff[name].account_id, {"telegram": chat})
    days = [f"2026-11-{day}" for day in range(23, 30)]
    shifts = (("陈值班", days, "08:00", "20:00"), ("周负责", days[:6], "20:00", "08:00"))
    for name, on, start, end in shifts:
        form = {"officer": str(staff[name].account_id), "day": on, "start": start, "end": end, "rank": "0"}
        await staff["周负责"].sends("/roster/add", form)
    await staff["周负责"].sends("/roster/acknowledge", {})


async def _written(trainer: Visitor) -> None:
    """Two tips that wait for a reviewer."""
    for text in (TIP["text"], "今晚打电话，请老人先讲一件孩子做得好的事，再让孩子自己说一遍。"):
        form = typed("tip", TIP, text=text)
        await trainer.sends("/content/tip/new/edit", {**form, "do": "submit"})


async def _brought(trainer: Visitor) -> str:
    """The plan of a sheet in which one row is wrong, once it is there."""
    await trainer.opens("/sheets")
    headers = {"X-CSRFToken": trainer.http.cookies["starlette_admin_csrftoken"]}
    files = {"file": ("贴士.xlsx", xlsx(HEADERS, ROW, BROKEN))}
    answer = await trainer.http.post("/console/sheets/import", data={"kind": "tip"}, files=files, headers=headers)
    path = _below(answer.headers["location"])
    for _ in range(200):
        if not (await trainer.opens(f"{path}/state")).json()["working"]:
            return path
        await asyncio.sleep(0.05)
    raise RuntimeError("the sheet is never read")


def _below(location: str) -> str:
    return location.removeprefix("/console")


def _pictures(told: Told) -> tuple[Picture, ...]:
    """All of them, in the order of the guide."""
    return (
        Picture("sign-in", "", "/login"),
        Picture("day", "王老师", "/day"),
        Picture("announce", "王老师", told.notice),
        Picture("copy", "王老师", "/copy"),
        Picture("group", "王老师", "/group-question", _asks_for_the_group, "h2"),
        Picture("questions", "王老师", "/questions"),
        Picture("answer", "王老师", f"/questions/{told.question}", _answers, "#write"),
        Picture("write", "王老师", "/content/tip/safety-bucket/edit", at="label:has(+ [name=text]), [name=text]"),
        Picture("review", "李审核", "/review"),
        Picture("sheet", "王老师", told.plan),
        Picture("case", "陈值班", f"/cases/file/{told.case}"),
        Picture("roster", "陈值班", "/roster"),
        Picture("reason", "王老师", f"/person/{told.code}"),
        Picture("try", "王老师", "/try", _tries, "h2"),
        Picture("counts", "王老师", "/counts"),
    )


async def _asks_for_the_group(page: Page) -> None:
    await page.locator("textarea").first.fill("孩子老是撒谎怎么办")
    await page.get_by_role("button", name="找答案").click()
    await page.wait_for_load_state("networkidle")


async def _answers(page: Page) -> None:
    words = "托管点除夕到初三不开门，初四照常。想报名，带上身份证，找二楼的驻厂老师。"
    await page.locator("#answer").fill(words)
    await page.locator("#preview").wait_for()  # what she will read is asked for after a moment


async def _tries(page: Page) -> None:
    await page.locator("[name=band1]").select_option("6-9")
    await page.get_by_role("button", name="开始").click()
    await page.get_by_placeholder("她会怎么写").fill("今日贴士")
    await page.get_by_role("button", name="发送").click()
    await page.wait_for_load_state("networkidle")


@asynccontextmanager
async def _served(desk: Desk) -> AsyncIterator[str]:
    """The console on a loopback port; its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(desk.app, lifespan="off", ws="none", log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/console"
    finally:
        server.should_exit = True
        await task
        listener.close()


async def _take(browser: Browser, url: str, told: Told, wanted: Picture) -> None:
    context = await browser.new_context(
        viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", device_scale_factor=1.5
    )
    if wanted.who:
        secret = told.staff[wanted.who].http.cookies[COOKIE]
        await context.add_cookies([{"name": COOKIE, "value": secret, "url": url}])
    context.set_default_timeout(8_000)
    page = await context.new_page()
    answer = await page.goto(url + wanted.path, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise RuntimeError(f"{wanted.path} cannot be opened")
    if wanted.act is not None:
        await wanted.act(page)
    if wanted.at:
        await page.locator(wanted.at).first.evaluate(UNDER_THE_BAR)
    path = FOLDER / f"console-{wanted.name}.jpg"
    taken = await page.screenshot(type="jpeg", quality=QUALITY, animations="disabled", path=path)
    if len(taken) > LARGEST:
        raise RuntimeError(f"{path.name} has {len(taken)} bytes")
    await context.close()


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/jiayin.sqlite3")
        await schema.upgrade(database)
        desk = Desk(database, data_dir=Path(folder) / "data")
        told = await _retold(desk)
        async with _served(desk) as url, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for wanted in _pictures(told):
                await _take(browser, url, told, wanted)
            await browser.close()
        await database.close()


if __name__ == "__main__":
    asyncio.run(main())
