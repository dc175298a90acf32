"""Tables of content: what is published, and how it was written, checked, signed and changed."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from bot.store.columns import Instant, Key
from bot.store.tables.register import metadata

# What the bots read: the published records.
content = Table(
    "content",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("id", String(120), primary_key=True),
    Column("record", JSON, nullable=False),
)

content_version = Table(
    "content_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", String(64), nullable=False),
    Column("loaded_at", Instant, nullable=False),
    Column("files", String(64), nullable=False, server_default=""),  # version of the files that were taken in last
)

# One item of content and where it stands. number: of its latest revision; published_number: of the one in use.
content_item = Table(
    "content_item",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("id", String(120), primary_key=True),
    Column("status", String(12), nullable=False),  # draft, in_review, published, retired
    Column("number", Integer, nullable=False),
    Column("published_number", Integer),
    Column("came_from", String(8), nullable=False),  # files, or console
    Column("files_digest", String(16), nullable=False),
    Column("title", String(200), nullable=False),
    Column("words", Text, nullable=False),  # all its words, for searching
    Column("topic", String(40), nullable=False),
    Column("bands", String(80), nullable=False),  # ,3-6,6-9,
    Column("updated_at", Instant, nullable=False),
    Column("updated_name", String(40), nullable=False),
    Column("publish_at", Instant, index=True),
    Column("retire_at", Instant, index=True),
    Column("look_again_at", Instant),  # went out with one person; somebody else looks at it then
)
Index("ix_content_item_list", content_item.c.kind, content_item.c.status, content_item.c.updated_at)

content_revision = Table(
    "content_revision",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("item_id", String(120), nullable=False),
    Column("number", Integer, nullable=False),
    Column("record", JSON, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by_id", Key),
    Column("by_name", String(40), nullable=False),
    Column("act", String(12), nullable=False),  # came, wrote, imported, restored
    Column("note", String(200), nullable=False),
    UniqueConstraint("kind", "item_id", "number"),
)

# What was done with a revision: submitted, sent back, signed, published, scheduled, retired.
content_step = Table(
    "content_step",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("item_id", String(120), nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by_id", Key),
    Column("by_name", String(40), nullable=False),
    Column("act", String(16), nullable=False),
    Column("words", Text, nullable=False),
)
Index("ix_content_step_item", content_step.c.kind, content_step.c.item_id)

# What somebody is typing, kept until she saves it.
content_draft = Table(
    "content_draft",
    metadata,
    Column("account_id", Key, ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("item_id", String(120), primary_key=True),
    Column("number", Integer, nullable=False),  # the revision she began from
    Column("record", JSON, nullable=False),
    Column("at", Instant, nullable=False),
)

dismissed_advice = Table(
    "dismissed_advice",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("item_id", String(120), primary_key=True),
    Column("advice", String(64), primary_key=True),  # a digest of the words of the advice
    Column("at", Instant, nullable=False),
    Column("by_name", String(40), nullable=False),
)

# A tip or starter read aloud. stage: waiting for somebody to listen to it, or out to parents; each at most once.
content_voice = Table(
    "content_voice",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("item_id", String(120), primary_key=True),
    Column("stage", String(8), primary_key=True),
    Column("mime", String(40), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("sound", LargeBinary, nullable=False),
    Column("digest", String(16), nullable=False),  # of the sound
    Column("words", String(16), nullable=False),  # a digest of the words that were read
    Column("telegram_file", String(200), nullable=False),  # Telegram's own id of it, once it was sent there
    Column("at", Instant, nullable=False),
    Column("by_id", Key),
    Column("by_name", String(40), nullable=False),
    Column("released_at", Instant),
    Column("released_name", String(40), nullable=False),
)
