"""Growing: lanes and paces, processes that know of each other, erasures that outlive a backup.

Only adds, so that the version before runs on while it is applied. In a PostgreSQL that holds messages the two indexes
are left to `jiayin db upgrade`, which builds them beside the traffic.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _tables()
    _columns()
    if not _is_in_use():
        _indexes()


def _is_in_use() -> bool:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return False
    return bool(connection.execute(sa.text("SELECT EXISTS (SELECT FROM outbox)")).scalar())


def _tables() -> None:
    op.create_table(
        "pace",
        sa.Column("lane", sa.String(length=64), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("held_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name=op.f("pk_pace")),
    )
    op.create_table(
        "process",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("host", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_process")),
    )
    op.create_index(op.f("ix_process_seen_at"), "process", ["seen_at"])
    op.create_table(
        "erasure",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("code", "kind", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_at"), "erasure", ["at"])


def _columns() -> None:
    # Constant defaults: neither database rewrites the table for them.
    op.add_column("address", sa.Column("free_at", INSTANT, nullable=True))
    op.add_column("outbox", sa.Column("lane", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("urgency", sa.Integer(), nullable=False, server_default="3"))
    op.add_column("outbox", sa.Column("factory", sa.String(length=32), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("trace", sa.String(length=16), nullable=True))


def _indexes() -> None:
    leased, waits = sa.text("lease_until IS NOT NULL"), sa.text("status = 'waiting'")
    op.create_index("ix_address_leased", "address", ["lease_until"], postgresql_where=leased, sqlite_where=leased)
    op.create_index(
        "ix_address_unreachable",
        "address",
        ["reachable", "person_id"],
        postgresql_where=sa.text("NOT reachable AND person_id IS NOT NULL"),
        sqlite_where=sa.text("reachable = 0 AND person_id IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["lane", "urgency", "factory", "due_at", "id"],
        postgresql_where=waits,
        sqlite_where=waits,
    )
    pushed = sa.text("rank = 2")
    op.create_index("ix_outbox_pushed", "outbox", ["person_id", "due_at"], postgresql_where=pushed, sqlite_where=pushed)
    for name, table, columns, where in _FOR_TIDYING:
        partial = sa.text(where) if where else None
        # SQLite keeps a boolean as a number, and sees an index only where the words are the same.
        lite = sa.text(f"{where} = 1") if where in ("open", "stopped") else partial
        op.create_index(name, table, columns, postgresql_where=partial, sqlite_where=lite)


# What is tidied away is found without looking at what stays.
_FOR_TIDYING = (
    ("ix_person_unagreed", "person", ["last_in_at"], "agreement != 'agreed'"),
    ("ix_profile_stopped", "profile", ["person_id"], "stopped"),
    ("ix_conversation_open", "conversation", ["moved_at"], "open"),
    ("ix_outbox_created_at", "outbox", ["created_at"], ""),
    ("ix_outbox_words", "outbox", ["due_at"], "body IS NOT NULL"),
    ("ix_outbox_announcement", "outbox", ["subject"], "kind = 'announcement'"),
    ("ix_question_recording", "question", ["asked_at"], "file != ''"),
    ("ix_question_asked_at", "question", ["asked_at"], ""),
    ("ix_question_answered_at", "question", ["answered_at"], ""),
    ("ix_return_code_address_id", "return_code", ["address_id"], ""),
    ("ix_return_code_expires_at", "return_code", ["expires_at"], ""),
    ("ix_safeguarding_case_open", "safeguarding_case", ["alerted_at"], "closed_at IS NULL"),
    ("ix_safeguarding_case_closed_at", "safeguarding_case", ["closed_at"], ""),
)


def downgrade() -> None:
    for name, table, _columns, _where in reversed(_FOR_TIDYING):
        op.drop_index(name, table_name=table, if_exists=True)
    op.drop_index("ix_outbox_pushed", table_name="outbox", if_exists=True)
    op.drop_index("ix_outbox_due", table_name="outbox", if_exists=True)
    op.drop_index("ix_address_unreachable", table_name="address", if_exists=True)
    op.drop_index("ix_address_leased", table_name="address", if_exists=True)
    for column in ("trace", "factory", "urgency", "lane"):
        op.drop_column("outbox", column)
    op.drop_column("address", "free_at")
    for table in ("erasure", "process", "pace"):
        op.drop_table(table)
