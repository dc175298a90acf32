"""The settings of mail and of the group robot: what cannot be used is said before anybody relies on it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.assembly import roster_of
from bot.serving import start_alert_channels
from bot.settings import Settings
from bot.store.database import Database
from tests.console.desk import Desk

MAIL = {"smtp_url": "smtps://duty:p%40ss@mail.jia.example:465", "mail_from": "duty@jia.example"}


def _settings(**given: str) -> Settings:
    values: dict[str, Any] = {"_env_file": None, **given}
    return Settings(**values)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"smtp_url": "mail.jia.example", "mail_from": "a@jia.example"}, "must look like"),
        ({"smtp_url": "https://mail.jia.example", "mail_from": "a@jia.example"}, "must look like"),
        ({"smtp_url": MAIL["smtp_url"]}, "JIAYIN_MAIL_FROM"),
        ({"duty_webhook_style": "feishu"}, "plain, wecom or dingtalk"),
    ],
)
def test_what_cannot_work_is_refused(given: dict[str, str], why: str) -> None:
    with pytest.raises(ValidationError, match=why) as refusal:
        _settings(**given)
    assert "p%40ss" not in str(refusal.value)


def test_mail_is_a_way_to_officers_once_it_is_set() -> None:
    assert roster_of(_settings(**MAIL)).ways.mail
    assert not roster_of(_settings()).ways.mail


def test_alerts_have_the_channels_that_are_set(database: Database) -> None:
    desk = Desk(database)
    desk.jiayin.settings = _settings(**MAIL, duty_webhook="https://robot.jia.example/duty")
    start_alert_channels(desk.jiayin)
    assert {("email", "email"), ("webhook", "webhook")} <= set(desk.world.setting.channels)
