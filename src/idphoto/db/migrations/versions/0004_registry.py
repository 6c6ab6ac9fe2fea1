"""Add the deployment's own registry of people, which the program encrypts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "registry_proofs",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registry_proofs"),
    )
    op.create_table(
        "registry_people",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("number_mac", sa.String(64), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("photo", sa.LargeBinary()),
        sa.Column("embedding", sa.LargeBinary()),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("updated_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registry_people"),
        sa.UniqueConstraint("number_mac", name="uq_registry_people_number_mac"),
    )
