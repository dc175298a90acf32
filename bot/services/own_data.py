"""A person's rights over her own data: read it, take it along, come back to it, have it forgotten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.services.letters import Reader, card_letters
from bot.services.work import Deed, Work
from bot.store import records
from bot.store.addresses import new_code
from bot.store.outbox import Rank
from dialogs.engine.step import Card, File
from dialogs.facts import Facts
from dialogs.text import Text, _

RETURN_CODE_LENGTH = 6
RETURN_CODE_LASTS = timedelta(days=30)


def code_digest(code: str) -> str:
    """What is kept of a code: enough to know it again, not to read it."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


async def send_my_data(work: Work, deeds: Sequence[Deed]) -> None:
    """A message with everything in words, and the same as a file."""
    for deed in deeds:
        found = await records.read_out(work.connection, deed.address.person_id)
        content = json.dumps(found, ensure_ascii=False, indent=2, default=_plain)
        card = Card("my_data", (in_words(found, deed.facts),), file=File("jiayin.json", "application/json", content))
        _write(work, deed, card)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


def in_words(found: Mapping[str, Sequence[Mapping[str, Any]]], facts: Facts) -> Text:
    """How much of what is kept."""
    return _(
        "This file holds what is kept about you: {addresses} ways to reach you, {children} children, "
        "{schedules} reminders and tip times, {questions} questions to trainers, {tips} tips seen. "
        "Some records are kept apart from it; ask a trainer about those."
    )(
        addresses=len(found["addresses"]),
        children=len(facts.children),
        schedules=len(found["schedules"]),
        questions=len(found["questions"]),
        tips=len(found["tips"]),
    )


async def make_return_code(work: Work, deeds: Sequence[Deed]) -> None:
    for deed in deeds:
        code = new_code(RETURN_CODE_LENGTH)
        expires_at = work.scene.now + RETURN_CODE_LASTS
        await records.keep_return_code(work.connection, code_digest(code), deed.address.id, expires_at)
        text = _(
            "Your code to come back with: {code}. It works once, within 30 days. Write it down, and show it to nobody."
        )
        _write(work, deed, Card("return_code", (text(code=code),)))


def _write(work: Work, deed: Deed, card: Card) -> None:
    capabilities = work.setting.capabilities(deed.address.where.channel, deed.address.where.bot_id)
    reader = Reader(
        deed.address.id, deed.address.person_id, capabilities, deed.facts, deed.trace, deed.address.where.lane
    )
    work.letters.extend(card_letters(card, reader, Rank.REPLY, work.scene.now))


async def erase_me(work: Work, deeds: Sequence[Deed]) -> None:
    for deed in deeds:
        await records.erase(work.connection, deed.address.person_id, work.scene.now)
