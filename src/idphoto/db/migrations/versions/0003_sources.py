"""Give a task several sources and a priority, and index a key's own tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("tasks", sa.Column("sources", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("tasks", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    _carry_over()
    op.drop_column("tasks", "source_url")
    op.drop_column("tasks", "image_id")
    kept = sa.text("purged_at IS NULL")
    op.create_index(
        "ix_tasks_key",
        "tasks",
        ["key_id", "api", "created_at"],
        sqlite_where=kept,
        postgresql_where=kept,
    )


def _carry_over() -> None:
    """Move the sources of tasks whose pictures are kept: an hour's worth, and unfinished ones."""
    tasks = sa.table(
        "tasks",
        sa.column("id"),
        sa.column("source_url"),
        sa.column("image_id"),
        sa.column("purged_at"),
        sa.column("sources", sa.JSON()),
    )
    kept = sa.select(tasks.c.id, tasks.c.source_url, tasks.c.image_id).where(
        tasks.c.purged_at.is_(None)
    )
    for task_id, url, image_id in op.get_bind().execute(kept).all():
        row = sa.update(tasks).where(tasks.c.id == task_id)
        op.execute(row.values(sources=[{"url": url, "image_id": image_id}]))
