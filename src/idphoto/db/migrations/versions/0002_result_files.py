"""Give a task several result files: their keys by name replace its single key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("tasks", sa.Column("result_blobs", sa.JSON()))
    _carry_over()
    # a file's key contains the id of its task, so no index is needed
    op.drop_index("ix_tasks_result_blob", "tasks")
    op.drop_column("tasks", "result_blob")


def _carry_over() -> None:
    """Move the keys over. Only tasks whose pictures are still kept, an hour's worth, have one."""
    tasks = sa.table(
        "tasks", sa.column("id"), sa.column("result_blob"), sa.column("result_blobs", sa.JSON())
    )
    stored = sa.select(tasks.c.id, tasks.c.result_blob).where(tasks.c.result_blob.is_not(None))
    for task_id, blob in op.get_bind().execute(stored).all():
        row = sa.update(tasks).where(tasks.c.id == task_id)
        op.execute(row.values(result_blobs={"image": blob}))
