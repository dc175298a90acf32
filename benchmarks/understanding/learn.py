"""Learn from labelled lines what danger is like, and write the weights that `dialogs/language` judges by.

Logistic regression of scikit-learn, which is needed for this and nothing else; the result is kept with the code. Every
feature is first scaled by how much more often it stands in one class than in the other, as is usual for short texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import diags
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from benchmarks.understanding.texts import FOLDER
from bot.services.content.files import read_content
from dialogs.language.danger_context import Level, Trigger
from dialogs.language.danger_likeness import (
    DANGER_STEP,
    KIND_STEP,
    TELLING_STEP,
    UNKNOWN_TELLING,
    WEIGHTS,
    ZERO,
    features,
)
from dialogs.language.danger_words import cleaned

TARGET: Final = Path(__file__).parents[2] / "dialogs" / "language" / WEIGHTS
# A harmless line that looks like danger teaches more than a question about homework.
_HARMLESS_COUNTS: Final = 2.0
_FEWEST_LINES: Final = 3
# Weights below this change no verdict; the file stays small without them.
_KIND_FROM: Final = 4.0


def main() -> None:
    danger = [(text, trigger, level) for text, trigger, level in _lines("danger")]
    harmless = [text for (text,) in _lines("harmless")]
    ordinary = list(_ordinary())
    texts = [text for text, _trigger, _level in danger] + harmless + ordinary
    counts = np.array([1.0] * len(danger) + [_HARMLESS_COUNTS] * len(harmless) + [1.0] * len(ordinary))
    found = [features(cleaned(text)) for text in texts]
    seen = CountVectorizer(analyzer=lambda text: text, min_df=_FEWEST_LINES, binary=True)
    matrix = seen.fit_transform(found).astype(float)
    is_danger = np.arange(len(texts)) < len(danger)
    telling = _telling(matrix, is_danger, counts)
    length = _length(matrix, telling, np.array([len(each) for each in found]))
    two = LogisticRegression(C=6, max_iter=500)
    two.fit(diags(1 / length) @ matrix @ diags(telling), is_danger, sample_weight=counts)
    rarity = np.log(len(danger) / (1 + np.asarray(matrix[: len(danger)].sum(0)).ravel()))
    lines = normalize(matrix[: len(danger)] @ diags(rarity))
    # Without constants, so that the kinds stand in the same order however long a text is.
    kinds = LogisticRegression(C=6, max_iter=500, fit_intercept=False).fit(lines, [trigger for _, trigger, _ in danger])
    levels = LogisticRegression(C=6, max_iter=500, fit_intercept=False).fit(lines, [level for _, _, level in danger])
    names = [*(Trigger(name) for name in kinds.classes_), *(Level(name) for name in levels.classes_)]
    two_columns = np.vstack([two.coef_ * telling / DANGER_STEP + ZERO, telling / TELLING_STEP])
    more_columns = np.vstack([kinds.coef_, levels.coef_]) * rarity / KIND_STEP + ZERO
    rows = _rows(seen.get_feature_names_out(), _bytes(two_columns), _bytes(more_columns))
    head = ["\t".join(names), f"{two.intercept_[0]:.4f}"]
    TARGET.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def _lines(name: str) -> Iterable[Sequence[str]]:
    return [line.split("\t") for line in (FOLDER / "learning" / f"{name}.tsv").read_text("utf-8").splitlines()]


def _ordinary() -> Iterable[str]:
    """What people ask and say every day: the wordings of the questions and of other matters."""
    for placed in read_content().records:
        if placed.kind == "faq":
            yield from (placed.record["question"], *placed.record["variants"])
        elif placed.kind == "other_matter":
            yield from placed.record["wordings"]


def _telling(matrix: Any, is_danger: Any, counts: Any) -> Any:
    """The size of the log ratio of a feature's frequencies in both classes, and a little for every feature."""
    danger = np.asarray(matrix[is_danger].sum(0)).ravel() + 1
    harmless = np.asarray((diags(counts[~is_danger]) @ matrix[~is_danger]).sum(0)).ravel() + 1
    return abs(np.log(danger / danger.sum()) - np.log(harmless / harmless.sum())) + UNKNOWN_TELLING


def _length(matrix: Any, telling: Any, sizes: Any) -> Any:
    known = np.asarray(matrix.sum(1)).ravel()
    squares = np.asarray((matrix @ diags(telling**2)).sum(1)).ravel()
    return np.sqrt(squares + UNKNOWN_TELLING**2 * (sizes - known)) + 1e-9


def _bytes(columns: Any) -> Any:
    return np.clip(np.rint(columns), 0, 255).astype(int)


def _rows(names: Sequence[str], two: Any, more: Any) -> Iterable[str]:
    matters = abs(more - ZERO).max(axis=0) >= _KIND_FROM / KIND_STEP
    for n, name in enumerate(names):
        weights = [*two[:, n], *more[:, n]] if matters[n] else [*two[:, n]]
        yield f"{name}\t{bytes(weights).hex()}"


if __name__ == "__main__":
    main()
