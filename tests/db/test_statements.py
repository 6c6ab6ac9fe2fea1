"""Statements that report whether they took effect."""

from __future__ import annotations

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session
from tests.db.concurrency import at_once

from idphoto.db.database import Database
from idphoto.db.statements import changed, insert_new
from idphoto.db.tables import ApiKey, LedgerEntry


def add_key(tx: Session, key_id: str, name: str) -> int:
    key = insert_new(tx, ApiKey).values(
        id=key_id, name=name, key_hash=key_id, hint="", qps=0, created_at=0
    )
    return changed(tx, key)


def test_an_insert_reports_whether_the_row_is_new(database: Database) -> None:
    with database.transaction() as tx:
        assert add_key(tx, "1", "kiosk") == 1
        assert add_key(tx, "2", "kiosk") == 0
        assert tx.scalars(select(ApiKey.id)).all() == ["1"]


def test_an_insert_with_a_generated_id_reports_it_too(database: Database) -> None:
    entry = {"key_id": "1", "task_id": "t", "kind": "reserve", "credits": -1, "at": 0}
    with database.transaction() as tx:
        add_key(tx, "1", "kiosk")
        tries = [changed(tx, insert_new(tx, LedgerEntry).values(entry)) for _ in range(2)]
    assert tries == [1, 0]


def test_updates_and_deletes_report_how_many_rows_they_changed(database: Database) -> None:
    with database.transaction() as tx:
        add_key(tx, "1", "kiosk")
        add_key(tx, "2", "school")
        assert changed(tx, update(ApiKey).values(qps=1)) == 2
        assert changed(tx, update(ApiKey).where(ApiKey.id == "3").values(qps=2)) == 0
        assert changed(tx, delete(ApiKey).where(ApiKey.id == "1")) == 1


def test_one_of_many_simultaneous_inserts_of_a_row_succeeds(database: Database) -> None:
    def insert(number: int) -> int:
        with database.transaction() as tx:
            return add_key(tx, str(number), "kiosk")

    assert sorted(map(str, at_once(8, insert))) == ["0"] * 7 + ["1"]
    with database.reading() as tx:
        assert tx.scalar(select(func.count(ApiKey.id))) == 1
