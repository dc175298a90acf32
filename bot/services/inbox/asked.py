"""A question as a trainer sees it: its words and what helps to answer well; never who asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.engine.events import Medium
from dialogs.language.danger import Aspect, Trigger, screen

LONG_WAIT = timedelta(hours=24)
_CODE_SHOWN = 4
_MEDIA = frozenset(Medium)


@dataclass(frozen=True)
class Danger:
    """What the words sound like, and how grave that is."""

    trigger: Trigger
    level: str


def danger_in(words: str) -> Danger | None:
    """The gravest danger that these words tell of; how to prevent one is asked by many, and is none."""
    found = screen(words)
    if found.trigger is None or found.aspect is Aspect.PREVENTION:
        return None
    return Danger(found.trigger, str(found.level or "P2"))


@dataclass(frozen=True)
class Asked:
    """One question. code: the beginning of the asker's code; shift: hers, where she told; neither for a group's.

    medium: what was sent in place of words. assigned: the name of the account that looks after it.
    """

    number: int
    words: str
    medium: str
    has_file: bool
    file_deleted: bool
    asked_at: datetime
    from_group: bool
    code: str
    shift: ShiftPattern | None
    assigned_to: int | None
    assigned: str
    is_spam: bool
    answer: str
    answered_at: datetime | None
    answered_name: str
    became: str
    accuses: bool  # our own people: shown to safeguarding leads alone

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def danger(self) -> Danger | None:
        """What has to be looked at before anything is answered."""
        return danger_in(self.words)

    def has_waited_long(self, now: datetime) -> bool:
        return self.is_open and now - self.asked_at >= LONG_WAIT


def asked_of(row: Any, names: Mapping[int, str]) -> Asked:
    """The question of a row; `names` of the accounts that may look after one."""
    medium = row.words if row.words in _MEDIA else ""
    return Asked(
        number=row.id,
        words="" if medium else row.words,
        medium=medium,
        has_file=bool(row.file),
        file_deleted=row.file_deleted,
        asked_at=row.asked_at,
        from_group=row.person_id is None,
        code=(row.code or "")[:_CODE_SHOWN],
        shift=_shift_of(row),
        assigned_to=row.assigned_to,
        assigned=names.get(row.assigned_to or 0, ""),
        is_spam=row.spam_at is not None,
        answer=row.answer or "",
        answered_at=row.answered_at,
        answered_name=row.answered_name,
        became=row.became,
        accuses=row.accuses,
    )


def _shift_of(row: Any) -> ShiftPattern | None:
    """Her shift; None also where the row makes no sense, for the question is read all the same."""
    try:
        return ShiftPattern(Shift(row.shift), row.rotation_days, row.shift_anchor) if row.shift else None
    except ValueError:
        return None
