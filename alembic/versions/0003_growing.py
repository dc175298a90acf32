"""Growing: lanes and paces, processes that know of each other, erasures that outlive a backup.

Only adds, so that the version before runs on while it is applied; large indexes are built beside the traffic.
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
    _indexes()


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
        "ix_outbox_due",
        "outbox",
        ["lane", "urgency", "factory", "due_at", "id"],
        postgresql_where=waits,
        sqlite_where=waits,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_due", table_name="outbox")
    op.drop_index("ix_address_leased", table_name="address")
    for column in ("trace", "factory", "urgency", "lane"):
        op.drop_column("outbox", column)
    op.drop_column("address", "free_at")
    for table in ("erasure", "process", "pace"):
        op.drop_table(table)
