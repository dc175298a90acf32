"""Tells whoever is on duty that a case was opened: its number and level, and nothing else."""

from __future__ import annotations

from bot.rendering.message import Message
from bot.services.letters import REF_LENGTH
from bot.services.work import Work
from bot.store import addresses
from bot.store.addresses import new_code
from bot.store.outbox import Letter, Rank
from dialogs.text import _

LANGUAGE = "zh_Hans"
ALERT = "alert"


async def alert_letters(work: Work) -> list[Letter]:
    """A row for everybody on duty, for every case that was opened or became graver."""
    news = [opened for opened in work.opened if opened.new]
    if not news:
        return []
    letters: list[Letter] = []
    for where in work.setting.roster.addresses:
        address_id = await addresses.keep_unowned(work.connection, where)
        for opened in news:
            text = _("Case {number}, level {level}. Please look at it now: jiayin cases show {number}")
            words = work.scene.library.wording(text(number=opened.number, level=opened.level), LANGUAGE)
            letters.append(
                Letter(
                    ref=new_code(REF_LENGTH),
                    address_id=address_id,
                    person_id=None,
                    kind=ALERT,
                    rank=Rank.DANGER,
                    due_at=work.scene.now,
                    subject=opened.number,
                    body=Message(words).to_json(),
                )
            )
    return letters
