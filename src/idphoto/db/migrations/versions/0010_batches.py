"""Batches of portraits, and tasks whose pictures are kept for longer than usual."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("tasks", sa.Column("keep_until", sa.Double(), nullable=True))
    op.create_table(
        "batches",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("key_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("photo_json", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name="fk_batches_key_id"),
    )
    op.create_index("ix_batches_key", "batches", ["key_id", "created_at"])
    op.create_index("ix_batches_expires", "batches", ["expires_at"])
    op.create_table(
        "batch_items",
        sa.Column("batch_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("person", sa.String(255), nullable=False),
        sa.Column("group_name", sa.String(255), nullable=False),
        sa.Column("task_id", sa.String(36), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", "name", name="pk_batch_items"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_batch_items_batch_id"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_batch_items_task_id"),
    )
    op.create_index("ix_batch_items_task", "batch_items", ["task_id"])
    op.create_table(
        "batch_sheets",
        sa.Column("batch_id", sa.String(36), nullable=False),
        sa.Column("task_id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", "task_id", name="pk_batch_sheets"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_batch_sheets_batch_id"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_batch_sheets_task_id"),
    )
