"""The console: accounts, the work on content and cases, factories, announcements."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _staff()
    _care()
    _programme()
    _content()
    _changed()


def _staff() -> None:
    op.create_table(
        "account",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("factory_employed", sa.Boolean(), nullable=False),
        sa.Column("factory", sa.String(length=32), nullable=False),
        sa.Column("totp_secret", sa.Text(), nullable=False),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("telegram", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("closed_until", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("disabled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "account_session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("proven_at", INSTANT, nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_session_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account_session")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"])
    op.create_index(op.f("ix_account_session_expires_at"), "account_session", ["expires_at"])
    op.create_table(
        "invitation",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("forgets_factor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_invitation_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invitation")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("account_name", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"])
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_kind", "subject"])
    op.create_table(
        "access_request",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("decided_by", KEY, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_access_request_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_request")),
    )
    op.create_index(op.f("ix_access_request_account_id"), "access_request", ["account_id"])
    op.create_table(
        "preference",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_preference")),
    )


def _care() -> None:
    op.create_table(
        "case_work",
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("taken_by", KEY, nullable=True),
        sa.Column("taken_name", sa.String(length=40), nullable=False),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("reports", sa.JSON(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("rung_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["safeguarding_case.id"], name=op.f("fk_case_work_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_work")),
    )
    op.create_table(
        "case_follow_up",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("after", sa.String(length=8), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("done_name", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["safeguarding_case.id"], name=op.f("fk_case_follow_up_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_follow_up")),
    )
    op.create_index(op.f("ix_case_follow_up_case_id"), "case_follow_up", ["case_id"])
    op.create_index(op.f("ix_case_follow_up_due_at"), "case_follow_up", ["due_at"])
    op.create_table(
        "case_alert",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("acknowledged_at", INSTANT, nullable=True),
        sa.Column("acknowledged_name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["safeguarding_case.id"], name=op.f("fk_case_alert_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_alert")),
        sa.UniqueConstraint("digest", name=op.f("uq_case_alert_digest")),
    )
    op.create_index(op.f("ix_case_alert_case_id"), "case_alert", ["case_id"])
    op.create_table(
        "duty_shift",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_duty_shift_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    op.create_index(op.f("ix_duty_shift_account_id"), "duty_shift", ["account_id"])
    op.create_index(op.f("ix_duty_shift_ends_at"), "duty_shift", ["ends_at"])


def _programme() -> None:
    op.create_table(
        "factory_fact",
        sa.Column("factory", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["factory"], ["factory.code"], name=op.f("fk_factory_fact_factory"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("factory", "key", name=op.f("pk_factory_fact")),
    )
    op.create_table(
        "factory_check",
        sa.Column("factory", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("done_at", INSTANT, nullable=False),
        sa.Column("done_name", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["factory"], ["factory.code"], name=op.f("fk_factory_check_factory"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("factory", "item", name=op.f("pk_factory_check")),
    )
    op.create_table(
        "announcement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("factory", sa.String(length=32), nullable=False),
        sa.Column("band", sa.String(length=8), nullable=False),
        sa.Column("shift", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("made_name", sa.String(length=40), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("second_by", KEY, nullable=True),
        sa.Column("second_name", sa.String(length=40), nullable=False),
        sa.Column("second_at", INSTANT, nullable=True),
        sa.Column("send_at", INSTANT, nullable=False),
        sa.Column("spread_at", INSTANT, nullable=True),
        sa.Column("recalled_at", INSTANT, nullable=True),
        sa.Column("recalled_name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_index(op.f("ix_announcement_send_at"), "announcement", ["send_at"])
    op.create_table(
        "canned_answer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_name", sa.String(length=40), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answer")),
    )
    op.create_table(
        "tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("factory", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "factory", "name", name=op.f("pk_tally")),
    )


def _content() -> None:
    op.create_table(
        "content_item",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_number", sa.Integer(), nullable=True),
        sa.Column("came_from", sa.String(length=8), nullable=False),
        sa.Column("files_digest", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("bands", sa.String(length=80), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("updated_name", sa.String(length=40), nullable=False),
        sa.Column("publish_at", INSTANT, nullable=True),
        sa.Column("retire_at", INSTANT, nullable=True),
        sa.Column("look_again_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_content_item")),
    )
    op.create_index("ix_content_item_list", "content_item", ["kind", "status", "updated_at"])
    op.create_index(op.f("ix_content_item_publish_at"), "content_item", ["publish_at"])
    op.create_index(op.f("ix_content_item_retire_at"), "content_item", ["retire_at"])
    op.create_table(
        "content_revision",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("by_name", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_revision")),
        sa.UniqueConstraint("kind", "item_id", "number", name=op.f("uq_content_revision_kind_item_id_number")),
    )
    op.create_table(
        "content_step",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("by_name", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_step")),
    )
    op.create_index("ix_content_step_item", "content_step", ["kind", "item_id"])
    op.create_table(
        "content_draft",
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_content_draft_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "kind", "item_id", name=op.f("pk_content_draft")),
    )
    op.create_table(
        "dismissed_advice",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("advice", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("kind", "item_id", "advice", name=op.f("pk_dismissed_advice")),
    )
    op.create_table(
        "content_voice",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("words", sa.String(length=16), nullable=False),
        sa.Column("telegram_file", sa.String(length=200), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("by_name", sa.String(length=40), nullable=False),
        sa.Column("released_at", INSTANT, nullable=True),
        sa.Column("released_name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("kind", "item_id", "stage", name=op.f("pk_content_voice")),
    )


def _changed() -> None:
    op.add_column("content_version", sa.Column("files", sa.String(length=64), server_default="", nullable=False))
    # Never by copying on SQLite: dropping the old table would take everything with it that belongs to a person.
    op.add_column("person", sa.Column("trial", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("case_note", sa.Column("name", sa.String(length=40), server_default="", nullable=False))
    with op.batch_alter_table("question") as question:
        question.add_column(sa.Column("answered_name", sa.String(length=40), server_default="", nullable=False))
        question.add_column(sa.Column("assigned_to", KEY, nullable=True))
        question.add_column(sa.Column("spam_at", INSTANT, nullable=True))
        question.add_column(sa.Column("file_deleted", sa.Boolean(), server_default=sa.false(), nullable=False))
        question.add_column(sa.Column("accuses", sa.Boolean(), server_default=sa.false(), nullable=False))
        question.add_column(sa.Column("became", sa.String(length=120), server_default="", nullable=False))
        question.alter_column("person_id", existing_type=KEY, nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("question") as question:
        for name in ("became", "accuses", "file_deleted", "spam_at", "assigned_to", "answered_name"):
            question.drop_column(name)
    op.execute("DELETE FROM question WHERE person_id IS NULL")
    with op.batch_alter_table("question") as question:
        question.alter_column("person_id", existing_type=KEY, nullable=False)
    op.drop_column("case_note", "name")
    op.drop_column("person", "trial")
    op.drop_column("content_version", "files")
    tables = (
        "content_voice",
        "dismissed_advice",
        "content_draft",
        "content_step",
        "content_revision",
        "content_item",
        "tally",
        "canned_answer",
        "announcement",
        "factory_check",
        "factory_fact",
        "duty_shift",
        "case_alert",
        "case_follow_up",
        "case_work",
        "preference",
        "access_request",
        "audit_entry",
        "invitation",
        "account_session",
        "account",
    )
    for table in tables:
        op.drop_table(table)
