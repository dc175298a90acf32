"""One transaction's doing: what it needs, and what it leaves to be written."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.scene import Setting
from bot.store.addresses import Address
from bot.store.cases import Opened
from bot.store.outbox import Letter
from bot.store.people import Scene
from dialogs.effects import Effect
from dialogs.facts import Facts


@dataclass(frozen=True)
class Deed:
    """One effect of one person, with her facts after the whole turn, and the trace of the update it came of."""

    address: Address
    effect: Effect
    facts: Facts
    trace: str = ""


@dataclass
class Work:
    connection: AsyncConnection
    scene: Scene
    setting: Setting
    opened: list[Opened] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
