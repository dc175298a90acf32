"""Chats as the fake server keeps them: what stands in them and whether the bot may write there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.telegram import markup, updates
from tests.telegram.spec import Upload


@dataclass
class Shown:
    """A message of the bot as it stands in a chat; `text` is without markup, `html` as it was sent."""

    number: int
    text: str
    html: str
    buttons: list[list[tuple[str, str]]] = field(default_factory=list)
    silent: bool = False
    document: Upload | None = None
    voice: bytes | None = None
    voice_id: str = ""

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label, _ in row]

    def data_of(self, label: str) -> str:
        return next(data for row in self.buttons for text, data in row if text == label)


@dataclass
class Room:
    """A private chat or a group; `closed` says why the bot may not write there."""

    number: int
    kind: str = "private"
    closed: str = ""
    shown: list[Shown] = field(default_factory=list)

    def described(self) -> dict[str, Any]:
        return updates.chat(self.number, self.kind)

    def message(self, shown: Shown, bot: dict[str, Any]) -> dict[str, Any]:
        """As Telegram describes a message of the bot."""
        described = {"message_id": shown.number, "from": bot, "chat": self.described()}
        described["date"] = updates.SINCE + shown.number
        if shown.document:
            described |= {"document": {**updates.FILE, "file_name": shown.document.name}}
            described |= {"caption": shown.text} if shown.text else {}
        elif shown.voice is not None:
            described["voice"] = {"file_id": shown.voice_id, "file_unique_id": shown.voice_id, "duration": 1}
            described |= {"caption": shown.text} if shown.text else {}
        else:
            described["text"] = shown.text
        if shown.buttons:
            rows = [[{"text": label, "callback_data": data} for label, data in row] for row in shown.buttons]
            described["reply_markup"] = {"inline_keyboard": rows}
        return described


def drawn(number: int, parameters: dict[str, Any]) -> Shown:
    """What a person sees of a call."""
    html = parameters.get("text") or parameters.get("caption") or ""
    return Shown(
        number,
        markup.visible(html) if parameters.get("parse_mode") else html,
        html,
        buttons=buttons(parameters),
        silent=parameters.get("disable_notification", False),
        document=parameters.get("document"),
    )


def buttons(parameters: dict[str, Any]) -> list[list[tuple[str, str]]]:
    rows = (parameters.get("reply_markup") or {}).get("inline_keyboard", [])
    return [[(button["text"], button.get("callback_data", "")) for button in row] for row in rows]
