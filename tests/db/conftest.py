from __future__ import annotations

from tests.db.databases import (
    database,
    database_url,
    postgresql_url,
    sqlite_database,
    sqlite_url,
)

__all__ = ["database", "database_url", "postgresql_url", "sqlite_database", "sqlite_url"]
