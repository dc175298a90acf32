"""What is true of one factory, put into a trainer's text; a sentence whose fact is missing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dialogs.text import Text, Value, Verbatim, _

POLICE_CHECK: Final = "cfs_police_check"
YES, NO = "yes", "no"
# Every fact of the sheet; each is also a placeholder: {cfs_hours}.
KEYS: Final = (
    "cfs_place",
    "cfs_ages",
    "cfs_hours",
    "cfs_fee",
    "cfs_sign_up",
    POLICE_CHECK,
    "training_date",
    "training_time",
    "training_place",
    "contact_role",
    "contact_phone",
    "union_care_class",
)
_NAMED: Final = re.compile(r"\{(" + "|".join(KEYS) + r")\}")
_ENDS: Final = "。！？"
_LATER_STOPS: Final = (*_ENDS, "\n", "”")  # where one follows, the sentence goes on to it
_CLOSERS: Final = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "《": "》"}
_ASK: Final = "ask_a_trainer"
_BRACES: Final = str.maketrans("", "", "{}")


@dataclass(frozen=True)
class FactoryFact:
    """until: the last day on which it is true."""

    value: str
    until: date | None = None

    def holds(self, today: date) -> bool:
        return bool(_bare(self.value)) and (self.until is None or today <= self.until)


FactoryFacts = Mapping[str, FactoryFact]


def named_facts(template: str) -> frozenset[str]:
    """The facts that a text names."""
    return frozenset(_NAMED.findall(template))


def in_factory(template: str, known: FactoryFacts, today: date) -> Verbatim:
    """The text with the facts of this factory as its values, to be said like any other.

    A sentence with a fact that is unknown or past is left out; then the text ends with how to ask, once. Other
    placeholders stay as they are. Without any fact in the text, or with no factory at all, the rules are the same.
    """
    wanted = named_facts(template)
    if not wanted:
        return Verbatim(template)
    values = {key: value for key in wanted if (value := _value(key, known, today)) is not None}
    whole = list(sentences(template))
    words = ""
    for sentence in whole:
        if named_facts(sentence) <= values.keys():
            words += sentence
        elif sentence.endswith("\n") and words and not words.endswith("\n"):
            words += "\n"  # what stood before it on the line keeps its own
    said: dict[str, Value] = {key: values[key] for key in sorted(named_facts(words))}
    if any(named_facts(sentence) - values.keys() for sentence in whole):
        words, said[_ASK] = f"{words.rstrip()}{{{_ASK}}}", _("To be sure, send “ask a trainer”.")
    return Verbatim(words, tuple(said.items()))


def sentences(words: str) -> Iterator[str]:
    """The sentences with their stops, which together are the text. Stops within quotes or brackets end nothing.

    A line break always ends a sentence, so that a quote that is never closed takes no more than its line.
    """
    start, open_quotes = 0, list[str]()
    for place, sign in enumerate(words):
        if sign in _CLOSERS:
            open_quotes.append(_CLOSERS[sign])
        elif open_quotes and sign == open_quotes[-1]:
            open_quotes.pop()
        ends = sign in _ENDS and not open_quotes and words[place + 1 : place + 2] not in _LATER_STOPS
        if ends or sign == "\n":
            yield words[start : place + 1]
            start, open_quotes = place + 1, []
    if start < len(words):
        yield words[start:]


def _value(key: str, known: FactoryFacts, today: date) -> Text | None:
    fact = known.get(key)
    if fact is None or not fact.holds(today):
        return None
    if key == POLICE_CHECK:
        return _("the people who look after the children were checked with the police") if fact.value == YES else None
    return Verbatim(_bare(fact.value))


def _bare(value: str) -> str:
    """Without the stop at its end, for the sentence around it has one, and without braces, which fill nothing."""
    return value.translate(_BRACES).strip().rstrip("。！？；，、.;,").rstrip()
