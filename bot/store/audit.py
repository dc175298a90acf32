"""The audit log: rows are added and read, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, String, and_, cast, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cases import STAFF_ABUSE
from bot.store.listing import Columns, Listing, count_of, page_of
from bot.store.tables import audit_entry, question, safeguarding_case

_COLUMNS: Columns = {name: audit_entry.c[name] for name in ("at", "account_id", "act", "subject_kind", "subject", "id")}


async def add(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    await connection.execute(insert(audit_entry), dict(row))


async def about(connection: AsyncConnection, subject_kind: str, subject: str) -> Sequence[Any]:
    query = (
        select(audit_entry)
        .where(audit_entry.c.subject_kind == subject_kind, audit_entry.c.subject == subject)
        .order_by(audit_entry.c.id.desc())
    )
    return (await connection.execute(query)).all()


async def page(connection: AsyncConnection, listing: Listing, *, staff_abuse: bool) -> Sequence[Any]:
    return await page_of(connection, _all(staff_abuse), _COLUMNS, ("subject",), listing)


async def count(connection: AsyncConnection, listing: Listing, *, staff_abuse: bool) -> int:
    return await count_of(connection, _all(staff_abuse), _COLUMNS, ("subject",), listing)


def _all(staff_abuse: bool) -> Select[Any]:
    """staff_abuse: also what was done with cases and questions in which our own people are accused."""
    query = select(audit_entry)
    if staff_abuse:
        return query
    kind, subject = audit_entry.c.subject_kind, audit_entry.c.subject
    cases = select(safeguarding_case.c.number).where(safeguarding_case.c.trigger == STAFF_ABUSE)
    asked = select(cast(question.c.id, String)).where(question.c.accuses)
    return query.where(
        or_(
            kind.not_in(("case", "question")),
            and_(kind == "case", subject.not_in(cases)),
            and_(kind == "question", subject.not_in(asked)),
        )
    )
