"""The question a parent means, by the characters it shares with the wordings and by how near it comes in meaning.

The lexical decision stands alone for courtesies and small talk, for the very words of a wording and what is as sure (a
score of 1), and wherever the words touch a danger: no model talks anybody out of a warning. Otherwise, for each
question,

    closeness = the best cosine to one of its wordings, moved so that 0 is what wordings of different questions have on
                average and 1 is the same; 0 where one of its negative examples is nearer still
    score     = 0.6 * lexical score + 0.4 * closeness

and the order of the scores is the order of the questions. The decision is the lexical one, but

    answer -> choose   where another question came first by that
    choose -> answer   where something is asked, both put the same question first, and its score is at least 0.7
    none   -> choose   where the first has a closeness of at least 0.6, nearer than any other matter, and more is
                       written than a word of three characters

so that meaning alone never gives an answer, it only offers one. The numbers are cautious guesses that no real model has
been measured with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.services.semantic.model import EmbeddingModel, Vectors
from dialogs.language.danger import screen
from dialogs.language.questions import Decision, Match, Matches, OtherMatter, Question, Questions, what_is_asked
from dialogs.language.questions_asking import asks

MEANING = 0.4
ANSWERS_FROM, OFFERS_FROM = 0.7, 0.6
_A_WORD = 3
_SHOWN = 8


@dataclass(frozen=True)
class Wordings:
    """All texts of the content that questions are compared with.

    A place for every text: the number of its question, beyond those of its negative examples, last all other matters.
    """

    texts: tuple[str, ...]
    places: tuple[int, ...]

    @classmethod
    def of(cls, questions: Sequence[Question], other_matters: Iterable[OtherMatter]) -> Wordings:
        count = len(questions)
        asked = [(text, n) for n, each in enumerate(questions) for text in (each.question, *each.variants)]
        denied = [(text, count + n) for n, each in enumerate(questions) for text in each.negative_examples]
        beside = [(text, 2 * count) for matter in other_matters for text in matter.wordings]
        laid = [*asked, *denied, *beside]
        return cls(tuple(text for text, _place in laid), tuple(place for _text, place in laid))


@dataclass(frozen=True)
class _Closeness:
    """How near a text comes to every question, and to the nearest other matter."""

    questions: NDArray[np.float32]
    other: float


@dataclass(frozen=True, eq=False)
class SemanticQuestions:
    """A lexical index and the vectors of its wordings as one float32 matrix.

    Memory: wordings x dimensions x 4 bytes, 20 MB for 10,000 wordings of a model with 512. Time of a match: one run of
    the model over one text, some milliseconds, and one product with the matrix, half a millisecond.
    """

    _lexical: Questions
    _model: EmbeddingModel
    _vectors: Vectors
    _places: NDArray[np.intp]
    _floor: float

    @classmethod
    def build(
        cls, lexical: Questions, wordings: Wordings, vectors: Vectors, model: EmbeddingModel
    ) -> SemanticQuestions:
        """`wordings` in the order of the ids of `lexical`; `vectors`: one row of length 1 for each of them."""
        places = np.array(wordings.places, np.intp)
        own = places < len(lexical.ids)
        return cls(lexical, model, vectors, places, _average_cosine(vectors[own], places[own]))

    @property
    def ids(self) -> tuple[str, ...]:
        return self._lexical.ids

    def match(self, text: str) -> Matches:
        """Rank the questions for what a parent wrote, and decide whether the first may be answered at once."""
        found = self._lexical.match(text)
        asked = what_is_asked(text)
        if not asked or found.small_talk or _is_certain(found) or screen(text).trigger is not None:
            return found
        close = self._closeness(text)
        ranked = self._ranked(found, close)
        return Matches(self._decision(found, ranked, close, text), ranked) if ranked else found

    def _closeness(self, text: str) -> _Closeness:
        count = len(self.ids)
        best = np.full(2 * count + 1, -1.0, np.float32)
        np.maximum.at(best, self._places, self._vectors @ self._model.encode([text])[0])
        moved = np.clip((best - self._floor) / (1 - self._floor), 0, 1)
        questions, denials = moved[:count], moved[count : 2 * count]
        return _Closeness(np.where(denials > questions, 0, questions), float(moved[-1]))

    def _ranked(self, found: Matches, close: _Closeness) -> tuple[Match, ...]:
        lexical = {match.id: match.score for match in found.matches}
        scores = [
            (1 - MEANING) * lexical.get(name, 0.0) + MEANING * float(near)
            for name, near in zip(self.ids, close.questions, strict=True)
        ]
        first = sorted((n for n, score in enumerate(scores) if score > 0), key=lambda n: (-scores[n], n))[:_SHOWN]
        return tuple(Match(self.ids[n], round(scores[n], 4)) for n in first)

    def _decision(self, found: Matches, ranked: Sequence[Match], close: _Closeness, text: str) -> Decision:
        first = ranked[0]
        agreed = bool(found.matches) and found.matches[0].id == first.id
        near = float(close.questions[self.ids.index(first.id)])
        if found.decision is Decision.ANSWER:
            return Decision.ANSWER if agreed else Decision.CHOOSE
        if found.decision is Decision.CHOOSE:
            sure = agreed and asks(text) and first.score >= ANSWERS_FROM and near > close.other
            return Decision.ANSWER if sure else Decision.CHOOSE
        offered = near >= OFFERS_FROM and near > close.other and len(what_is_asked(text)) > _A_WORD
        return Decision.CHOOSE if offered else Decision.NONE


def _is_certain(found: Matches) -> bool:
    return found.decision is Decision.ANSWER and found.matches[0].score == 1.0


def _average_cosine(vectors: Vectors, owners: NDArray[np.intp]) -> float:
    """The mean cosine of two wordings of different questions; some models call all Chinese alike.

    Sums of vectors stand for the sums over all pairs: those of all, less those within each question.
    """
    sizes = np.bincount(owners, minlength=1)
    pairs = len(owners) ** 2 - int((sizes**2).sum())
    if not pairs:
        return 0.0
    sums = np.zeros((len(sizes), vectors.shape[1]))
    np.add.at(sums, owners, vectors)
    between = (sums.sum(axis=0) ** 2).sum() - (sums**2).sum()
    return float(np.clip(between / pairs, 0, 0.99))
