"""The values of the content workflow: items, revisions, steps, remarks, drafts, and what may go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Key = tuple[str, str]
Record = Mapping[str, Any]

EDITED = ("tip", "starter", "faq", "course", "safeguarding", "hotline", "weekly")


class Status(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True)
class Item:
    """One item of content. number: the revision it stands at; published_number: the one that parents read.

    look_again_at: it went out with one person, and somebody else looks at it from then on.
    """

    kind: str
    id: str
    status: Status
    number: int
    published_number: int | None
    came_from: str
    title: str
    topic: str
    bands: tuple[str, ...]
    updated_at: datetime
    updated_name: str
    publish_at: datetime | None
    retire_at: datetime | None
    look_again_at: datetime | None


@dataclass(frozen=True)
class Revision:
    """One wording. act: came (from the files), wrote, imported, restored."""

    number: int
    record: Record
    at: datetime
    by_name: str
    act: str
    note: str


@dataclass(frozen=True)
class Step:
    """What was done with a revision: submitted, sent_back, signed, published, scheduled, unscheduled, retiring,
    retired, hindered (on its day, with the reason), looked_again."""

    number: int
    at: datetime
    by_name: str
    act: str
    words: str


@dataclass(frozen=True)
class Remark:
    """What there is to say about a record, in plain words of the trainers; `must`: it cannot be published so."""

    words: str
    must: bool
    field: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Draft:
    """What somebody typed and has not saved. number: the revision she began from, 0 for something new."""

    number: int
    record: Record
    at: datetime


class WorkflowError(Exception):
    """Conflict and NotAllowed."""


class Conflict(WorkflowError):
    """Somebody saved in between; `theirs` is what stands there now. Nothing was written."""

    def __init__(self, theirs: Revision) -> None:
        super().__init__("somebody saved in between")
        self.theirs = theirs


class NotAllowed(WorkflowError):
    """It may not be done, or not by her; `words` say why and what to do, in the language of the console."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def item_from(row: Any) -> Item:
    return Item(
        kind=row.kind,
        id=row.id,
        status=Status(row.status),
        number=row.number,
        published_number=row.published_number,
        came_from=row.came_from,
        title=row.title,
        topic=row.topic,
        bands=tuple(band for band in row.bands.split(",") if band),
        updated_at=row.updated_at,
        updated_name=row.updated_name,
        publish_at=row.publish_at,
        retire_at=row.retire_at,
        look_again_at=row.look_again_at,
    )


def revision_from(row: Any) -> Revision:
    return Revision(row.number, row.record, row.at, row.by_name, row.act, row.note)


def step_from(row: Any) -> Step:
    return Step(row.number, row.at, row.by_name, row.act, row.words)
