"""Procrastinate's tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from idphoto.db.database import Database
from idphoto.services.migrating import migrate_tables
from idphoto.tasks.cluster import schema


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the package's scripts."""
    monkeypatch.setattr(SchemaManager, "get_migrations_path", lambda: str(tmp_path))
    return tmp_path


def install(monkeypatch: pytest.MonkeyPatch, release: str) -> None:
    monkeypatch.setattr(schema, "version", lambda _: release)


def columns(database: Database) -> set[str]:
    """The columns that the scripts of these tests add to the table of jobs."""
    with database.reading() as tx:
        found = tx.scalars(
            text(
                "SELECT column_name FROM information_schema.columns WHERE table_name ="
                " 'procrastinate_jobs' AND table_schema = current_schema()"
            )
        )
        return {name for name in found if name.startswith("test_")}


def is_current(database: Database) -> bool:
    with database.reading() as tx:
        return schema.is_current(tx.connection())


def test_migrating_twice_changes_nothing(database: Database) -> None:
    assert is_current(database)
    migrate_tables(database)
    assert is_current(database)


def test_a_database_without_the_tables_is_not_current(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    database.migrate()
    assert not is_current(database)
    database.close()


def test_an_upgrade_leaves_what_older_programs_need_until_the_next_one(
    database: Database, releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "02.00.00_01_before_stages",
        "98.00.00_01_pre_a",
        "98.00.00_50_post_b",
        "99.00.00_01_pre_c",
        "99.00.00_50_post_d",
    ):
        column = f"test_{name[-1]}"
        script = f"ALTER TABLE procrastinate_jobs ADD COLUMN {column} int; SELECT 1;"
        (releases / f"{name}.sql").write_text(script)
    install(monkeypatch, "98.0.0")
    assert not is_current(database)
    migrate_tables(database)
    assert columns(database) == {"test_a"}
    install(monkeypatch, "99.0.0")
    migrate_tables(database)
    assert columns(database) == {"test_a", "test_b", "test_c"}
    assert is_current(database)


def test_a_program_of_the_release_before_finds_newer_tables_current(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, "3.0.0")
    assert is_current(database)
