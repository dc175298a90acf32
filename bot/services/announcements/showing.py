"""Words of trainers as somebody reads them of whom nothing is known: numbers in them are filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.announcement import announced
from dialogs.facts import Facts
from dialogs.hotlines import spoken
from dialogs.library import Library
from dialogs.text import Text

LANGUAGE = "zh_Hans"


def shown(words: str, library: Library, now: datetime, zone: ZoneInfo) -> Sequence[str]:
    """An announcement, paragraph by paragraph."""
    return _said(announced(words, _anybody(library, now, zone)), library)


def plain(words: str, library: Library, now: datetime, zone: ZoneInfo) -> str:
    """Any text of the library, to be copied elsewhere."""
    return "\n".join(_said(spoken(words, _anybody(library, now, zone)), library))


def _anybody(library: Library, now: datetime, zone: ZoneInfo) -> Facts:
    return Facts(now=now, zone=zone, library=library)


def _said(texts: Sequence[Text], library: Library) -> list[str]:
    return [library.wording(text, LANGUAGE) for text in texts]
