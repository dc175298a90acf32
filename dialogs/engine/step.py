"""A step is one question, frozen with what the conversation has learned so far; a move is where its answer leads."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from dialogs.effects import Effect
from dialogs.engine.entry import Entry
from dialogs.engine.prompt import Choice, Prompt
from dialogs.facts import Facts
from dialogs.text import Text


@dataclass(frozen=True)
class File:
    """A small file that goes with a card; `content` is made from the values when the words are made."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True)
class Voice:
    """A trainer's recording that goes with a card: of the tip or starter with this id."""

    kind: str
    id: str


@dataclass(frozen=True)
class Card:
    """A message that stands by itself: its buttons (verbs) stay valid and leave the open question where it is."""

    kind: str
    texts: tuple[Text, ...]
    verbs: tuple[Choice, ...] = ()
    subject: str = ""
    occurrence: str = ""
    fold: bool = False
    file: File | None = None
    voice: Voice | None = None


@dataclass(frozen=True)
class Go:
    """On to the next question of this dialog; `back` returns here."""

    step: Step
    say: tuple[Text | Card, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Again:
    """The same question once more, after these words."""

    say: tuple[Text | Card, ...]


@dataclass(frozen=True)
class Done:
    """This dialog is finished; what it interrupted goes on, but after `hush` only once she writes again."""

    say: tuple[Text | Card, ...] = ()
    effects: tuple[Effect, ...] = ()
    hush: bool = False


@dataclass(frozen=True)
class Open:
    """Through the door of another dialog; `then` is asked when that one is done, otherwise this dialog ends here."""

    entry: Entry
    subject: str = ""
    then: Step | None = None
    say: tuple[Text | Card, ...] = ()
    effects: tuple[Effect, ...] = ()


Move = Go | Again | Done | Open


class Step(ABC):
    """Base of all questions. Subclasses are frozen dataclasses whose fields are plain, saved values."""

    version: ClassVar[int] = 1
    # An offer is not a dialog: whatever else she says or presses, it is gone and never asked again.
    is_offer: ClassVar[bool] = False
    # A question about a danger: gone when she writes that it is over; what it interrupted goes on.
    is_alarm: ClassVar[bool] = False

    @abstractmethod
    def ask(self, facts: Facts) -> Prompt:
        """The question as it is put now."""

    @abstractmethod
    def chose(self, key: str, facts: Facts) -> Move:
        """A choice of `ask` was taken; `key` is one of its keys."""

    def heard(self, words: str, facts: Facts) -> Move | None:
        """Free words were said; None when they are not an answer to this question."""
        return None

    def danger_told(self) -> str:
        """The trigger of the danger that is being told here; what is said belongs to it, unless it is another one."""
        return ""

    @classmethod
    def upgrade(cls, version: int, data: dict[str, Any]) -> dict[str, Any] | None:
        """Fields of an older saved `version`, brought up to date; None when that is impossible."""
        return None
