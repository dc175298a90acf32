"""How the tests read a phrase about when: seen from Monday, 23 November 2026, ten in the morning, in China."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.i18n import Words
from dialogs.calendar.recurrence import Timing
from dialogs.language.when import Outcome, Understood, WhenContext, read_when
from dialogs.reminder_words import timing_words

Key = TypeVar("Key")
CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, tzinfo=CHINA)
WORDS = Words()


def each(table: Mapping[Key, str]) -> list[tuple[str, Key]]:
    """Every phrase of a table with what it means; a bar stands between the phrases."""
    return [(phrase, key) for key, phrases in table.items() for phrase in phrases.split(" | ")]


def say(timing: Timing, now: datetime = NOW) -> str:
    """As the chat reads it back."""
    return WORDS.say(timing_words(timing, now.date()), "zh_Hans")


def read(text: str, context: WhenContext | None = None, now: datetime = NOW) -> Outcome:
    return read_when(text, now, CHINA, context or WhenContext())


def said(text: str, context: WhenContext | None = None, now: datetime = NOW) -> str:
    outcome = read(text, context, now)
    assert isinstance(outcome, Understood), outcome
    return say(outcome.timing, now)
