"""Tables of safeguarding: cases, what was noted and done in them, alerts, and who is on duty."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from bot.store.columns import Instant, Key
from bot.store.tables.register import metadata

# Safeguarding cases outlive the person's erasure; person_id is then empty.
safeguarding_case = Table(
    "safeguarding_case",
    metadata,
    Column("id", Key, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("person_id", Key, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("trigger", String(40), nullable=False),
    Column("level", String(4), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("alerted_at", Instant, nullable=False),  # of the newest alert
    Column("heard_at", Instant),  # when an alert about it reached somebody on duty
    Column("unheard_told_at", Instant),  # when the person was told that none had
    Column("clear_at", Instant),
    Column("closed_at", Instant, index=True),
    Column("closing_note", Text),
)
_OPEN = safeguarding_case.c.closed_at.is_(None)
Index("ix_safeguarding_case_open", safeguarding_case.c.alerted_at, postgresql_where=_OPEN, sqlite_where=_OPEN)

case_note = Table(
    "case_note",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("safeguarding_case.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("about", String(20), nullable=False),
    Column("words", Text, nullable=False),
    Column("name", String(40), nullable=False, server_default=""),  # of the officer who wrote it; empty: by itself
)

# What the duty officers did with a case. checklist and reports: what was done, by step, with who and when.
case_work = Table(
    "case_work",
    metadata,
    Column("case_id", Key, ForeignKey("safeguarding_case.id", ondelete="CASCADE"), primary_key=True),
    Column("taken_by", Key),
    Column("taken_name", String(40), nullable=False),
    Column("taken_at", Instant),
    Column("checklist", JSON, nullable=False),
    Column("reports", JSON, nullable=False),
    Column("rounds", Integer, nullable=False),  # how often the newest alert was sent on, the first time included
    Column("rung_at", Instant),  # when the last of these was
    Column("outcome", String(20), nullable=False),
)

case_follow_up = Table(
    "case_follow_up",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("safeguarding_case.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("after", String(8), nullable=False),  # 24h, 7d, 30d
    Column("due_at", Instant, nullable=False, index=True),
    Column("done_at", Instant),
    Column("done_name", String(40), nullable=False),
    Column("words", Text, nullable=False),
)

# An alert that went to somebody; its link is known by its digest alone.
case_alert = Table(
    "case_alert",
    metadata,
    Column("id", Key, primary_key=True),
    Column("case_id", Key, ForeignKey("safeguarding_case.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("round", Integer, nullable=False),
    Column("account_id", Key),
    Column("way", String(12), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("acknowledged_at", Instant),
    Column("acknowledged_name", String(40), nullable=False),
)

duty_shift = Table(
    "duty_shift",
    metadata,
    Column("id", Key, primary_key=True),
    Column("account_id", Key, ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False, index=True),
    Column("rank", Integer, nullable=False),  # 0 is called first
    Column("acknowledged_at", Instant),
)
