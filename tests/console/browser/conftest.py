"""One running house for all stories of the console, one browser, and somebody on duty who takes alerts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.console.browser.office import Office
from tests.e2e.duty import DutyDesk, duty_desk
from tests.process.afternoon import afternoon
from tests.process.books import factories_open
from tests.process.running import OPEN, House
from tests.web.browser.conftest import ARGUMENTS, CHROMIUM

TWO_FACTORIES = {"JIAYIN_FACTORIES": "GFDG01=金田玩具厂;GFDG02=宏发电子"}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def robot() -> Iterator[DutyDesk]:
    """The group robot of the people on duty."""
    with duty_desk() as desk:
        yield desk


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory, robot: DutyDesk) -> Iterator[House]:
    own = {"JIAYIN_TIMEZONE": afternoon(), "JIAYIN_TICK_SECONDS": "0.3", "JIAYIN_DUTY_WEBHOOK": robot.url}
    house = House(tmp_path_factory.mktemp("house"), {**OPEN, **TWO_FACTORIES, **own})
    house.settings["JIAYIN_PUBLIC_URL"] = house.url  # for the links in alerts
    with house.open() as running:
        factories_open(running.database)
        yield running
        assert running.stop() == 0
        assert "Traceback" not in running.said


@pytest.fixture(scope="package")
def office(house: House, browser: Browser) -> Office:
    return Office(house, browser)
