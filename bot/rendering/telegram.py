"""How a message looks in Telegram: keyword arguments for one call of the Bot API."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import Any, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions

from bot.rendering.limits import CAPTION_LIMIT, DATA_LIMIT, TEXT_LIMIT
from bot.rendering.message import Button, Document, Message
from bot.rendering.split import split_text, units

# Buttons in a row by the columns of its longest label; one Chinese character takes two columns.
ROOM: Final = ((8, 3), (16, 2))


class Unsendable(ValueError):
    """Telegram would never take this message."""


def split(message: Message, limit: int = TEXT_LIMIT) -> list[Message]:
    """The messages, one API call each, that together say it; buttons, file and voice come with the last.

    A file or a voice takes a shorter text with it than a message may have; a longer one goes ahead of it.
    """
    carries = message.document or message.voice
    if carries and units(message.text) <= min(limit, CAPTION_LIMIT):
        return [message]
    texts = split_text(message.text, limit)
    if carries:
        texts.append("")
    if len(texts) <= 1:
        return [message]
    ahead = [replace(message, text=text, buttons=(), document=None, voice=None) for text in texts[:-1]]
    return [*ahead, replace(message, text=texts[-1])]


def calls(message: Message) -> list[dict[str, Any]]:
    """Arguments for `Bot.send_document` (with a "document"), `send_voice` (a "voice") and `send_message`, in order."""
    return [arguments(part) for part in split(message)]


def arguments(part: Message) -> dict[str, Any]:
    """Arguments of one call, without the chat; a "voice" still says only which. Raises Unsendable."""
    words: dict[str, Any] = {"parse_mode": "HTML", "disable_notification": part.silent}
    if part.document:
        words |= {"document": file(part.document), "caption": markup(part) or None}
    elif part.voice:
        words |= {"voice": part.voice, "caption": markup(part) or None}
    elif part.text.strip():
        words |= {"text": markup(part), "link_preview_options": LinkPreviewOptions(is_disabled=True)}
    else:
        raise Unsendable("A message needs words.")
    if part.buttons:
        words["reply_markup"] = keyboard(part.buttons)
    return words


def file(document: Document) -> InputFile:
    upload = InputFile(document.content.encode(), filename=document.name)
    upload.mimetype = document.media_type
    return upload


def markup(message: Message) -> str:
    """The text as Telegram's HTML; what folds away leaves the lines with phone numbers in sight."""
    if not message.fold:
        return marked(message.text, message.numbers)
    number = standing_alone(message.numbers)
    runs = groupby(message.text.split("\n"), key=lambda line: not line.strip() or bool(number.search(line)))
    return "\n".join(
        marked("\n".join(lines), message.numbers) if stays else folded("\n".join(lines)) for stays, lines in runs
    )


def folded(text: str) -> str:
    return f"<blockquote expandable>{escape(text, quote=False)}</blockquote>"


def marked(text: str, numbers: Iterable[str]) -> str:
    """Escaped text with phone numbers as code: Telegram has no links to call, but copies code when it is tapped."""
    return standing_alone(numbers).sub(r"<code>\g<0></code>", escape(text, quote=False))


def standing_alone(numbers: Iterable[str]) -> re.Pattern[str]:
    """Finds these phone numbers, but not inside longer ones (110 in 0755-1100)."""
    longest_first = sorted((number for number in numbers if number), key=len, reverse=True)
    if not longest_first:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![\d-])(?:{'|'.join(map(re.escape, longest_first))})(?!-?\d)")


def keyboard(buttons: Iterable[Button]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[drawn(button) for button in row] for row in rows(buttons)])


def drawn(button: Button) -> InlineKeyboardButton:
    if not button.label.strip() or not 1 <= len(button.data.encode()) <= DATA_LIMIT:
        raise Unsendable(f"A button needs a label and data of 1 to 64 bytes, not {button.data!r}.")
    return InlineKeyboardButton(button.label, callback_data=button.data)


def rows(buttons: Iterable[Button]) -> Iterator[list[Button]]:
    """All buttons in their order, short ones side by side."""
    row: list[Button] = []
    for button in buttons:
        if row and len(row) + 1 > room([*row, button]):
            yield row
            row = []
        row.append(button)
    if row:
        yield row


def room(row: list[Button]) -> int:
    widest = max(columns(button.label) for button in row)
    return next((count for width, count in ROOM if widest <= width), 1)


def columns(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in label)
