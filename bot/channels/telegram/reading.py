"""What a Telegram update means to us; names, pictures and files of people are never looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram.constants import ChatMemberStatus, ChatType

from bot.services.ports import Inbound
from dialogs.engine.events import Edited, Event, Medium, Pressed, Said, Sent

CHANNEL: Final = "telegram"

# What we ask Telegram for; the rest (channel posts, reactions, inline queries …) is never sent to us.
KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")

GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)

Raw = Mapping[str, Any]  # an object of the Bot API as it came

# In this order: a moving picture also calls itself a document, a venue also has a location.
MEDIA: Final = (
    ("voice", Medium.VOICE),
    ("audio", Medium.VOICE),
    ("video_note", Medium.VOICE),
    ("photo", Medium.PICTURE),
    ("live_photo", Medium.PICTURE),
    ("sticker", Medium.STICKER),
    ("animation", Medium.VIDEO),
    ("video", Medium.VIDEO),
    ("document", Medium.FILE),
    ("venue", Medium.LOCATION),
    ("location", Medium.LOCATION),
    ("contact", Medium.CONTACT),
    ("poll", Medium.OTHER),
    ("dice", Medium.OTHER),
    ("game", Medium.OTHER),
    ("story", Medium.OTHER),
    ("checklist", Medium.OTHER),
    ("paid_media", Medium.OTHER),
    ("rich_message", Medium.OTHER),
)

COMMAND: Final = re.compile(r"\A(/\w+)@\w+")


@dataclass(frozen=True)
class Group:
    """Somebody took the bot into a group, where it does not stay."""

    external_id: str


@dataclass(frozen=True)
class Blocked:
    """She stopped the bot; nothing can be sent to her."""

    external_id: str


@dataclass(frozen=True)
class Unblocked:
    """She started the bot again."""

    external_id: str


Reading = Inbound | Group | Blocked | Unblocked


def read(update: Raw, bot_id: str) -> Reading | None:
    """None for what needs no answer: service messages, channel posts, kinds we do not know.

    What is not as the Bot API describes it raises KeyError, TypeError, ValueError or AttributeError. Read as it came:
    the library would make objects of all of it, and it is a handful of fields that we look at.
    """
    if change := update.get("my_chat_member"):
        return membership(change)
    chat = where(update)
    if chat is None or chat["type"] == ChatType.CHANNEL:
        return None
    external_id = str(int(chat["id"]))
    if chat["type"] in GROUPS:
        return Group(external_id)
    event = what(update)
    return Inbound(CHANNEL, bot_id, str(update["update_id"]), external_id, event) if event else None


def where(update: Raw) -> Raw | None:
    if query := update.get("callback_query"):
        private = {"id": query["from"]["id"], "type": ChatType.PRIVATE}
        return chat_of(query["message"]) if query.get("message") else private
    message = update.get("message") or update.get("edited_message")
    return chat_of(message) if message else None


def chat_of(message: Raw) -> Raw:
    chat: Raw = message["chat"]
    return chat


def what(update: Raw) -> Event | None:
    if query := update.get("callback_query"):
        return pressed(query)
    if message := update.get("edited_message"):
        return edited(message)
    return sent(update["message"]) if update.get("message") else None


def pressed(query: Raw) -> Event | None:
    return Pressed(query["data"]) if query.get("data") else None


def edited(message: Raw) -> Event | None:
    """A live location reports every step as an edit; nobody changed anything then."""
    return None if message.get("location") else Edited(message.get("text") or message.get("caption") or "")


def sent(message: Raw) -> Event | None:
    if text := message.get("text"):
        return Said(COMMAND.sub(r"\1", text))
    for name, medium in MEDIA:
        if found := message.get(name):
            return Sent(medium, message.get("caption") or "", handle(found))
    return None


def handle(found: Any) -> str:
    """Telegram's own name for the file of a message, for a trainer to fetch it; empty where there is no file."""
    if isinstance(found, list):
        found = found[-1]  # a picture comes in several sizes, the largest last
    return str(found.get("file_id") or "")


def membership(change: Raw) -> Reading | None:
    chat, status = change["chat"], change["new_chat_member"]["status"]
    external_id = str(int(chat["id"]))
    if chat["type"] == ChatType.PRIVATE:
        return Blocked(external_id) if status == ChatMemberStatus.BANNED else Unblocked(external_id)
    away = status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
    return None if away or chat["type"] not in GROUPS else Group(external_id)
