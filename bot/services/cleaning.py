"""Takes out of an update what no database can keep, so that the words around it get through."""

from __future__ import annotations

from dataclasses import replace

from bot.services.ports import Inbound
from dialogs.engine.events import Event, Pressed, Said, Sent


def cleaned(update: Inbound) -> Inbound:
    """Without NUL characters and halves of surrogate pairs."""
    event = _clean_event(update.event)
    external_id = _clean(update.external_id)
    if event is update.event and external_id is update.external_id:
        return update
    return replace(update, event=event, external_id=external_id)


def _clean_event(event: Event) -> Event:
    match event:
        case Said(text) if (words := _clean(text)) is not text:
            return Said(words)
        case Pressed(data) if (words := _clean(data)) is not data:
            return Pressed(words)
        case Sent(medium, caption, file):
            return Sent(medium, _clean(caption), _clean(file))
    return event


def _clean(text: str) -> str:
    """The very same text where nothing is wrong with it."""
    whole = text.encode("utf-8", "ignore").decode()
    return text if whole == text and "\0" not in text else whole.replace("\0", "")
