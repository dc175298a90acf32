"""What there is and what awaits somebody is counted from the files themselves, and the document says the same."""

from datetime import date

from bot.services.content.coverage import report
from bot.services.content.files import Placed, read_content
from bot.services.content.loading import usable
from tests.house.tree import ROOT

TODAY = date(2026, 11, 23)


def _placed(kind: str, **record: object) -> Placed:
    return Placed(kind, str(record.get("id", "")), record, "x.yaml", 1)


RECORDS = [
    _placed("tip", topic="health", bands=["0-3", "3-6"], reviewed_by="", review_due=date(2026, 1, 1)),
    _placed("tip", topic="health", bands=["3-6"], reviewed_by="Dr. Li", review_due=date(2027, 1, 1)),
    _placed("starter", bands=["15-18"], target="caregiver", reviewed_by=""),
    _placed("faq", topic="health", variants=["a", "b", "c"], reviewed_by=""),
    _placed("hotline", verified_on=None, reviewed_by="x"),
]


def test_tips_are_counted_for_every_age_they_fit() -> None:
    assert "| health | 1 | 2 | 0 | 0 | 0 | 0 |" in report(RECORDS, TODAY)


def test_starters_and_wordings_are_counted() -> None:
    said = report(RECORDS, TODAY)
    assert "| caregiver | 0 | 0 | 0 | 0 | 0 | 1 |" in said
    assert "| health | 1 | 3 | 3 |" in said


def test_what_awaits_somebody_is_named() -> None:
    said = report(RECORDS, TODAY)
    assert "| a professional's review | tip | 1 |" in said
    assert "| a call to see that the number answers | hotline | 1 |" in said
    assert "| a review that is overdue | all | 1 |" in said


def test_the_document_shows_the_library_as_it_is() -> None:
    good, _findings = usable(read_content().records)
    document = (ROOT / "docs" / "content.md").read_text("utf-8")
    missing = [line for line in report(good, TODAY).splitlines() if line not in document]
    assert missing == []
