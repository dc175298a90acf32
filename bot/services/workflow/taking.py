"""The files are the first edition: what they bring becomes items, and never takes the place of what people wrote."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.workflow.items import Key, Record, Status
from bot.services.workflow.summary import digest_of, summary_of
from bot.store import contents, editions

NAME = "家音"


@dataclass
class _Edition:
    """What one reading of the files writes."""

    now: datetime
    items: list[dict[str, Any]] = field(default_factory=list)
    revisions: list[dict[str, Any]] = field(default_factory=list)
    published: list[dict[str, Any]] = field(default_factory=list)
    gone: list[Key] = field(default_factory=list)
    beside: list[dict[str, Any]] = field(default_factory=list)  # changed in the files, but people have written here

    def publish(self, key: Key, record: Record, number: int) -> None:
        digest = digest_of(record)
        self.items.append(_item(key, record, number, digest, self.now))
        self.published.append({"kind": key[0], "id": key[1], "record": record})

    def came(self, key: Key, record: Record, number: int) -> None:
        self.revisions.append(_revision(key, record, number, self.now))


async def take_files(connection: AsyncConnection, records: Mapping[Key, Record], version: str, now: datetime) -> bool:
    """Take in the files of this version; False where they were taken in already. In bulk, whatever their number."""
    if await contents.hold(connection, now) == version:
        return False
    known = await editions.items(connection)
    touched = await editions.touched(connection)
    numbers = await editions.last_numbers(connection)
    edition = _Edition(now)
    for key, record in records.items():
        _take(edition, key, record, _Standing(known.get(key), key in touched, numbers.get(key, 0)))
    kept_by_people = touched | {key for key, row in known.items() if row.came_from == "console"}
    old = {(row.kind, row.id): row.record for row in await contents.all_records(connection)}
    _retire_gone(edition, records, known, kept_by_people, old)
    await _write(connection, edition)
    pure = not any(key in kept_by_people for key in {*known, *old})
    await contents.renew(connection, version if pure else secrets.token_hex(8), now, version)
    return True


@dataclass(frozen=True)
class _Standing:
    row: Any | None
    touched: bool
    last: int


def _take(edition: _Edition, key: Key, record: Record, standing: _Standing) -> None:
    row, next_number = standing.row, standing.last + 1
    if row is None:
        edition.came(key, record, next_number)
        edition.publish(key, record, next_number)
    elif row.files_digest == digest_of(record):
        if row.status == Status.RETIRED and not standing.touched and row.came_from == "files":
            edition.publish(key, record, row.number)
    elif standing.touched or row.came_from == "console":
        edition.came(key, record, next_number)
        edition.beside.append({"kind": key[0], "id": key[1], "files_digest": digest_of(record)})
    else:
        edition.came(key, record, next_number)
        edition.publish(key, record, next_number)


def _retire_gone(
    edition: _Edition,
    records: Mapping[Key, Record],
    known: Mapping[Key, Any],
    kept_by_people: Iterable[Key],
    old: Mapping[Key, Record],
) -> None:
    """Never touched, and no longer in the files; also what an older Jiayin published without keeping an item of it."""
    hers = frozenset(kept_by_people)
    for key, row in known.items():
        if key not in records and key not in hers and row.status != Status.RETIRED:
            edition.gone.append(key)
    for key, record in old.items():
        if key not in records and key not in known:
            edition.came(key, record, 1)
            retired = {"status": Status.RETIRED.value, "published_number": None}
            edition.items.append({**_item(key, record, 1, digest_of(record), edition.now), **retired})
            edition.gone.append(key)


async def _write(connection: AsyncConnection, edition: _Edition) -> None:
    await editions.add_revisions(connection, edition.revisions)
    await editions.put_items(connection, edition.items)
    await editions.note_files(connection, edition.beside)
    await editions.retire(connection, edition.gone, edition.now)
    await contents.put(connection, edition.published)
    await contents.drop(connection, edition.gone)


def _item(key: Key, record: Record, number: int, digest: str, now: datetime) -> dict[str, Any]:
    return {
        "kind": key[0],
        "id": key[1],
        "status": Status.PUBLISHED.value,
        "number": number,
        "published_number": number,
        "came_from": "files",
        "files_digest": digest,
        **summary_of(key, record),
        "updated_at": now,
        "updated_name": NAME,
        "publish_at": None,
        "retire_at": None,
        "look_again_at": None,
    }


def _revision(key: Key, record: Record, number: int, now: datetime) -> dict[str, Any]:
    return {
        "kind": key[0],
        "item_id": key[1],
        "number": number,
        "record": dict(record),
        "at": now,
        "by_id": None,
        "by_name": NAME,
        "act": "came",
        "note": "",
    }
