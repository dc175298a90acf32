"""A person with the Telegram app: types, presses and sends, and sees what the bot says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tests.telegram import updates
from tests.telegram.rooms import Room, Shown

if TYPE_CHECKING:
    from tests.telegram.fake_api import FakeTelegram


class Person:
    """What she reads she reads in order: `sees` looks only at what stands below what she saw last."""

    def __init__(self, telegram: FakeTelegram, room: Room) -> None:
        self.telegram = telegram
        self.room = room
        self._read = 0
        self._last: dict[str, Any] = {}

    @property
    def external_id(self) -> str:
        return str(self.room.number)

    @property
    def shown(self) -> list[Shown]:
        """All that the bot wrote to her."""
        return self.room.shown

    async def starts(self, code: str = "") -> int:
        """Press the start button, or open a start link."""
        return await self.says(f"/start {code}".rstrip())

    async def says(self, text: str, **more: Any) -> int:
        """The id of the update."""
        return self._writes(text=text, **more)

    async def forwards(self, text: str) -> int:
        return self._writes(text=text, **updates.forwarded(by=4711))

    async def sends(self, kind: str, caption: str = "") -> int:
        """A "voice", "photo", "sticker" … (see updates.CONTENT)."""
        return self._writes(**updates.CONTENT[kind], **({"caption": caption} if caption else {}))

    async def edits(self, text: str) -> int:
        """Change what she wrote last."""
        edited = {**self._last, "text": text, "edit_date": updates.SINCE + next(self.telegram.numbers)}
        return self.telegram.happens("edited_message", edited)

    async def presses(self, label: str, within: float = 2) -> int:
        """Press a button of the last keyboard in the chat."""
        try:
            await self.telegram.until(lambda: label in self._keyboard(), within)
        except TimeoutError:
            raise AssertionError(f"No button {label}; there are {self._keyboard()}") from None
        shown = next(shown for shown in reversed(self.shown) if shown.buttons)
        return await self.presses_below(shown, label)

    async def presses_below(self, shown: Shown, label: str) -> int:
        """Press a button of an older message."""
        query_id = f"{self.room.number}{next(self.telegram.numbers)}"
        self.telegram.presses[query_id] = False
        under = self.room.message(shown, updates.user(int(self.telegram.bot_id), is_bot=True))
        query = updates.press(query_id, self.room.number, under, shown.data_of(label))
        return self.telegram.happens("callback_query", query)

    async def blocks(self) -> None:
        self.room.closed = "Forbidden: bot was blocked by the user"
        self._membership("member", "kicked")

    async def unblocks(self) -> None:
        self.room.closed = ""
        self._membership("kicked", "member")

    async def sees(self, words: str, within: float = 2) -> Shown:
        """Wait for a message that holds these words, and read all up to it."""
        try:
            await self.telegram.until(lambda: self._find(words) is not None, within)
        except TimeoutError:
            unread = [shown.text for shown in self.shown[self._read :]]
            raise AssertionError(f"Nothing about {words!r} in {unread}") from None
        place = self._find(words)
        assert place is not None
        self._read = place + 1
        return self.shown[place]

    async def sees_nothing(self, during: float = 0.2) -> None:
        """Nothing new comes while she looks."""
        await asyncio.sleep(during)
        unread = [shown.text for shown in self.shown[self._read :]]
        assert not unread, unread

    def _find(self, words: str) -> int | None:
        places = range(self._read, len(self.shown))
        return next((place for place in places if words in self.shown[place].text), None)

    def _keyboard(self) -> list[str]:
        return next((shown.labels for shown in reversed(self.shown) if shown.buttons), [])

    def _writes(self, **content: Any) -> int:
        number = next(self.telegram.numbers)
        self._last = updates.message(number, self.room.number, self.room.described(), **content)
        return self.telegram.happens("message", self._last)

    def _membership(self, old: str, new: str) -> None:
        bot = updates.user(int(self.telegram.bot_id), is_bot=True)
        self.telegram.happens(
            "my_chat_member", updates.membership(self.room.number, self.room.described(), bot, old, new)
        )
