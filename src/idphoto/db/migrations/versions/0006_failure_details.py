"""Why a task failed is kept as the error's details; older failures keep their text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("tasks", sa.Column("failure_details", sa.JSON(), nullable=True))
