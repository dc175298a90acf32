"""A message survives the outbox as JSON."""

from __future__ import annotations

import json

import pytest

from bot.rendering.message import Button, Document, Message

FULL = Message(
    "先打0856110。",
    (Button("现在安全", "s:3:safe"),),
    ("0856110",),
    fold=True,
    silent=True,
    document=Document("家音.ics", "text/calendar", "BEGIN:VCALENDAR"),
    numbered=False,
)


@pytest.mark.parametrize("message", [Message("你好"), FULL, Message("")])
def test_what_is_kept_is_what_is_shown(message: Message) -> None:
    assert Message.from_json(json.loads(json.dumps(message.to_json()))) == message


def test_only_what_there_is_is_kept() -> None:
    assert Message("你好").to_json() == {"text": "你好"}
    assert set(FULL.to_json()) == {"text", "buttons", "numbers", "fold", "silent", "numbered", "document"}
