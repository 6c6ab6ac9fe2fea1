"""The registry stores which network made an embedding: those of two cannot be compared.

Embeddings that are already there keep the name None, which no network has.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("registry_people", sa.Column("embedding_network", sa.String(64), nullable=True))
