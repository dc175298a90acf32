"""Tables of the programmes: factories and their facts, announcements, questions to trainers, bare numbers."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, false

from bot.store.columns import Instant, Key
from bot.store.tables.register import metadata

factory = Table(
    "factory",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("opened_at", Instant),
)

# What is true of one factory: where its child space is, when it opens; put into answers while it holds.
factory_fact = Table(
    "factory_fact",
    metadata,
    Column("factory", String(32), ForeignKey("factory.code", ondelete="CASCADE"), primary_key=True),
    Column("key", String(40), primary_key=True),
    Column("value", String(400), nullable=False),
    Column("until", Date),  # the last day on which it is true
    Column("changed_at", Instant, nullable=False),
    Column("changed_name", String(40), nullable=False),
)

# What has to be done before a factory opens.
factory_check = Table(
    "factory_check",
    metadata,
    Column("factory", String(32), ForeignKey("factory.code", ondelete="CASCADE"), primary_key=True),
    Column("item", String(40), primary_key=True),
    Column("done_at", Instant, nullable=False),
    Column("done_name", String(40), nullable=False),
    Column("detail", JSON, nullable=False),
)

# Words that trainers send to a factory, a band or a shift; empty means all.
announcement = Table(
    "announcement",
    metadata,
    Column("id", Key, primary_key=True),
    Column("words", Text, nullable=False),
    Column("factory", String(32), nullable=False),
    Column("band", String(8), nullable=False),
    Column("shift", String(20), nullable=False),
    Column("status", String(12), nullable=False),
    Column("recipients", Integer, nullable=False),
    Column("made_by", Key, nullable=False),
    Column("made_name", String(40), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("second_by", Key),
    Column("second_name", String(40), nullable=False),
    Column("second_at", Instant),
    Column("send_at", Instant, nullable=False, index=True),
    Column("spread_at", Instant),  # when its rows were put into the outbox
    Column("recalled_at", Instant),
    Column("recalled_name", String(40), nullable=False),
)

question = Table(
    "question",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("person.id", ondelete="CASCADE"), index=True),  # nobody: asked in a group
    Column("words", Text, nullable=False),
    Column("file", String(200), nullable=False),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("answer", Text),
    Column("answered_at", Instant, index=True),
    Column("answered_name", String(40), nullable=False, server_default=""),
    Column("assigned_to", Key),
    Column("spam_at", Instant),
    Column("file_deleted", Boolean, nullable=False, server_default=false()),  # there was a recording
    Column("accuses", Boolean, nullable=False, server_default=false()),  # our own people: for safeguarding leads alone
    Column("became", String(120), nullable=False, server_default=""),  # the answer in the library that it led to
)
_RECORDED = question.c.file != ""
Index("ix_question_recording", question.c.asked_at, postgresql_where=_RECORDED, sqlite_where=_RECORDED)

canned_answer = Table(
    "canned_answer",
    metadata,
    Column("id", Key, primary_key=True),
    Column("title", String(60), nullable=False),
    Column("words", Text, nullable=False),
    Column("made_name", String(40), nullable=False),
    Column("made_at", Instant, nullable=False),
)

# What stays of people who were forgotten: how many came, agreed or left on a day, and before which question they went.
tally = Table(
    "tally",
    metadata,
    Column("day", Date, primary_key=True),  # of UTC
    Column("factory", String(32), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("number", Integer, nullable=False),
)
