"""Tells whoever is on duty that a case was opened: its number and level, a link to take it, and nothing else."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rendering.message import Message
from bot.services.cases.calling import Called, called
from bot.services.letters import REF_LENGTH
from bot.services.scene import Setting
from bot.services.staff.sessions import digest_of
from bot.services.work import Work
from bot.store import addresses, case_alerts
from bot.store.addresses import Where, new_code
from bot.store.case_alerts import alarm
from bot.store.outbox import Letter, Rank
from dialogs.text import Text, _

LANGUAGE = "zh_Hans"
ALERT = "alert"
ACK_PATH = "/console/ack/"


async def alert_letters(work: Work) -> list[Letter]:
    """A row for everybody who is called first, for every case that was opened or became graver."""
    letters: list[Letter] = []
    if work.setting.roster.off:
        return letters
    for opened in work.opened:
        if opened.new and await case_alerts.next_round(work.connection, opened.case_id, 0, work.scene.now):
            letters += (await ring(work.connection, work.setting, opened.case_id))[0]
    return letters


async def ring(connection: AsyncConnection, setting: Setting, case_id: int) -> tuple[list[Letter], list[str]]:
    """The alerts of the round that a case has just come to, and the names of those they go to."""
    case = await alarm(connection, case_id)
    whom = await called(connection, setting, case)
    return await call(connection, setting, case, whom), [one.name or one.where.channel for one in whom]


async def call(connection: AsyncConnection, setting: Setting, case: Any, whom: list[Called]) -> list[Letter]:
    """An alert with a link of its own to each of these; `case` is a row of `alarm`."""
    letters: list[Letter] = []
    rows: list[dict[str, Any]] = []
    now = setting.clock()
    for one in whom:
        secret = secrets.token_urlsafe(18)
        text = alert_words(case.number, case.level, f"{setting.public_url}{ACK_PATH}{secret}")
        words = setting.shelf.library.wording(text if setting.public_url else _unlinked(case), LANGUAGE)
        letters.append(await letter_to(connection, one.where, words, (case.number, now)))
        rows.append(
            {
                "case_id": case.id,
                "digest": digest_of(secret),
                "round": case.rounds,
                "account_id": one.account_id,
                "way": one.where.channel,
                "sent_at": now,
            }
        )
    await case_alerts.add(connection, rows)
    return letters


def alert_words(number: str, level: str, link: str) -> Text:
    return _("Case {number}, level {level}. To take it, open {link}")(number=number, level=level, link=link)


def _unlinked(case: Any) -> Text:
    text = _("Case {number}, level {level}. Please look at it now: jiayin cases show {number}")
    return text(number=case.number, level=case.level)


async def letter_to(connection: AsyncConnection, where: Where, words: str, about: tuple[str, datetime]) -> Letter:
    """A row of danger to an address that need not be a parent's; about: subject, and when it is due."""
    subject, now = about
    return Letter(
        ref=new_code(REF_LENGTH),
        address_id=await addresses.keep_unowned(connection, where),
        person_id=None,
        kind=ALERT,
        rank=Rank.DANGER,
        due_at=now,
        subject=subject,
        body=Message(words).to_json(),
        lane=where.lane,
    )
