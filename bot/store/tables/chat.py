"""Tables of people, their conversations, what is planned for them, and what goes in and out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Time,
    UniqueConstraint,
    and_,
    false,
)

from bot.store.columns import Instant, Key
from bot.store.tables.register import metadata


def _person(**kwargs: Any) -> Column[int]:
    return Column("person_id", Key, ForeignKey("person.id", ondelete="CASCADE"), **kwargs)


person = Table(
    "person",
    metadata,
    Column("id", Key, primary_key=True),
    Column("code", String(12), nullable=False, unique=True),
    Column("agreement", String(12), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_in_at", Instant, nullable=False, index=True),
    Column("trial", Boolean, nullable=False, server_default=false()),  # somebody of ours who tries it; never counted
)
_UNAGREED = person.c.agreement != "agreed"
Index("ix_person_unagreed", person.c.last_in_at, postgresql_where=_UNAGREED, sqlite_where=_UNAGREED)

address = Table(
    "address",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("channel", String(20), nullable=False),
    Column("bot_id", String(40), nullable=False),
    Column("external_id", String(80), nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("last_in_at", Instant),
    Column("position", Integer, nullable=False),  # of the last message marked sent, for streams
    Column("lease_until", Instant),
    Column("leased_by", String(40)),
    Column("free_at", Instant),  # when the chat's own pace is used up no more; empty: it is free
    UniqueConstraint("channel", "bot_id", "external_id"),
)
# Of the few that are leased now: whose lease has run out is found without looking at anybody else.
Index(
    "ix_address_leased",
    address.c.lease_until,
    postgresql_where=address.c.lease_until.is_not(None),
    sqlite_where=address.c.lease_until.is_not(None),
)
# Of those that cannot be reached: how many people that are is counted without looking at all the others.
_LOST = and_(~address.c.reachable, address.c.person_id.is_not(None))
Index("ix_address_unreachable", address.c.reachable, address.c.person_id, postgresql_where=_LOST, sqlite_where=_LOST)

conversation = Table(
    "conversation",
    metadata,
    _person(primary_key=True),
    Column("state", JSON, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("open", Boolean, nullable=False),  # a question is open, whose step may hold words of hers
    Column("shown", JSON, nullable=False),  # cards whose buttons may be typed, newest last
    Column("moved_at", Instant, nullable=False),
)
Index(
    "ix_conversation_open",
    conversation.c.moved_at,
    postgresql_where=conversation.c.open,
    sqlite_where=conversation.c.open,
)

profile = Table(
    "profile",
    metadata,
    _person(primary_key=True),
    Column("language", String(12), nullable=False),
    Column("shift", String(20)),
    Column("rotation_days", Integer),
    Column("shift_anchor", Date),
    Column("rest_day", String(12)),
    Column("tips_a_week", Integer, nullable=False),
    Column("tip_at", Time),
    Column("topics", JSON, nullable=False),
    Column("home_area_code", String(8)),
    Column("home_name", String(40)),
    Column("factory", String(32), nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("paused_until", Date),
    Column("stopped", Boolean, nullable=False),
    Column("together", Boolean, nullable=False),
    Column("together_until", Date),
    Column("pin", String(120), nullable=False),
    Column("wrong_pins", Integer, nullable=False),
    Column("wrong_pin_at", Instant),
    Column("asked", JSON, nullable=False),
)
Index(
    "ix_profile_stopped",
    profile.c.person_id,
    postgresql_where=profile.c.stopped,
    sqlite_where=profile.c.stopped,
)

child = Table(
    "child",
    metadata,
    _person(primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("band", String(8), nullable=False),
    Column("carer", String(20)),
    Column("reach", JSON, nullable=False),
    Column("boarding", String(12), nullable=False),
)

consent = Table(
    "consent",
    metadata,
    Column("id", Key, primary_key=True),
    _person(nullable=False, index=True),
    Column("purpose", String(20), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Column("notice_version", String(20), nullable=False),
)

# What will happen: a rule and its next instant. kind: call, later, tip, week_line, timer; subject: number or name.
schedule = Table(
    "schedule",
    metadata,
    Column("id", Key, primary_key=True),
    _person(nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("detail", String(120), nullable=False),
    Column("timing", JSON),
    Column("paused", Boolean, nullable=False),
    Column("skip_until", Instant),  # occurrences up to here are left out ("not today")
    Column("next_at", Instant, index=True),
    UniqueConstraint("person_id", "kind", "subject"),
)

call = Table(
    "call",
    metadata,
    _person(primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("occurrence", String(20), primary_key=True),
    Column("outcome", String(20)),
    Column("rating", String(20)),
    Column("at", Instant, nullable=False),
)

tip_seen = Table(
    "tip_seen",
    metadata,
    _person(primary_key=True),
    Column("tip", String(80), primary_key=True),
    Column("seen_at", Instant, nullable=False),
    Column("times", Integer, nullable=False),
    Column("outcome", String(12)),
    Column("kept", Boolean, nullable=False),
)

inbound = Table(
    "inbound",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("bot_id", String(40), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
    Column("status", String(12), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("ref", String(16), nullable=False, unique=True),
    Column("address_id", Key, ForeignKey("address.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Key, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("occurrence", String(20), nullable=False),
    Column("rank", Integer, nullable=False),  # 0 danger, 1 reply, 2 push: what goes first
    Column("dedupe", String(160), unique=True),
    Column("body", JSON(none_as_null=True)),
    Column("verbs", JSON(none_as_null=True)),
    Column("status", String(12), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", Instant),
    Column("external_id", String(40)),
    Column("position", Integer),
    Column("reason", String(120)),
    # Where it goes out, and what goes first there; the columns below have defaults for versions that do not know them.
    Column("lane", String(64), nullable=False, server_default=""),  # channel:bot_id, what a pace is kept for
    Column("urgency", Integer, nullable=False, server_default="3"),  # 0 danger, 1 reply, 2 reminder, 3 the rest
    Column("factory", String(32), nullable=False, server_default=""),  # whose push it is: lanes are shared fairly
    Column("trace", String(16)),  # one id from the update to the send
)
Index("ix_outbox_waiting", outbox.c.status, outbox.c.due_at)
_WAITS = outbox.c.status == "waiting"
Index(
    "ix_outbox_due",
    outbox.c.lane,
    outbox.c.urgency,
    outbox.c.factory,
    outbox.c.due_at,
    outbox.c.id,
    postgresql_where=_WAITS,
    sqlite_where=_WAITS,
)
_PUSHED = outbox.c.rank == 2
# What came to somebody by itself lately, among a year of answers to her.
Index("ix_outbox_pushed", outbox.c.person_id, outbox.c.due_at, postgresql_where=_PUSHED, sqlite_where=_PUSHED)
Index("ix_outbox_address_order", outbox.c.address_id, outbox.c.status, outbox.c.rank, outbox.c.id)
Index("ix_outbox_stream", outbox.c.address_id, outbox.c.position)
# Words are kept for days and rows for a year: what still has words is found without the rest.
Index("ix_outbox_created_at", outbox.c.created_at)
_HAS_WORDS = outbox.c.body.is_not(None)
Index("ix_outbox_words", outbox.c.due_at, postgresql_where=_HAS_WORDS, sqlite_where=_HAS_WORDS)
_ANNOUNCED = outbox.c.kind == "announcement"
Index("ix_outbox_announcement", outbox.c.subject, postgresql_where=_ANNOUNCED, sqlite_where=_ANNOUNCED)

pressed = Table(
    "pressed",
    metadata,
    Column("ref", String(16), primary_key=True),
    Column("verb", String(40), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)

return_code = Table(
    "return_code",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("address_id", Key, ForeignKey("address.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False, index=True),
)
