"""Content into the database when the files changed, and out of it as the library that everybody reads from."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog

from bot.i18n import Words
from bot.services.content.files import Finding, Placed, edition, read_content
from bot.services.content.shape import check_shape
from bot.services.voices.reading import still_right
from bot.services.workflow.taking import take_files
from bot.store import contents, voices
from bot.store.database import Database
from dialogs.library import Library
from dialogs.records import KINDS, library_from, other_matter, question

if TYPE_CHECKING:
    from bot.services.semantic.meaning import Meaning

log = structlog.get_logger()


def usable(records: Sequence[Placed]) -> tuple[list[Placed], list[Finding]]:
    """The records that the library can be built from; what is wrong with the others."""
    findings: list[Finding] = []
    good: list[Placed] = []
    seen: set[tuple[str, str]] = set()
    for placed in records:
        problems = [problem.words for problem in check_shape(placed)]
        if (placed.kind, placed.id) in seen:
            problems = [*problems, "has an id that stands further up already"]
        seen.add((placed.kind, placed.id))
        findings.extend(Finding(placed.file, placed.line, placed.id, problem) for problem in problems)
        if not problems:
            good.append(placed)
    return good, findings


def version_of(records: Iterable[Placed]) -> str:
    """One version for one content: a digest of all records."""
    digest = hashlib.sha256()
    for placed in records:
        digest.update(json.dumps([placed.kind, placed.id, placed.record], sort_keys=True, default=str).encode())
    return digest.hexdigest()[:16]


async def load_changed_files(database: Database, now: datetime) -> None:
    """`load_files` where a byte of them changed since they were taken in; reading them all takes most of a start."""
    async with database.reading() as connection:
        known = await contents.files_version(connection)
    if known != edition():
        await load_files(database, now)


async def load_files(database: Database, now: datetime) -> tuple[int, list[Finding]]:
    """Put the content files into the database; how many records there are, and what kept others out."""
    read = read_content()
    good, findings = usable(read.records)
    findings = [*read.findings, *findings]
    for finding in findings:
        log.error("content_left_out", file=finding.file, line=finding.line, id=finding.id, problem=finding.problem)
    await take_in(database, good, now, edition())
    return len(good), findings


async def take_in(database: Database, good: Sequence[Placed], now: datetime, version: str = "") -> None:
    """Records of files into the database, unless it has this edition (`version`) already."""
    version = version or version_of(good)
    async with database.reading() as connection:
        if await contents.files_version(connection) == version:
            return
    records = {(one.kind, one.id): _plain(one.record) for one in good}
    async with database.writing() as connection:
        await take_files(connection, records, version, now)


def _plain(record: dict[str, Any]) -> Any:
    """Dates of the files as text, as JSON keeps them."""
    return json.loads(json.dumps(record, default=str))


async def read_library(database: Database, words: Words, meaning: Meaning | None = None) -> Library:
    """The library of what is in the database now, made beside the event loop: with a model it takes long."""
    async with database.reading() as connection:
        version = await contents.version(connection) or ""
        rows = await contents.all_records(connection)
        out = [(row.kind, row.item_id, row.words) for row in await voices.out(connection)]
    records = [(row.kind, row.record) for row in rows]
    library = await asyncio.to_thread(library_of, records, version, words, meaning)
    return replace(library, voices=still_right(out, {(row.kind, row.id): row.record for row in rows}))


def library_of(
    rows: Iterable[tuple[str, Mapping[str, Any]]], version: str, words: Words, meaning: Meaning | None = None
) -> Library:
    records: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for kind, record in rows:
        records[kind].append(record)
    library = _built(records, version, words)
    if meaning is None:
        return library
    asked, beside = map(question, records["faq"]), map(other_matter, records["other_matter"])
    return replace(library, questions=meaning.over(library.questions, tuple(asked), beside))


def _built(records: dict[str, list[Mapping[str, Any]]], version: str, words: Words) -> Library:
    """Should a record have come past the checks that no library can be made of, it alone is left out."""
    try:
        return library_from({kind: records[kind] for kind in KINDS}, version, words.say)
    except (ValueError, KeyError, TypeError, AttributeError):
        for kind in KINDS:
            if broken := [record for record in records[kind] if _is_broken(kind, record)]:
                log.error("content_left_out", kind=kind, count=len(broken), id=secrets.token_hex(4))
                records[kind] = [record for record in records[kind] if record not in broken]
        return library_from({kind: records[kind] for kind in KINDS}, version, words.say)


def _is_broken(kind: str, record: Any) -> bool:
    return not isinstance(record, dict) or bool(check_shape(Placed(kind, str(record.get("id")), record, "", 1)))


def library_of_files(words: Words, meaning: Meaning | None = None) -> Library:
    """The library straight from the files, for the commands that need no database."""
    good, _findings = usable(read_content().records)
    return library_of(((one.kind, one.record) for one in good), version_of(good), words, meaning)
