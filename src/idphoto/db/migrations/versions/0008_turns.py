"""Turns among keys, repeated requests, traces, and rates that several processes count together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("tasks", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tasks", sa.Column("fingerprint", sa.String(64), nullable=True))
    op.add_column("tasks", sa.Column("traceparent", sa.String(55), nullable=True))
    op.add_column(
        "api_keys", sa.Column("bucket_full_at", sa.Double(), nullable=False, server_default="0")
    )
    queued = sa.text("state = 'queued'")
    op.create_index(
        "ix_tasks_turn", "tasks", ["turn"], sqlite_where=queued, postgresql_where=queued
    )
    unended = sa.text("state IN ('queued', 'running')")
    op.create_index(
        "ix_tasks_unended",
        "tasks",
        ["key_id"],
        sqlite_where=unended,
        postgresql_where=unended,
    )
