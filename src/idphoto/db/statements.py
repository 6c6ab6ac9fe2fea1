"""SQL statements for concurrent writers, which report whether they took effect."""

from __future__ import annotations

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from idphoto.db.tables import Base

Insert = sqlite.Insert | postgresql.Insert


def changed(tx: Session, statement: Insert | Update | Delete) -> int:
    """Execute ``statement`` and return how many rows it wrote."""
    # SQLAlchemy drops the count of an insert unless asked to preserve it.
    result = tx.execute(statement, execution_options={"preserve_rowcount": True})
    assert isinstance(result, CursorResult)  # noqa: S101 - always true for a write
    return result.rowcount


def insert_new(tx: Session, table: type[Base]) -> Insert:
    """An insert into ``table``, still without values. If a unique row already exists, even one that
    another transaction has just committed, it writes nothing and raises nothing."""
    if tx.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()
