"""What concurrent writers are built on: statements that tell whether they took effect."""

from __future__ import annotations

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from idphoto.db.tables import Base

Insert = sqlite.Insert | postgresql.Insert


def changed(tx: Session, statement: Insert | Update | Delete) -> int:
    """Execute ``statement``; how many rows it wrote."""
    # Of an insert the count would be dropped otherwise.
    result = tx.execute(statement, execution_options={"preserve_rowcount": True})
    assert isinstance(result, CursorResult)  # noqa: S101 - as it is for every write
    return result.rowcount


def insert_new(tx: Session, table: type[Base]) -> Insert:
    """An insert into ``table``, to be given its values. Where a unique row is there already, if
    only just committed by another transaction, it writes none and raises nothing."""
    if tx.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()
