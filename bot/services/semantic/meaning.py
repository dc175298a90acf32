"""A model with the folder that keeps its vectors: what turns a lexical index into one that knows meanings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.services.semantic.index import SemanticQuestions, Wordings
from bot.services.semantic.kept import vectors_of
from bot.services.semantic.model import EmbeddingModel
from dialogs.language.questions import OtherMatter, Question, Questions

log = structlog.get_logger()


@dataclass(frozen=True)
class Meaning:
    """Loaded once per process; slow to apply to new content, so never on the event loop."""

    model: EmbeddingModel
    kept_in: Path

    def over(
        self, lexical: Questions, questions: Sequence[Question], other_matters: Iterable[OtherMatter]
    ) -> SemanticQuestions:
        """`questions` in the order of the ids of `lexical`."""
        wordings = Wordings.of(questions, other_matters)
        vectors = vectors_of(wordings.texts, self.model, self.kept_in)
        log.info("content_embedded", wordings=len(wordings.texts), dimensions=self.model.dimensions)
        return SemanticQuestions.build(lexical, wordings, vectors, self.model)
