"""What the library's own objects say of an update: the oracle for our reading of the raw ones."""

from __future__ import annotations

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update

from bot.channels.telegram.reading import CHANNEL, COMMAND, GROUPS, MEDIA, Blocked, Group, Reading, Unblocked
from bot.services.ports import Inbound
from dialogs.engine.events import Edited, Event, Pressed, Said, Sent


def read(update: Update | None, bot_id: str) -> Reading | None:
    assert update is not None
    if update.my_chat_member:
        return membership(update.my_chat_member)
    chat = where(update)
    if chat is None or chat.type == Chat.CHANNEL:
        return None
    if chat.type in GROUPS:
        return Group(str(chat.id))
    event = what(update)
    return Inbound(CHANNEL, bot_id, str(update.update_id), str(chat.id), event) if event else None


def where(update: Update) -> Chat | None:
    if query := update.callback_query:
        return query.message.chat if query.message else Chat(query.from_user.id, Chat.PRIVATE)
    message = update.message or update.edited_message
    return message.chat if message else None


def what(update: Update) -> Event | None:
    if update.callback_query:
        return pressed(update.callback_query)
    if update.edited_message:
        return edited(update.edited_message)
    return sent(update.message) if update.message else None


def pressed(query: CallbackQuery) -> Event | None:
    return Pressed(query.data) if query.data else None


def edited(message: Message) -> Event | None:
    """A live location reports every step as an edit; nobody changed anything then."""
    return None if message.location else Edited(message.text or message.caption or "")


def sent(message: Message) -> Event | None:
    if message.text:
        return Said(COMMAND.sub(r"\1", message.text))
    for name, medium in MEDIA:
        # Kinds that the library does not know yet wait in api_kwargs.
        if getattr(message, name, None) or message.api_kwargs.get(name):
            return Sent(medium, message.caption or "", handle(message, name))
    return None


def handle(message: Message, name: str) -> str:
    """Telegram's own name for the file of a message, for a trainer to fetch it; empty where there is no file."""
    found = getattr(message, name, None)
    if isinstance(found, tuple | list):
        found = found[-1] if found else None
    return str(getattr(found, "file_id", "") or "")


def membership(change: ChatMemberUpdated) -> Reading | None:
    chat, status = change.chat, change.new_chat_member.status
    if chat.type == Chat.PRIVATE:
        gone = status == ChatMember.BANNED
        return Blocked(str(chat.id)) if gone else Unblocked(str(chat.id))
    away = status in (ChatMember.LEFT, ChatMember.BANNED)
    return None if away or chat.type not in GROUPS else Group(str(chat.id))
