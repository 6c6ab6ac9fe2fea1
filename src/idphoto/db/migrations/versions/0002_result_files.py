"""A task may end with several files: their keys by name, in place of the one key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("tasks", sa.Column("result_blobs", sa.JSON()))
    _carry_over()
    # whoever asks for a file's task has its id from the file's key
    op.drop_index("ix_tasks_result_blob", "tasks")
    op.drop_column("tasks", "result_blob")


def _carry_over() -> None:
    """Only tasks whose pictures are still kept have a key: an hour's worth."""
    tasks = sa.table(
        "tasks", sa.column("id"), sa.column("result_blob"), sa.column("result_blobs", sa.JSON())
    )
    stored = sa.select(tasks.c.id, tasks.c.result_blob).where(tasks.c.result_blob.is_not(None))
    for task_id, blob in op.get_bind().execute(stored).all():
        row = sa.update(tasks).where(tasks.c.id == task_id)
        op.execute(row.values(result_blobs={"image": blob}))
