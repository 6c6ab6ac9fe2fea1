"""Add the links by which people enter the studio."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "studio_links",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(36), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.Column("revoked_at", sa.Double(), nullable=True),
        sa.Column("last_used_at", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_studio_links"),
        sa.UniqueConstraint("token_hash", name="uq_studio_links_token_hash"),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name="fk_studio_links_key_id"),
    )
    standing = sa.text("revoked_at IS NULL")
    op.create_index(
        "ux_studio_links_name",
        "studio_links",
        ["name"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
