"""Tables of the people who work with the console: accounts, sessions, what they saw and changed."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from bot.store.columns import Instant, Key
from bot.store.tables.register import metadata

account = Table(
    "account",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", String(40), nullable=False, unique=True),
    Column("password_hash", String(200), nullable=False),  # empty until she has chosen one
    Column("roles", JSON, nullable=False),
    Column("factory_employed", Boolean, nullable=False),
    Column("factory", String(32), nullable=False),  # whose counts a factory contact sees
    Column("totp_secret", Text, nullable=False),  # encrypted; empty until a second factor was set up
    Column("totp_step", Integer, nullable=False),  # of the last code that was used; none works twice
    Column("telegram", String(40), nullable=False),
    Column("email", String(120), nullable=False),
    Column("wrong_tries", Integer, nullable=False),
    Column("closed_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
)

account_session = Table(
    "account_session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account_id", Key, ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("trusted", Boolean, nullable=False),
    Column("proven_at", Instant, nullable=False),  # when the password (and second factor) were last given
    Column("device", String(80), nullable=False),
)

# A one-time link: to make the first account (no account_id), or to choose a password for one.
invitation = Table(
    "invitation",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account_id", Key, ForeignKey("account.id", ondelete="CASCADE")),
    Column("expires_at", Instant, nullable=False),
    Column("forgets_factor", Boolean, nullable=False),  # the operator gave it: the second factor is set up anew
)

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("account_id", Key),
    Column("account_name", String(40), nullable=False),
    Column("act", String(40), nullable=False),
    Column("subject_kind", String(20), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("detail", JSON, nullable=False),
)
Index("ix_audit_entry_subject", audit_entry.c.subject_kind, audit_entry.c.subject)

# A wish to see data of children under 14; a second person grants or refuses it.
access_request = Table(
    "access_request",
    metadata,
    Column("id", Key, primary_key=True),
    Column("account_id", Key, ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("subject_kind", String(20), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_by", Key),
    Column("decided_at", Instant),
    Column("granted", Boolean),
    Column("until", Instant),
)

# What the console keeps for everybody, such as whether the team is small.
preference = Table(
    "preference",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_name", String(40), nullable=False),
)
