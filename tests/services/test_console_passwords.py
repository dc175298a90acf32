"""What is kept of passwords and secrets, and what is taken for a new one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from bot.services.staff.names import clean_name
from bot.services.staff.passwords import Fault, Passwords, fault_of
from bot.services.staff.second_factor import step_of
from bot.services.staff.sign_in import STRANGERS, Strangers
from bot.services.staff.vault import Vault

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    ("password", "name", "fault"),
    [
        ("稻田里的三只青蛙呱呱叫", "王老师", None),
        ("correct horse battery", "wang", None),
        ("wang likes green tea", "wang", None),
        ("稻田里的三只青蛙", "王老师", Fault.SHORT),
        ("x" * 129, "王老师", Fault.LONG),
        ("20061123134", "王老师", Fault.NUMBERS),
        ("ababababababab", "王老师", Fault.COMMON),
        ("Password2026", "王老师", Fault.COMMON),
        ("administrator", "王老师", Fault.COMMON),
        ("abcdefghijkl", "王老师", Fault.COMMON),
        ("wangxiaoli88", "WangXiaoli", Fault.NAME),
        ("wangxiaoli wangxiaoli", "wangxiaoli", Fault.NAME),
    ],
)
def test_a_new_password_is_judged(password: str, name: str, fault: Fault | None) -> None:
    assert fault_of(password, name) is fault


async def test_a_password_fits_however_its_signs_were_typed() -> None:
    passwords = Passwords()
    kept = await passwords.hashed("ｈｅｌｌｏ little frog")
    assert await passwords.fits("hello little frog", kept)
    assert not await passwords.fits("hello little frogs", kept)


async def test_nothing_fits_where_no_password_was_chosen() -> None:
    assert not await Passwords().fits("", "")


def test_what_is_sealed_is_read_with_the_same_key_alone() -> None:
    sealed = Vault(b"k" * 32).seal(SECRET)
    assert SECRET not in sealed
    assert Vault(b"k" * 32).unseal(sealed) == SECRET
    assert Vault(b"other" * 8).unseal(sealed) is None
    assert Vault(b"k" * 32).unseal("kept") is None


def test_a_ticket_ends_and_is_no_kept_secret() -> None:
    vault = Vault(b"k" * 32)
    ticket = vault.ticket({"of": 1}, NOW)
    lasts = timedelta(minutes=5)
    assert vault.read_ticket(ticket, NOW + timedelta(minutes=4), lasts) == {"of": 1}
    assert vault.read_ticket(ticket, NOW + timedelta(minutes=6), lasts) is None
    assert vault.read_ticket(vault.seal('{"of": 1}'), NOW, lasts) is None


@pytest.mark.parametrize(("off", "understood"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(off: int, understood: bool) -> None:
    code = pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=off))
    assert (step_of(SECRET, code, NOW) is not None) == understood


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２", "0" * 500, "六个数字"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert step_of(SECRET, code, NOW) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  王 老师 ", "王 老师"), ("Ｗang", "Wang"), ("\u200b王\u202e", "王"), (" \u3000", "")],
)
def test_a_name_is_the_same_however_it_was_typed(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


def test_names_that_nobody_has_take_no_room_for_ever() -> None:
    strangers = Strangers()
    for _try in range(5):
        strangers.wrong("the first", NOW)
    assert strangers.closed_until("the first") == NOW + timedelta(minutes=1)
    for number in range(STRANGERS):
        strangers.wrong(f"name {number}", NOW)
    assert strangers.closed_until("the first") is None
