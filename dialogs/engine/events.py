"""What can happen in a conversation, whatever channel it came through."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Medium(StrEnum):
    """What somebody sent that is not text."""

    VOICE = "voice"
    PICTURE = "picture"
    STICKER = "sticker"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    CONTACT = "contact"
    OTHER = "other"


@dataclass(frozen=True)
class Said:
    """Typed words; a start link arrives as `/start CODE`."""

    text: str


@dataclass(frozen=True)
class Pressed:
    """A button, by the data it carried: `s:TURN:KEY` (step button) or `o:REF:VERB` (standing button)."""

    data: str


@dataclass(frozen=True)
class Sent:
    """A voice message, picture, sticker …; never opened here. `file` is the channel's own handle to it."""

    medium: Medium
    caption: str = ""
    file: str = ""


@dataclass(frozen=True)
class Edited:
    """She changed a message that was already read; we answer politely and take nothing back.

    `text` is how it reads now; it is looked through for danger, and for nothing else.
    """

    text: str = ""


@dataclass(frozen=True)
class Due:
    """A timer of this conversation ran out."""

    kind: str
    subject: str = ""


@dataclass(frozen=True)
class Verb:
    """A standing button, looked up: what its card was about. `again` when it was pressed before."""

    kind: str
    subject: str
    occurrence: str
    verb: str
    again: bool = False


Event = Said | Pressed | Sent | Edited | Due | Verb
