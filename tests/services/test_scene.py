"""The surroundings of a turn: duty hours, the operator, open factories, what a channel can do."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from bot.services.scene import LEAST, DutyHours, DutyRoster, Setting, Shelf
from bot.store.addresses import Where
from dialogs.library import Operator
from tests.fakes import SHANGHAI, FakeChannel, FakeClock, instant, real_library

DAY, NIGHT = DutyHours(time(8), time(22)), DutyHours(time(20), time(8))
OFFICER = (Where("fake", "bot", "duty"),)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23T{clock}")


@pytest.mark.parametrize(
    ("hours", "clock", "covered"),
    [
        (DAY, "07:59", False),
        (DAY, "08:00", True),
        (DAY, "21:59", True),
        (DAY, "22:00", False),
        (NIGHT, "19:59", False),
        (NIGHT, "20:00", True),
        (NIGHT, "00:00", True),
        (NIGHT, "07:59", True),
        (NIGHT, "08:00", False),
        (DutyHours(), "03:00", True),
        (DutyHours(time(9), time(9)), "08:59", True),
    ],
)
def test_duty_hours_run_from_the_first_minute_to_before_the_last(hours: DutyHours, clock: str, covered: bool) -> None:
    assert hours.covers(at(clock)) is covered


def test_the_next_hours_begin_today_or_tomorrow() -> None:
    assert DAY.next_start(at("03:00")) == at("08:00")
    assert DAY.next_start(at("23:00")) == datetime.fromisoformat("2026-11-24T08:00")
    assert NIGHT.next_start(at("12:00")) == at("20:00")


def test_what_is_promised_follows_the_hours() -> None:
    assert not DutyRoster().duty(at("12:00")).on
    on_duty = DutyRoster(OFFICER, DAY).duty(at("12:00"))
    later = DutyRoster(OFFICER, DAY).duty(at("23:00"))
    assert on_duty.on
    assert later.on
    assert set(on_duty.by) == set(later.by) == {"P0", "P1", "P2"}
    assert on_duty.by != later.by


def _setting(operator: Operator, roster: DutyRoster) -> Setting:
    return Setting(FakeClock(instant("2026-11-23T12:00")), SHANGHAI, Shelf(real_library()), operator, roster)


def test_a_trial_opens_no_factory_and_an_operator_with_somebody_on_duty_does() -> None:
    codes = frozenset({"GFDG01"})
    named = Operator("安心社工", "0769-1234567")
    assert _setting(named, DutyRoster(OFFICER)).scene(codes).around.open_factories == codes
    assert _setting(named, DutyRoster()).scene(codes).around.open_factories == frozenset()
    assert _setting(Operator(), DutyRoster(OFFICER)).scene(codes).around.open_factories == frozenset()


def test_a_channel_that_does_not_run_here_can_do_the_least() -> None:
    setting = _setting(Operator(), DutyRoster())
    channel = FakeChannel(FakeClock(instant("2026-11-23T12:00")))
    setting.channels[("fake", "bot")] = channel
    assert setting.capabilities("fake", "bot") == channel.capabilities
    assert setting.capabilities("fake", "another") == LEAST
