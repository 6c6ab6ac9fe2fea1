"""Migrations produce the tables of tables.py, and run once, whichever process starts them."""

from __future__ import annotations

import logging
import stat
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from filelock import FileLock
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import ProgrammingError
from tests.db.concurrency import run_together

from idphoto.authority import registry
from idphoto.db.database import Database
from idphoto.db.migrate import ADVISORY_LOCK
from idphoto.db.tables import Base, RegisteredPerson, Task
from idphoto.errors import DatabaseUnavailable, OutdatedEmbeddings
from idphoto.models.face_embedder import NETWORK
from idphoto.tasks import callback_store, store
from idphoto.tasks.model import TaskFailure
from idphoto.tasks.queue import Queued
from idphoto.tasks.states import Priority
from idphoto.tasks.store import TaskSource
from idphoto.tasks.views import view_of


def tables_of(database: Database) -> set[str]:
    with database.reading() as tx:
        return set(inspect(tx.connection()).get_table_names())


def test_the_migrations_lead_to_the_tables(database: Database) -> None:
    """On failure it prints what the next migration has to do."""
    with database.reading() as tx:
        context = MigrationContext.configure(tx.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert tables_of(database) == {*Base.metadata.tables, "alembic_version"}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_version_of_the_tables_is_found_and_the_tables_are_left_as_they_are(
    kind: str, request: pytest.FixtureRequest
) -> None:
    database = Database(request.getfixturevalue(f"{kind}_url"))
    before = database.version()
    assert (before.found, before.is_known) == ("", True)
    assert tables_of(database) == set()
    database.migrate()
    after = database.version()
    assert (after.found, after.is_known) == (before.newest, True)
    database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_constraints_have_the_names_that_later_migrations_need(
    kind: str, request: pytest.FixtureRequest
) -> None:
    url: str = request.getfixturevalue(f"{kind}_url")
    database = Database(url)
    database.migrate()
    with database.reading() as tx:
        found = inspect(tx.connection())
        for table in Base.metadata.sorted_tables:
            named = {constraint.name for constraint in table.constraints}
            there = {
                found.get_pk_constraint(table.name)["name"],
                *(foreign["name"] for foreign in found.get_foreign_keys(table.name)),
                *(unique["name"] for unique in found.get_unique_constraints(table.name)),
            }
            assert there == named
    database.close()


def test_migrating_again_keeps_existing_rows(database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(
            text(
                "INSERT INTO api_keys VALUES ('id', 'kiosk', 'hash', 'idp_', 0.5, 7, 1.25, NULL, 0)"
            )
        )
    database.migrate()
    with database.reading() as tx:
        assert tx.execute(text("SELECT name, qps, credits FROM api_keys")).one() == (
            "kiosk",
            0.5,
            7,
        )


def migrated_to(revision: str, database_url: str, *statements: str) -> None:
    """Tables of an earlier version, and what is in them."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "idphoto.db:migrations")
        command.upgrade(config, revision)
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


FOURTH = (
    "INSERT INTO api_keys VALUES ('key', 'kiosk', 'hash', 'idp_', 0.5, 7, 1.25, NULL)",
    "INSERT INTO tasks (id, key_id, api, wire, order_json, cost, base_url, max_source_bytes,"
    " time_limit_s, trace_id, state, attempts, created_at) VALUES"
    " ('task', 'key', 'picwish.v1', '{}', '{}', 1, '', 1, 1.0, 'trace', 'done', 1, 1.0)",
    "INSERT INTO deliveries VALUES"
    " ('callback', 'task', 'https://a.example', 'pending', 2, 30.0, 10.0, NULL)",
    "INSERT INTO delivery_attempts (delivery_id, number, at, took_ms, http_status, error) VALUES"
    " ('callback', 1, 11.0, 2.5, 500, NULL), ('callback', 2, 12.0, 3.5, NULL, 'timed out')",
)


def test_callbacks_of_an_earlier_version_go_on_where_they_were(database_url: str) -> None:
    migrated_to("0004", database_url, *FOURTH)
    database = Database(database_url)
    database.migrate()
    with database.transaction() as tx:
        (due,) = callback_store.due(tx, 30.0, 10, 8)
        assert (due.id, due.task_id, due.url) == ("callback", "task", "https://a.example")
        assert (due.status, due.tries, due.created_at) == ("pending", 2, 10.0)
        callback_store.record(
            tx,
            "callback",
            at=31.0,
            took_ms=1.0,
            http_status=200,
            error=None,
            delivered=True,
            next_at=None,
        )
        tries = callback_store.tries_of(tx, "callback")
        assert [(one.number, one.at, one.http_status, one.error) for one in tries] == [
            (1, 11.0, 500, None),
            (2, 12.0, None, "timed out"),
            (3, 31.0, 200, None),
        ]
    database.close()


SIXTH = (
    "INSERT INTO registry_people VALUES"
    " ('id', 'mac', :bytes, :bytes, :bytes, :bytes, 1.0, 2.0)".replace(":bytes", "'\\x00'")
)


def test_embeddings_of_an_earlier_version_are_of_no_network(database_url: str) -> None:
    migrated_to("0006", database_url, SIXTH)
    database = Database(database_url)
    database.migrate()
    with database.reading() as tx:
        (row,) = tx.scalars(select(RegisteredPerson))
        assert row.embedding
        assert row.embedding_network is None
        with pytest.raises(OutdatedEmbeddings):
            registry.check_embeddings(tx, NETWORK)
    database.close()


FIRST_TASKS = """
INSERT INTO tasks (
    id, key_id, api, wire, order_json, cost, base_url, max_source_bytes, time_limit_s, trace_id,
    state, attempts, created_at, result_blob, source_url, image_id
) VALUES (
    :state, 'key', 'picwish.v1', '{}', '{"kind": "photo"}', 1, '', 1, 1.0, 'trace',
    :state, 1, 1.0, :blob, :url, :image
)
"""


def test_results_and_sources_of_an_earlier_version_are_migrated(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "idphoto.db:migrations")
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO api_keys VALUES ('key', 'kiosk', 'hash', 'idp_', 0.5, 7, 1.25, NULL)")
        )
        for state, blob, url, image in (
            ("done", "results/done-1.jpg", "https://a.example/b.jpg", "image-1"),
            ("queued", None, "https://a.example/c.jpg", None),
            ("failed", None, None, "image-2"),
        ):
            values = {"state": state, "blob": blob, "url": url, "image": image}
            connection.execute(text(FIRST_TASKS), values)
        connection.execute(
            text(
                "UPDATE tasks SET failure_code = 'no_face', failure_message = 'nobody there' "
                "WHERE id = 'failed'"
            )
        )
    engine.dispose()
    database = Database(database_url)
    database.migrate()
    with database.reading() as tx:
        rows = {row.id: row for row in tx.scalars(select(Task))}
        assert rows["done"].result_blobs == {"image": "results/done-1.jpg"}
        assert (rows["done"].state, rows["done"].order) == ("done", {"kind": "photo"})
        assert (rows["queued"].result_blobs, rows["failed"].result_blobs) == (None, None)
        nulls = text("SELECT id FROM tasks WHERE result_blobs IS NULL")
        assert set(tx.scalars(nulls)) == {"queued", "failed"}
        assert {name: store.sources_of(row) for name, row in rows.items()} == {
            "done": (TaskSource("https://a.example/b.jpg", "image-1"),),
            "queued": (TaskSource("https://a.example/c.jpg", None),),
            "failed": (TaskSource(None, "image-2"),),
        }
        failure = view_of(rows["failed"]).failure
        assert failure == TaskFailure("no_face", None, "nobody there")
        assert failure.render({"source": "image_url"}) == "nobody there"
        assert store.unfinished(tx) == [Queued("queued", "key", Priority.FAST, 0, stored=False)]
    database.close()


MIGRATE = """
import sys
from idphoto.authority import registry
from idphoto.db.database import Database

database = Database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
database.migrate()
database.close()
"""


def test_processes_that_start_at_once_migrate_once(database_url: str) -> None:
    run_together(MIGRATE, *[(database_url,)] * 3)
    database = Database(database_url)
    with database.reading() as tx:
        assert tx.scalars(text("SELECT version_num FROM alembic_version")).all() == ["0010"]
    database.close()


def test_a_migration_that_fails_leaves_nothing_behind(database_url: str) -> None:
    in_the_way = create_engine(database_url)
    with in_the_way.begin() as connection:
        connection.execute(text("CREATE TABLE delivery_attempts (id INTEGER)"))
    database = Database(database_url)
    with pytest.raises((DatabaseUnavailable, ProgrammingError), match="already exists"):
        database.migrate()
    assert tables_of(database) == {"delivery_attempts"}
    with in_the_way.begin() as connection:
        connection.execute(text("DROP TABLE delivery_attempts"))
    in_the_way.dispose()
    database.migrate()
    assert tables_of(database) >= set(Base.metadata.tables)
    database.close()


def test_tables_of_a_newer_version_are_left_alone(database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnavailable) as caught:
        database.migrate()
    assert caught.value.reason == "its tables were made by a newer version of idphoto"


def test_the_folder_is_created_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "idphoto"
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    database.migrate()
    database.close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "idphoto.db").is_file()


def test_a_folder_that_cannot_be_created_is_an_outage(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    database = Database(f"sqlite:///{tmp_path / 'file' / 'sub' / 'idphoto.db'}")
    with pytest.raises(DatabaseUnavailable) as caught:
        database.migrate()
    assert caught.value.reason == "its folder cannot be used: Not a directory"


def test_a_migration_elsewhere_that_never_ends_is_an_outage(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("idphoto.db.migrate.WAIT_S", 0)
    database = Database(sqlite_url)
    with FileLock(tmp_path / "idphoto.db.lock"), pytest.raises(DatabaseUnavailable) as caught:
        database.migrate()
    assert caught.value.reason == "another process is migrating it"
    database.migrate()
    assert tables_of(database) >= set(Base.metadata.tables)
    database.close()


def test_a_migration_elsewhere_that_never_ends_is_an_outage_on_postgresql(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("idphoto.db.migrate.WAIT_S", 0.05)
    database, other = Database(postgresql_url), Database(postgresql_url)
    with other.transaction() as tx:
        tx.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        with pytest.raises(DatabaseUnavailable) as caught:
            database.migrate()
    assert caught.value.reason == "canceling statement due to lock timeout"
    assert tables_of(database) == set()
    database.close()
    other.close()


def test_the_program_keeps_its_own_logging(
    sqlite_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    root, ours = logging.getLogger(), logging.getLogger("idphoto.tests.migrate")
    before = (root.level, list(root.handlers), ours.disabled, ours.getEffectiveLevel())
    database = Database(sqlite_url)
    database.migrate()
    database.close()
    assert (root.level, root.handlers, ours.disabled, ours.getEffectiveLevel()) == before
    assert capfd.readouterr() == ("", "")
