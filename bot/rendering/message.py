"""One message in its final words, neutral between channels: what one API call shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """A button under a message; `data` comes back when it is pressed (≤ 64 bytes in UTF-8)."""

    label: str
    data: str


@dataclass(frozen=True)
class Document:
    """A small text file that goes with a message (a calendar entry, a copy of the person's data)."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True)
class Voice:
    """A trainer's recording, by the tip or starter that it belongs to; its sound is looked up when it is played."""

    kind: str
    id: str


@dataclass(frozen=True)
class Message:
    """Final words with what a channel may draw around them; plain text, line breaks as \\n, nothing escaped.

    `numbers` are phone numbers as they stand in `text`, for channels that can link them; `fold` asks the channel to
    fold the message away once a newer one stands below it; `silent` asks for no sound; `numbered` says whether a
    channel without buttons may number the choices (not where a bare number is an answer of its own).
    """

    text: str
    buttons: tuple[Button, ...] = ()
    numbers: tuple[str, ...] = ()
    fold: bool = False
    silent: bool = False
    document: Document | None = None
    numbered: bool = True
    voice: Voice | None = None

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"text": self.text}
        if self.buttons:
            body["buttons"] = [[button.label, button.data] for button in self.buttons]
        if self.numbers:
            body["numbers"] = list(self.numbers)
        if self.fold:
            body["fold"] = True
        if self.silent:
            body["silent"] = True
        if not self.numbered:
            body["numbered"] = False
        if self.document:
            body["document"] = [self.document.name, self.document.media_type, self.document.content]
        if self.voice:
            body["voice"] = [self.voice.kind, self.voice.id]
        return body

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Message:
        return cls(
            text=body["text"],
            buttons=tuple(Button(label, data) for label, data in body.get("buttons", ())),
            numbers=tuple(body.get("numbers", ())),
            fold=body.get("fold", False),
            silent=body.get("silent", False),
            document=Document(*body["document"]) if body.get("document") else None,
            numbered=body.get("numbered", True),
            voice=Voice(*body["voice"]) if body.get("voice") else None,
        )
