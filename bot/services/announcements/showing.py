"""Words of trainers as somebody reads them of whom only her factory is known: numbers and facts are filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.services.scene import Setting
from bot.store import factory_facts
from bot.store.database import Database
from dialogs.announcement import announced
from dialogs.factory_facts import FactoryFacts
from dialogs.facts import Facts, Profile, Surroundings
from dialogs.hotlines import spoken
from dialogs.text import Text

LANGUAGE = "zh_Hans"
NOTHING: Final[Mapping[str, FactoryFacts]] = MappingProxyType({})


@dataclass(frozen=True)
class Reader:
    """Somebody of a factory; of no factory where that is empty."""

    facts: Facts

    def announcement(self, words: str) -> Sequence[str]:
        """An announcement, paragraph by paragraph."""
        return self._said(announced(words, self.facts))

    def plain(self, words: str) -> str:
        """Any text of the library, to be copied elsewhere."""
        return "\n".join(self._said(spoken(words, self.facts)))

    def _said(self, texts: Sequence[Text]) -> list[str]:
        return [self.facts.library.wording(text, LANGUAGE) for text in texts]


def anybody(setting: Setting, factory: str = "", known: Mapping[str, FactoryFacts] = NOTHING) -> Reader:
    """Somebody of whom at most the factory is known, and what is true there."""
    around, profile = Surroundings(factory_facts=known), Profile(factory=factory)
    library = setting.shelf.library
    return Reader(Facts(now=setting.clock(), zone=setting.zone, library=library, around=around, profile=profile))


async def reader_of(database: Database, setting: Setting, factory: str) -> Reader:
    """Somebody of this factory, with what is true there now."""
    async with database.reading() as connection:
        return anybody(setting, factory, await factory_facts.known_of(connection, [factory]))
