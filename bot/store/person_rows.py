"""A person's rows and what they mean: her profile, her children, her reminders."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from dialogs.calendar.bands import Band
from dialogs.calendar.recurrence import timing_from_json
from dialogs.calendar.rest import RestDay
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.calendar.windows import Boarding
from dialogs.facts import CallTarget, Carer, Child, Home, Profile, Reach, Reminder, TargetKind


def profile_of(row: Row[Any]) -> Profile:
    shift = ShiftPattern(Shift(row.shift), row.rotation_days, row.shift_anchor) if row.shift else None
    return Profile(
        language=row.language,
        shift=shift,
        rest_day=RestDay(row.rest_day) if row.rest_day else None,
        tips_a_week=row.tips_a_week,
        tip_at=row.tip_at,
        topics=frozenset(row.topics),
        home=Home(row.home_area_code, row.home_name or "") if row.home_area_code else None,
        factory=row.factory,
        paused_until=row.paused_until,
        paused=row.paused,
        stopped=row.stopped,
        together=row.together,
        together_until=row.together_until,
        pin=row.pin,
        wrong_pins=row.wrong_pins,
        wrong_pin_at=row.wrong_pin_at,
        asked=frozenset(row.asked),
    )


def profile_row(person_id: int, value: Profile) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "language": value.language,
        "shift": value.shift.shift if value.shift else None,
        "rotation_days": value.shift.rotation_days if value.shift else None,
        "shift_anchor": value.shift.anchor if value.shift else None,
        "rest_day": value.rest_day,
        "tips_a_week": value.tips_a_week,
        "tip_at": value.tip_at,
        "topics": sorted(value.topics),
        "home_area_code": value.home.area_code if value.home else None,
        "home_name": value.home.name if value.home else None,
        "factory": value.factory,
        "paused": value.paused,
        "paused_until": value.paused_until,
        "stopped": value.stopped,
        "together": value.together,
        "together_until": value.together_until,
        "pin": value.pin,
        "wrong_pins": value.wrong_pins,
        "wrong_pin_at": value.wrong_pin_at,
        "asked": sorted(value.asked),
    }


def child_of(row: Row[Any]) -> Child:
    return Child(
        number=row.number,
        band=Band(row.band),
        carer=Carer(row.carer) if row.carer else None,
        reach=frozenset(Reach(way) for way in row.reach),
        boarding=Boarding(row.boarding),
    )


def child_row(person_id: int, value: Child) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "number": value.number,
        "band": value.band,
        "carer": value.carer,
        "reach": sorted(value.reach),
        "boarding": value.boarding,
    }


def reminder_of(row: Row[Any]) -> Reminder:
    kind, _colon, number = row.detail.partition(":")
    target = CallTarget(TargetKind(kind), int(number or 1))
    return Reminder(int(row.subject), target, timing_from_json(row.timing), row.paused, row.next_at)
