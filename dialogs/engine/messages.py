"""From what a turn said to messages: few and whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.engine.prompt import Prompt
from dialogs.engine.step import Card
from dialogs.text import Text


def messages_of(said: Sequence[Text | Card], question: Prompt | None) -> tuple[Card | Prompt, ...]:
    """Plain texts that follow each other are one message; the last of them stand above the question."""
    messages: list[Card | Prompt] = []
    texts: list[Text] = []
    for item in said:
        if isinstance(item, Card):
            messages.extend(_plain_card(texts))
            messages.append(item)
            texts = []
        else:
            texts.append(item)
    if question:
        return (*messages, replace(question, texts=(*texts, *question.texts)))
    return (*messages, *_plain_card(texts))


def _plain_card(texts: list[Text]) -> tuple[Card, ...]:
    return (Card("reply", tuple(texts)),) if texts else ()
