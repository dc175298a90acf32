"""Puts a card into the outbox for somebody who did not just write."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.letters import Reader, card_letters
from bot.services.scene import Setting
from bot.store import addresses, outbox, people
from bot.store.outbox import Rank
from dialogs.engine.step import Card
from dialogs.facts import Facts

CardMaker = Callable[[Facts], Card]


async def post_card(connection: AsyncConnection, setting: Setting, person_id: int, rank: Rank, make: CardMaker) -> bool:
    """The card goes to where she was last; False when she cannot be reached."""
    scene = setting.scene(frozenset())
    home = (await addresses.for_pushes(connection, [person_id])).get(person_id)
    if home is None:
        return False
    # Whoever cannot be read is written to all the same, as somebody of whom nothing is known.
    unknown = Facts(now=scene.now, zone=scene.zone, library=scene.library, around=scene.around)
    facts = (await people.read_readable(connection, [person_id], scene)).get(person_id, unknown)
    capabilities = setting.capabilities(home.where.channel, home.where.bot_id)
    reader = Reader(home.id, person_id, capabilities, facts, home.where.lane)
    await outbox.write(connection, card_letters(make(facts), reader, rank, scene.now), scene.now)
    return True
