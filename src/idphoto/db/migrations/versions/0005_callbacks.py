"""Callbacks and their tries take the names that the rest of the program has for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # made anew and copied: SQLite cannot rename a constraint
    _make_callbacks()
    _make_tries()
    op.execute(
        "INSERT INTO callbacks"
        " (id, task_id, url, status, tries, next_at, created_at, settled_at)"
        " SELECT id, task_id, url, status, attempts, next_at, created_at, settled_at"
        " FROM deliveries"
    )
    op.execute(
        "INSERT INTO callback_tries (callback_id, number, at, took_ms, http_status, error)"
        " SELECT delivery_id, number, at, took_ms, http_status, error"
        " FROM delivery_attempts ORDER BY id"
    )
    op.drop_table("delivery_attempts")
    op.drop_table("deliveries")


def _make_callbacks() -> None:
    op.create_table(
        "callbacks",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("task_id", sa.String(36), nullable=False),
        sa.Column("url", sa.String(2048), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.Double(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("settled_at", sa.Double()),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_callbacks_task_id"),
        sa.UniqueConstraint("task_id", name="uq_callbacks_task_id"),
    )
    op.create_index("ix_callbacks_due", "callbacks", ["status", "next_at"])


def _make_tries() -> None:
    op.create_table(
        "callback_tries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("callback_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("took_ms", sa.Double(), nullable=False),
        sa.Column("http_status", sa.Integer()),
        sa.Column("error", sa.String(200)),
        sa.PrimaryKeyConstraint("id", name="pk_callback_tries"),
        sa.ForeignKeyConstraint(
            ["callback_id"], ["callbacks.id"], name="fk_callback_tries_callback_id"
        ),
    )
    op.create_index("ix_callback_tries_callback", "callback_tries", ["callback_id"])
