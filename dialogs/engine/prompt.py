"""A question as it is put to a person: what is said, and what can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialogs.language.normal import normalise
from dialogs.language.numerals import read_number
from dialogs.text import Text

Say = Callable[[Text], str]


@dataclass(frozen=True)
class Choice:
    """One possible answer; `key` is what the step gets, `words` are further words that mean it."""

    key: str
    label: Text
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prompt:
    """What is said, in paragraphs, with the choices under it.

    listed: the labels are long, so they stand numbered in the text over buttons 1 2 3.
    bare_numbers: a bare number may be an answer of its own (an hour, a day), so choices carry no numbers.
    """

    texts: tuple[Text, ...]
    choices: tuple[Choice, ...] = ()
    listed: bool = False
    bare_numbers: bool = False
    fold: bool = False

    def exactly(self, words: str, say: Say) -> str | None:
        """The key of the choice whose label or synonym these words are, as a whole."""
        wanted = plain(words)
        if not wanted:
            return None
        labelled = next((choice.key for choice in self.choices if plain(say(choice.label)) == wanted), None)
        return labelled or next((choice.key for choice in self.choices if wanted in map(plain, choice.words)), None)

    def understand(self, words: str, say: Say) -> str | None:
        """The key meant by a label, a synonym or a number (3, ３, 三, 第三个)."""
        if found := self.exactly(words, say):
            return found
        place = None if self.bare_numbers else read_place(plain(words), len(self.choices))
        return None if place is None else self.choices[place - 1].key


def read_place(words: str, count: int) -> int | None:
    """The place among `count` things that somebody names, from 1: 3, 三, 第三个."""
    number = read_number(words.removeprefix("第").removesuffix("个").removesuffix("."))
    return number if number is not None and 1 <= number <= count else None


_TRIMMED = " 。.!！?？,，、~～“”\"'"


def plain(words: str) -> str:
    """Words as they are compared: normalised, without the punctuation around them."""
    return normalise(words).strip(_TRIMMED)


def ask(*texts: Text, choices: Sequence[Choice] = (), listed: bool = False, bare_numbers: bool = False) -> Prompt:
    """A prompt in one line, for steps."""
    return Prompt(tuple(texts), tuple(choices), listed=listed, bare_numbers=bare_numbers)
