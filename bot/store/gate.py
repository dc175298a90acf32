"""The little that has to be known of somebody before words that are the same for everybody go to her."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import factory_facts
from bot.store.among import among
from bot.store.people import Scene
from bot.store.tables import conversation, person, profile, safeguarding_case
from dialogs.calendar.shifts import Shift, ShiftPattern
from dialogs.facts import Agreement, Facts, Home, Profile, SafeguardingCase, Surroundings

log = structlog.get_logger()

_SOME_CASE = SafeguardingCase("", "", "")  # that there is one is all that counts here


@dataclass(frozen=True)
class Known:
    """Somebody as far as it matters: agreement, pauses, shift, factory, language, home, an open case. No children."""

    facts: Facts
    moved_at: datetime | None  # her conversation


_COLUMNS = (
    "language", "shift", "rotation_days", "shift_anchor", "tips_a_week", "home_area_code", "home_name", "factory",
    "paused", "paused_until", "stopped",
)  # fmt: skip
_CASE = exists().where(
    safeguarding_case.c.person_id == person.c.id,
    safeguarding_case.c.closed_at.is_(None),
    safeguarding_case.c.clear_at.is_(None),
)
_QUERY = (
    select(
        person.c.id,
        person.c.agreement,
        conversation.c.moved_at,
        _CASE.label("in_case"),
        *(profile.c[name] for name in _COLUMNS),
    )
    .select_from(person.outerjoin(profile).outerjoin(conversation))
    .where(among(person.c.id, "ids"))
)


async def read(connection: AsyncConnection, ids: Iterable[int], scene: Scene) -> dict[int, Known]:
    """By person id; without people who are gone, and those whose rows make no sense."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = (await connection.execute(_QUERY, {"ids": wanted})).all()
    factories = {row.factory for row in rows if row.factory}
    around = replace(scene.around, factory_facts=await factory_facts.known_of(connection, factories))
    found: dict[int, Known] = {}
    for row in rows:
        try:
            found[row.id] = _known(row, scene, around)
        except (ValueError, KeyError, TypeError) as error:
            log.error("person_not_readable", person=row.id, error=type(error).__name__)
    return found


def _known(row: Any, scene: Scene, around: Surroundings) -> Known:
    facts = Facts(
        now=scene.now,
        zone=scene.zone,
        library=scene.library,
        around=around,
        agreement=Agreement(row.agreement),
        profile=_profile(row) if row.language else Profile(),
        case=_SOME_CASE if row.in_case else None,
    )
    return Known(facts, row.moved_at)


def _profile(row: Any) -> Profile:
    return Profile(
        language=row.language,
        shift=ShiftPattern(Shift(row.shift), row.rotation_days, row.shift_anchor) if row.shift else None,
        tips_a_week=row.tips_a_week,
        home=Home(row.home_area_code, row.home_name or "") if row.home_area_code else None,
        factory=row.factory,
        paused=row.paused,
        paused_until=row.paused_until,
        stopped=row.stopped,
    )
