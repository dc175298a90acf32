"""What a rule says about a record: a sentence in any language, and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass

from bot.i18n import Words
from dialogs.text import Text

_ENGLISH = Words(languages=("en",))


@dataclass(frozen=True)
class Problem:
    """What is wrong with a text or a record; advice where `error` is False. field: where in the record."""

    text: Text
    error: bool = True
    field: str = ""

    @property
    def words(self) -> str:
        """For the command line."""
        return _ENGLISH.say(self.text, "en")
