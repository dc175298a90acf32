"""Finding the question a parent means among those that have an answer, by the characters its wordings share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from dialogs.language.grams import GramTable, grams
from dialogs.language.normal import normalise
from dialogs.language.questions_asking import asks, speaks_of_family
from dialogs.language.questions_deciding import Standing, first_is_right, one_of_three_is_right
from dialogs.language.questions_smalltalk import is_courtesy, says_nothing
from dialogs.language.synonyms import same_words

_LONGEST_QUERY = 160
_SHORTEST, _A_WORD = 2, 3
_SHOWN = 8
# How likely the first must be right to be answered: less where something is asked or somebody of the family is named.
_ANSWERS_FROM, _ANSWERS_TOLD_FROM, _ANSWERS_IDLE_FROM = 0.7, 0.75, 0.92
# How likely one of three must be right to be offered; a few words that ask for nothing come closer or mean no question.
_CHOOSES_FROM, _CHOOSES_FEW_FROM, _FEW = 0.36, 0.45, 6
# A single word of a question brings up what it may be about: 补贴, 户口.
_A_WORD_IS_KNOWN_FROM = 0.6
# The words of the answer count for little: they decide between questions that are asked alike.
_ANSWER = 0.04
_DENIED_FROM = 0.5


@dataclass(frozen=True)
class Question:
    """A question with an answer, the ways people ask it, and wordings that look alike but mean something else."""

    id: str
    question: str
    variants: tuple[str, ...]
    negative_examples: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class OtherMatter:
    """Something people write that has no answer here, and ways of writing it; small talk is answered with a smile."""

    wordings: tuple[str, ...]
    small_talk: bool = False


@dataclass(frozen=True)
class Match:
    """A candidate; score between 0 (nothing shared) and 1 (the very words): of the first, how likely it is right."""

    id: str
    score: float


class Decision(StrEnum):
    """Answer at once, offer a choice, or admit not knowing."""

    ANSWER = "answer"
    CHOOSE = "choose"
    NONE = "none"


@dataclass(frozen=True)
class Matches:
    """What to do, and the candidates, best first: five or more wherever as many share anything with the text."""

    decision: Decision
    matches: tuple[Match, ...]
    small_talk: bool = False


class Questions(Protocol):
    """Whatever can say which questions a parent means."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all questions that have an answer."""

    def match(self, text: str) -> Matches:
        """Rank the questions for what a parent wrote, and decide what to do."""


_NOTHING, _COURTESY = Matches(Decision.NONE, ()), Matches(Decision.NONE, (), small_talk=True)
# Marks that other apps put where a sticker or a voice message stood.
_MARK = re.compile(r"\[\w{1,6}\]")
_NOT_WORDS = re.compile(r"[\W_]+")
_OPENING = re.compile(
    "^(?:老师|[你您]好|在吗|各位|打扰了|麻烦|请问|请教|问[一个]?[下哈]子?|(?:我|就是)?想(?:请教|咨询|了解|问)(?:一?下)?)+"
)
_Grams = frozenset[str]


