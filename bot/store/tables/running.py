"""Tables by which several processes keep out of each other's way, and of what a backup must not bring back."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, String, Table

from bot.store.columns import Instant
from bot.store.tables.register import metadata

# How fast each lane (channel:bot_id) may send: the next slot that nobody has reserved.
pace = Table(
    "pace",
    metadata,
    Column("lane", String(64), primary_key=True),
    Column("next_at", BigInteger, nullable=False),  # microseconds since 1970, by the database's clock
    Column("held_until", BigInteger, nullable=False),  # the channel asked everybody to wait; 0: it did not
)

# Processes that run, as they say it themselves every few seconds.
process = Table(
    "process",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("host", String(80), nullable=False),
    Column("version", String(20), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False, index=True),
)

# Who was forgotten, left or refused, by the code that chance gave her: done again after an older backup was put back.
erasure = Table(
    "erasure",
    metadata,
    Column("code", String(12), primary_key=True),
    Column("kind", String(12), primary_key=True),  # a Wish of bot/store/erasures.py
    Column("at", Instant, nullable=False, index=True),  # when she said so last
)
