"""The shape of a catalogue: every step, door, command, verb, timer and push, handed to the engine as one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dialogs.effects import Effect
from dialogs.engine.entry import Entry
from dialogs.engine.events import Verb
from dialogs.engine.step import Card, Move, Step
from dialogs.facts import Facts


@dataclass(frozen=True)
class Command:
    """Words that open a door from anywhere: a slash command and what people say for it."""

    entry: Entry
    slash: str
    words: tuple[str, ...] = ()
    needs_agreement: bool = True


@dataclass(frozen=True)
class Push:
    """Something that nobody asked for at this moment, due now; `occurrence` is its local minute, ISO 8601.

    words: of a push whose words stand nowhere in the library; empty where they were taken back.
    """

    kind: str
    subject: str
    occurrence: str
    words: str = ""


@dataclass(frozen=True)
class Pushed:
    """A push composed: its card, and what is remembered of it."""

    card: Card
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Skipped:
    """A push that is not sent, and why."""

    reason: str


Door = Callable[[Facts, str], Move]


@dataclass(frozen=True)
class Catalogue:
    """All of Jiayin's dialogs, as the engine needs them."""

    steps: Mapping[str, type[Step]]
    doors: Mapping[Entry, Door]
    commands: tuple[Command, ...]
    verbs: Mapping[str, Callable[[Verb, Facts], Move]]
    timers: Mapping[str, Callable[[str, Facts], Move]]
    pushes: Mapping[str, Callable[[Push, Facts], Pushed | Skipped]]
    screen: Callable[[str, Facts, str], Move | None]
    intents: tuple[Callable[[str, Facts], Move | None], ...]
    lost: Callable[[str, int, Facts], Move]
    by_word: Mapping[str, Command] = field(init=False)

    def __post_init__(self) -> None:
        words = {word: command for command in self.commands for word in (command.slash, *command.words)}
        object.__setattr__(self, "by_word", words)

    def command(self, words: str) -> tuple[Command, str] | None:
        """The command these words are, as a whole, and what follows a slash command."""
        if found := self.by_word.get(words):
            return found, ""
        first, _, rest = words.partition(" ")
        if first.startswith("/") and (found := self.by_word.get(first)):
            return found, rest.strip()
        return None