@dataclass(frozen=True)
class QuestionIndex:
    """All questions, ready to be matched; immutable, built once per content version."""

    ids: tuple[str, ...]
    _table: GramTable
    _answers: Mapping[str, tuple[int, ...]]
    _said: Mapping[str, int]
    _denials: tuple[tuple[_Grams, ...], ...]
    _other_matters: tuple[OtherMatter, ...]

    @classmethod
    def build(cls, questions: Iterable[Question], other_matters: Iterable[OtherMatter] = ()) -> "QuestionIndex":
        """Order of questions decides between equal scores."""
        known, beside = tuple(questions), tuple(other_matters)
        asked = [[_plain(text) for text in (each.question, *each.variants)] for each in known]
        others = [[_plain(text) for text in matter.wordings] for matter in beside]
        # The first owner of a wording keeps it.
        said = {text: owner for owner in reversed(range(len(known))) for text in asked[owner]}
        return cls(
            tuple(each.id for each in known),
            GramTable.of([*asked, *others], insiders=len(known)),
            _owners_by_gram(each.answer for each in known),
            MappingProxyType(said),
            tuple(tuple(_grams(text) for text in each.negative_examples) for each in known),
            beside,
        )

    def match(self, text: str) -> Matches:
        """Rank the questions for what a parent wrote, and decide whether the first may be answered at once."""
        if is_courtesy(_bare(text)):
            return _COURTESY
        plain = _plain(text)
        found = frozenset(grams(plain))
        shares = self._table.shares(found)
        scores = self._scores(found, shares)
        first = sorted((n for n, score in enumerate(scores) if score), key=lambda n: (-scores[n], n))[:_SHOWN]
        if len(plain) < _SHORTEST or says_nothing(plain) or not first:
            return _NOTHING
        if (owner := self._said.get(plain)) is not None:
            return self._the_very_words(owner, first, scores)
        beside = shares[len(self.ids) :]
        second = scores[first[1]] if len(first) > 1 else 0.0
        standing = Standing(scores[first[0]], second, max(beside, default=0.0), len(plain))
        likely = first_is_right(standing)
        decision = _decision(standing, likely, text)
        ranked = tuple(Match(self.ids[n], round(likely * scores[n] / scores[first[0]], 4)) for n in first)
        return Matches(decision, ranked, decision is Decision.NONE and self._is_small_talk(standing, beside))

    def _is_small_talk(self, standing: Standing, beside: Sequence[float]) -> bool:
        if standing.other <= standing.first:
            return False
        return self._other_matters[beside.index(standing.other)].small_talk

    def _scores(self, found: _Grams, shares: Sequence[float]) -> list[float]:
        scores = list(shares[: len(self.ids)])
        for gram in found:
            for owner in self._answers.get(gram, ()):
                scores[owner] += _ANSWER / len(found)
        for owner, denials in enumerate(self._denials):
            if scores[owner] and (denied := max((_alike(found, denial) for denial in denials), default=0.0)):
                scores[owner] *= 1 - denied
        return scores

    def _the_very_words(self, owner: int, first: Sequence[int], scores: Sequence[float]) -> Matches:
        best = scores[first[0]]
        rest = (Match(self.ids[n], round(0.99 * scores[n] / best, 4)) for n in first if n != owner)
        return Matches(Decision.ANSWER, (Match(self.ids[owner], 1.0), *rest))


def what_is_asked(text: str) -> str:
    """What of a text can be looked for, without greeting and marks; empty where it asks for nothing at all."""
    plain = _plain(text)
    return "" if is_courtesy(_bare(text)) or len(plain) < _SHORTEST or says_nothing(plain) else plain


def _bare(text: str) -> str:
    return _NOT_WORDS.sub("", _MARK.sub("", normalise(text)[:_LONGEST_QUERY]))


def _plain(text: str) -> str:
    bare = _bare(text)
    return same_words(_OPENING.sub("", bare) or bare)


def _grams(text: str) -> _Grams:
    return frozenset(grams(_plain(text)))


def _owners_by_gram(answers: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    owners: dict[str, list[int]] = {}
    for owner, answer in enumerate(answers):
        for gram in grams(same_words(_NOT_WORDS.sub("", normalise(answer)))):
            owners.setdefault(gram, []).append(owner)
    return MappingProxyType({gram: tuple(held) for gram, held in owners.items()})


def _alike(one: _Grams, other: _Grams) -> float:
    """The grams in common among all of both; 0 where they are too few to say anything."""
    common = len(one & other)
    alike = common / (len(one) + len(other) - common or 1)
    return alike if alike >= _DENIED_FROM else 0.0


def _decision(standing: Standing, likely: float, text: str) -> Decision:
    asked = asks(text)
    told = _ANSWERS_TOLD_FROM if speaks_of_family(text) else _ANSWERS_IDLE_FROM
    if likely >= (_ANSWERS_FROM if asked else told):
        return Decision.ANSWER
    if standing.length <= _A_WORD:
        known = standing.first >= max(_A_WORD_IS_KNOWN_FROM, standing.other)
        return Decision.CHOOSE if known else Decision.NONE
    needed = _CHOOSES_FROM if asked or standing.length > _FEW else _CHOOSES_FEW_FROM
    return Decision.CHOOSE if one_of_three_is_right(standing) >= needed else Decision.NONE
