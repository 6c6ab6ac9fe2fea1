"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _make_api_keys()
    _make_ledger()
    _make_images()
    _make_tasks()
    _make_deliveries()


def _make_api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("hint", sa.String(16), nullable=False),
        sa.Column("qps", sa.Double(), nullable=False),
        sa.Column("credits", sa.BigInteger()),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("revoked_at", sa.Double()),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("name", name="uq_api_keys_name"),
        sa.UniqueConstraint("key_hash", name="uq_api_keys_key_hash"),
    )


def _make_ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key_id", sa.String(36), nullable=False),
        sa.Column("task_id", sa.String(36)),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name="fk_ledger_key_id"),
        sa.UniqueConstraint("task_id", "kind", name="uq_ledger_task_id"),
    )
    op.create_index("ix_ledger_key", "ledger", ["key_id"])
    settled = sa.text("kind IN ('capture', 'release')")
    op.create_index(
        "ux_ledger_settled",
        "ledger",
        ["task_id"],
        unique=True,
        sqlite_where=settled,
        postgresql_where=settled,
    )


def _make_images() -> None:
    op.create_table(
        "images",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("key_id", sa.String(36), nullable=False),
        sa.Column("blob", sa.String(200), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_images"),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name="fk_images_key_id"),
    )
    op.create_index("ix_images_expires", "images", ["expires_at"])
    op.create_index("ix_images_blob", "images", ["blob"])


def _make_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("key_id", sa.String(36), nullable=False),
        sa.Column("api", sa.String(40), nullable=False),
        sa.Column("wire", sa.JSON(), nullable=False),
        sa.Column("order_json", sa.JSON(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("base_url", sa.String(2048), nullable=False),
        sa.Column("callback_url", sa.String(2048)),
        sa.Column("source_url", sa.String(4096)),
        sa.Column("image_id", sa.String(36)),
        sa.Column("max_source_bytes", sa.Integer(), nullable=False),
        sa.Column("time_limit_s", sa.Double(), nullable=False),
        sa.Column("trace_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("started_at", sa.Double()),
        sa.Column("completed_at", sa.Double()),
        sa.Column("failure_code", sa.String(40)),
        sa.Column("failure_message", sa.String(500)),
        sa.Column("result_blob", sa.String(200)),
        sa.Column("result", sa.JSON()),
        sa.Column("expires_at", sa.Double()),
        sa.Column("purged_at", sa.Double()),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name="fk_tasks_key_id"),
    )
    op.create_index("ix_tasks_state", "tasks", ["state", "created_at"])
    kept = sa.text("purged_at IS NULL")
    op.create_index(
        "ix_tasks_expires", "tasks", ["expires_at"], sqlite_where=kept, postgresql_where=kept
    )
    has_result = sa.text("result_blob IS NOT NULL")
    op.create_index(
        "ix_tasks_result_blob",
        "tasks",
        ["result_blob"],
        sqlite_where=has_result,
        postgresql_where=has_result,
    )


def _make_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("task_id", sa.String(36), nullable=False),
        sa.Column("url", sa.String(2048), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.Double(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("settled_at", sa.Double()),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_deliveries_task_id"),
        sa.UniqueConstraint("task_id", name="uq_deliveries_task_id"),
    )
    op.create_index("ix_deliveries_due", "deliveries", ["status", "next_at"])
    op.create_table(
        "delivery_attempts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("delivery_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("took_ms", sa.Double(), nullable=False),
        sa.Column("http_status", sa.Integer()),
        sa.Column("error", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_attempts"),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_delivery_attempts_delivery_id"
        ),
    )
    op.create_index("ix_delivery_attempts_delivery", "delivery_attempts", ["delivery_id"])
