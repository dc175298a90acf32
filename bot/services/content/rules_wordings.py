"""Ways of asking that lead elsewhere: each is tried on an index that has not seen it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.services.content.files import Finding, Placed
from dialogs.language.grams import GramTable, grams
from dialogs.language.questions import what_is_asked

# With fewer answers, what two of them share is chance.
FEWEST_ANSWERS = 20
_PARTS = 4
# Only what is plainly another's: many good wordings bring words that their own answer has not yet seen.
FITS_FROM, BETTER_BY = 0.5, 1.6


def no_wording_fits_another_answer_better(records: Sequence[Placed]) -> Iterator[Finding]:
    faqs = [placed for placed in records if placed.kind == "faq"]
    if len(faqs) < FEWEST_ANSWERS:
        return
    asked = [[what_is_asked(text) for text in placed.record["variants"]] for placed in faqs]
    questions = [what_is_asked(placed.record["question"]) for placed in faqs]
    for part in range(_PARTS):
        seen = [[text for n, text in enumerate(texts) if n % _PARTS != part] for texts in asked]
        table = GramTable.of([[first, *rest] for first, rest in zip(questions, seen, strict=True)], len(faqs))
        for owner, texts in enumerate(asked):
            for n in range(part, len(texts), _PARTS):
                if (better := _better(table.shares(grams(texts[n])), owner)) is not None:
                    yield _finding(faqs[owner], n, faqs[better])


def _better(shares: Sequence[float], owner: int) -> int | None:
    best = max(range(len(shares)), key=shares.__getitem__)
    plainly = shares[best] >= FITS_FROM and shares[best] >= BETTER_BY * shares[owner]
    return best if best != owner and plainly else None


def _finding(placed: Placed, n: int, other: Placed) -> Finding:
    problem = f"has the wording “{placed.record['variants'][n]}”, which sounds more like {other.id}"
    return Finding(placed.file, placed.line, placed.id, problem, error=False)
