"""What there is for whom, and what nobody has looked at yet: the tables of `jiayin content report`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from statistics import median

from bot.services.content.files import Placed
from dialogs.calendar.bands import Band

_AWAITED = {
    "reviewed_by": "a professional's review",
    "signed_off_by": "a signature",
    "verified_on": "a call to see that the number answers",
}


def report(records: Sequence[Placed], today: date) -> str:
    """Markdown: tips by topic and age, starters by age, answers by topic, and what awaits somebody."""
    parts = (_tips(records), _starters(records), _answers(records), _awaiting(records, today))
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _tips(records: Sequence[Placed]) -> Iterator[str]:
    tips = _of(records, "tip")
    counted = Counter((tip.record["topic"], band) for tip in tips for band in tip.record["bands"])
    topics = sorted({tip.record["topic"] for tip in tips})
    yield f"**{len(tips)} tips** by topic and age; a tip counts for every age it fits."
    yield ""
    yield from _table(["Topic", *Band], ([topic, *(counted[topic, band] for band in Band)] for topic in topics))


def _starters(records: Sequence[Placed]) -> Iterator[str]:
    starters = _of(records, "starter")
    counted = Counter((one.record.get("target", "child"), band) for one in starters for band in one.record["bands"])
    targets = sorted({target for target, _band in counted}, reverse=True)
    yield f"**{len(starters)} starters** by whom the call is for and the child's age."
    yield ""
    yield from _table(["Call for", *Band], ([target, *(counted[target, band] for band in Band)] for target in targets))


def _answers(records: Sequence[Placed]) -> Iterator[str]:
    faqs = _of(records, "faq")
    by_topic: dict[str, list[int]] = {}
    for placed in faqs:
        by_topic.setdefault(placed.record["topic"], []).append(len(placed.record["variants"]))
    yield f"**{len(faqs)} answers**, and in how many wordings they are asked."
    yield ""
    rows = ([topic, len(counts), min(counts), f"{median(counts):g}"] for topic, counts in sorted(by_topic.items()))
    yield from _table(["Topic", "Answers", "Fewest wordings", "Median"], rows)


def _awaiting(records: Sequence[Placed], today: date) -> Iterator[str]:
    yield "**Awaiting somebody**"
    yield ""
    rows: list[list[object]] = []
    for field, what in _AWAITED.items():
        counted = Counter(placed.kind for placed in records if field in placed.record and not placed.record[field])
        rows.extend([what, kind, count] for kind, count in sorted(counted.items()))
    overdue = sum(1 for placed in records if (due := placed.record.get("review_due")) and due < today)
    yield from _table(["What", "Kind", "Records"], [*rows, ["a review that is overdue", "all", overdue]])


def _of(records: Sequence[Placed], kind: str) -> list[Placed]:
    return [placed for placed in records if placed.kind == kind]


def _table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---", *("---:" for _ in head[1:])])
    yield from map(_row, rows)


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
