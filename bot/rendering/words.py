"""From a card or a question to messages in their final words, split where a channel cannot take them whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.rendering.message import Button, Document, Message, Voice
from bot.rendering.split import split_text
from dialogs.engine.prompt import Choice, Prompt
from dialogs.engine.step import Card
from dialogs.text import Listed, Phone, Text, Translated, Value, Verbatim

Say = Callable[[Text], str]


@dataclass(frozen=True)
class Frame:
    """What rendering needs of the channel: the longest message."""

    max_length: int


def question(prompt: Prompt, say: Say, asked: int, frame: Frame) -> list[Message]:
    """An open question; its buttons carry the turn in which it was asked."""
    text = _paragraphs(prompt.texts, say)
    if prompt.listed:
        text = "\n".join([text, *_list_lines(prompt, say)])
    buttons = tuple(_step_buttons(prompt, say, asked))
    look = Look(fold=prompt.fold, numbered=not prompt.bare_numbers)
    return _messages(text, buttons, _numbers(prompt.texts), look, frame)


def card(shown: Card, say: Say, ref: str, frame: Frame, *, silent: bool = False) -> list[Message]:
    """A message that stands by itself; its buttons carry the outbox ref."""
    buttons = tuple(Button(say(verb.label), f"o:{ref}:{verb.key}") for verb in shown.verbs)
    file = Document(shown.file.name, shown.file.media_type, shown.file.content) if shown.file else None
    voice = Voice(shown.voice.kind, shown.voice.id) if shown.voice else None
    look = Look(fold=shown.fold, silent=silent, document=file, voice=voice)
    return _messages(_paragraphs(shown.texts, say), buttons, _numbers(shown.texts), look, frame)


@dataclass(frozen=True)
class Look:
    """How messages are shown, besides their words."""

    fold: bool = False
    silent: bool = False
    document: Document | None = None
    numbered: bool = True
    voice: Voice | None = None


def _messages(
    text: str, buttons: tuple[Button, ...], numbers: tuple[str, ...], look: Look, frame: Frame
) -> list[Message]:
    parts = split_text(text, frame.max_length) or [text]
    last = len(parts) - 1
    return [
        Message(
            text=part,
            buttons=buttons if index == last else (),
            numbers=tuple(number for number in numbers if number in part),
            fold=look.fold,
            silent=look.silent,
            document=look.document if index == last else None,
            numbered=look.numbered,
            voice=look.voice if index == last else None,
        )
        for index, part in enumerate(parts)
    ]


def _paragraphs(texts: tuple[Text, ...], say: Say) -> str:
    return "\n".join(words for words in (say(text).strip() for text in texts) if words)


def _is_long(choice: Choice) -> bool:
    return choice.key.isdigit()


def _list_lines(prompt: Prompt, say: Say) -> list[str]:
    long = [choice for choice in prompt.choices if _is_long(choice)]
    return [f"{number}. {say(choice.label)}" for number, choice in enumerate(long, start=1)]


def _step_buttons(prompt: Prompt, say: Say, asked: int) -> Iterator[Button]:
    number = 0
    for choice in prompt.choices:
        label = say(choice.label)
        if prompt.listed and _is_long(choice):
            number += 1
            label = str(number)
        yield Button(label, f"s:{asked}:{choice.key}")


def _numbers(texts: tuple[Text, ...]) -> tuple[str, ...]:
    """Every phone number in these texts, as it stands in the words; longest first, so that links do not nest."""
    found = {number for text in texts for number in _phones(text)}
    return tuple(sorted(found, key=lambda number: (-len(number), number)))


def _phones(value: Value) -> Iterator[str]:
    match value:
        case Phone():
            yield value.dialled
        case Listed(items):
            for item in items:
                yield from _phones(item)
        case Translated() | Verbatim():
            for _name, inner in value.values:
                yield from _phones(inner)
