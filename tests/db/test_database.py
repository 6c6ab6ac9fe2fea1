"""Transactions are all or nothing, under threads, processes, crashes and full disks."""

from __future__ import annotations

import socket
import sqlite3
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import func, insert, make_url, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from tests.db.concurrency import at_once, kill, run_together, start_python
from tests.net.wire import Wire

from idphoto.accounts.keys import create_key
from idphoto.accounts.ledger import grant
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey, Image
from idphoto.errors import BadSetting, DatabaseUnavailable


def add_key(tx: Session, name: str) -> None:
    key = insert(ApiKey).values(
        id=name, name=name, key_hash=name, hint="", qps=0, credits=0, created_at=0
    )
    tx.execute(key)


def count_keys(database: Database) -> int:
    with database.reading() as tx:
        return tx.scalar(select(func.count(ApiKey.id))) or 0


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> Iterator[Database]:
    """A SQLite database that never waits."""
    monkeypatch.setattr("idphoto.db.engines.WAIT_S", 0)
    monkeypatch.setattr("idphoto.db.database.WAIT_S", 0)
    opened = Database(sqlite_url)
    opened.migrate()
    yield opened
    opened.close()


def test_a_transaction_is_committed_at_its_end(database: Database) -> None:
    with database.transaction() as tx:
        add_key(tx, "kiosk")
        assert count_keys(database) == 0
    assert count_keys(database) == 1


def test_an_error_rolls_back_the_whole_transaction(database: Database) -> None:
    with pytest.raises(RuntimeError, match="power"), database.transaction() as tx:
        add_key(tx, "kiosk")
        add_key(tx, "school")
        raise RuntimeError("power")
    assert count_keys(database) == 0


def test_rows_stay_readable_after_their_transaction(database: Database) -> None:
    with database.transaction() as tx:
        add_key(tx, "kiosk")
        written = tx.scalars(select(ApiKey)).one()
    with database.reading() as tx:
        read = tx.scalars(select(ApiKey)).one()
    assert (written.name, read.name) == ("kiosk", "kiosk")


def test_a_reader_sees_one_moment(database: Database) -> None:
    with database.reading() as tx:
        before = tx.scalar(select(func.count(ApiKey.id)))
        with database.transaction() as writing:
            add_key(writing, "kiosk")
        assert (before, tx.scalar(select(func.count(ApiKey.id)))) == (0, 0)
    assert count_keys(database) == 1


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"read-?only"), database.reading() as tx:
        add_key(tx, "kiosk")
    with database.transaction() as tx:  # on the same connection
        add_key(tx, "kiosk")
    assert count_keys(database) == 1


def test_breaking_a_constraint_is_not_an_outage(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as tx:
        add_key(tx, "kiosk")
        add_key(tx, "kiosk")
    orphan = insert(Image).values(
        id="i", key_id="nobody", blob="", size_bytes=0, created_at=0, expires_at=0
    )
    with pytest.raises(IntegrityError), database.transaction() as tx:
        tx.execute(orphan)
    assert count_keys(database) == 0


def test_sqlite_commits_to_the_disk_and_lets_readers_go_on(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as tx:
        said = {
            name: tx.scalar(text(f"PRAGMA {name}"))
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "secure_delete",
                "busy_timeout",
            )
        }
    full = 2
    assert said == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 10_000,
    }


def test_writers_still_wait_for_each_other_after_the_log_was_emptied(database: Database) -> None:
    with database.transaction() as tx:
        add_key(tx, "kiosk")
    assert database.forget()
    assert all(path.stat().st_size == 0 for path in database.files[1:2])
    if database.files:
        with database.transaction() as tx:
            assert tx.scalar(text("PRAGMA busy_timeout")) == 10_000
    assert count_keys(database) == 1


READ_THEN_WRITE = """
import sys
from sqlalchemy import select, update
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey

database = Database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(25):
    with database.transaction() as tx:
        credits = tx.scalar(select(ApiKey.credits))
        tx.execute(update(ApiKey).values(credits=credits + 1))
database.close()
"""


def test_sqlite_writers_take_turns_between_threads(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as tx:
        add_key(tx, "kiosk")

    def read_then_write(_: int) -> None:
        for _ in range(20):
            with sqlite_database.transaction() as tx:
                credits_ = tx.scalars(select(ApiKey.credits)).one() or 0
                tx.execute(update(ApiKey).values(credits=credits_ + 1))

    assert at_once(8, read_then_write) == [None] * 8
    with sqlite_database.reading() as tx:
        assert tx.scalar(select(ApiKey.credits)) == 160


def test_sqlite_writers_take_turns_between_processes(
    sqlite_database: Database, sqlite_url: str
) -> None:
    with sqlite_database.transaction() as tx:
        add_key(tx, "kiosk")
    run_together(READ_THEN_WRITE, (sqlite_url,), (sqlite_url,))
    with sqlite_database.reading() as tx:
        assert tx.scalar(select(ApiKey.credits)) == 50


HALF_WAY = """
import sys
from sqlalchemy import update
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey

with Database(sys.argv[1]).transaction() as tx:
    tx.execute(update(ApiKey).values(credits=99))
    tx.execute(update(ApiKey).values(hint="half"))
    print("written, not committed", flush=True)
    sys.stdin.readline()
"""


def test_a_process_killed_between_statements_leaves_nothing_half_done(
    database: Database, database_url: str
) -> None:
    with database.transaction() as tx:
        add_key(tx, "kiosk")
    process = start_python(HALF_WAY, database_url)
    assert process.stdout is not None
    assert process.stdout.readline() == "written, not committed\n"
    kill(process)
    with database.transaction() as tx:  # it leaves no lock either
        key = tx.scalars(select(ApiKey)).one()
        assert (key.credits, key.hint) == (0, "")
        tx.execute(update(ApiKey).values(credits=1))


def test_a_full_disk_is_an_outage_that_loses_nothing(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as tx:
        add_key(tx, "kiosk")
        pages = tx.scalars(text("PRAGMA page_count")).one()
        tx.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(DatabaseUnavailable) as caught, sqlite_database.transaction() as tx:
        for number in range(1000):
            add_key(tx, f"{number:0>36}")
    assert caught.value.reason == "database or disk is full"
    assert count_keys(sqlite_database) == 1
    with sqlite_database.transaction() as tx:
        tx.execute(text("PRAGMA max_page_count = 100000"))
    with sqlite_database.transaction() as tx:
        add_key(tx, "school")
    assert count_keys(sqlite_database) == 2


def test_a_file_locked_by_another_program_is_an_outage(impatient: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "idphoto.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable) as caught, impatient.transaction() as tx:
        add_key(tx, "kiosk")
    assert caught.value.reason == "database is locked"
    assert count_keys(impatient) == 0  # readers continue
    other.execute("ROLLBACK")
    other.close()
    with impatient.transaction() as tx:
        add_key(tx, "kiosk")
    assert count_keys(impatient) == 1


def test_a_row_locked_by_another_transaction_is_an_outage_on_postgresql(
    postgresql_url: str,
) -> None:
    one, other = Database(postgresql_url), Database(postgresql_url)
    one.migrate()
    with one.transaction() as tx:
        add_key(tx, "kiosk")
    with one.transaction() as tx, pytest.raises(DatabaseUnavailable) as caught:
        tx.execute(update(ApiKey).values(credits=1))
        with other.transaction() as waiting:
            waiting.execute(text("SET LOCAL lock_timeout = '20ms'"))
            waiting.execute(update(ApiKey).values(credits=2))
    assert caught.value.reason == "canceling statement due to lock timeout"
    with other.transaction() as tx:
        assert tx.scalar(text("SHOW lock_timeout")) == "10s"
        assert tx.scalar(select(ApiKey.credits)) == 1
    one.close()
    other.close()


def test_a_writer_that_never_ends_does_not_block_others_for_ever(impatient: Database) -> None:
    with (
        impatient.transaction(),
        pytest.raises(DatabaseUnavailable) as caught,
        impatient.transaction(),
    ):
        pass
    assert caught.value.reason == "other writes kept it busy for 0 s"
    with impatient.transaction() as tx:
        add_key(tx, "kiosk")
    assert count_keys(impatient) == 1


def test_a_connection_in_use_when_the_database_is_closed_is_closed_after_that(
    postgresql_url: str,
) -> None:
    database = Database(postgresql_url)
    with database.transaction() as tx:
        connection = tx.connection().connection.dbapi_connection
        database.close()
        assert tx.scalar(text("SELECT 1")) == 1
    assert connection.closed  # type: ignore[union-attr]


def test_running_out_of_connections_is_an_outage(impatient: Database) -> None:
    with ExitStack() as held:
        for _ in range(15):
            held.enter_context(impatient.reading()).execute(select(ApiKey))
        with pytest.raises(DatabaseUnavailable) as caught, impatient.reading() as tx:
            tx.execute(select(ApiKey))
    assert caught.value.reason == "all connections are in use"
    assert count_keys(impatient) == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "unable to open database file"), (b"no database" * 500, "file is not a database")],
    ids=["a folder", "another file"],
)
def test_a_file_that_is_not_a_database_is_an_outage(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    place = tmp_path / "idphoto.db"
    place.mkdir() if content is None else place.write_bytes(content)
    database = Database(f"sqlite:///{place}")
    with pytest.raises(DatabaseUnavailable) as caught:
        database.migrate()
    assert caught.value.reason == reason
    with pytest.raises(DatabaseUnavailable), database.reading() as tx:
        tx.execute(select(ApiKey))
    database.close()


def test_a_server_that_cannot_be_reached_is_an_outage_and_its_password_stays_secret() -> None:
    pytest.importorskip("psycopg")
    with socket.socket() as taken:  # bound but not listening
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        database = Database(f"postgresql://somebody:opensesame@127.0.0.1:{port}/idphoto")
        with pytest.raises(DatabaseUnavailable) as caught, database.transaction() as tx:
            tx.execute(select(ApiKey))
    assert caught.value.reason == "cannot connect to the server"
    assert "opensesame" not in repr(caught.value.__cause__)


def test_restarting_the_server_fails_no_request(postgresql_url: str) -> None:
    database, operator = Database(postgresql_url), Database(postgresql_url)
    database.migrate()
    with operator.transaction() as tx:
        mine = tx.scalar(text("SELECT pg_backend_pid()"))
        with database.reading() as other:
            lost = other.scalar(text("SELECT pg_backend_pid()"))
        assert lost != mine
        tx.execute(text(f"SELECT pg_terminate_backend({lost}, 5000)"))
    with database.transaction() as tx:
        add_key(tx, "kiosk")
    assert count_keys(database) == 1
    database.close()
    operator.close()


def test_postgresql_without_its_driver_is_a_bad_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(BadSetting, match=r"install idphoto\[cluster\]"):
        Database("postgresql://somebody@127.0.0.1/idphoto")


def test_errors_carry_no_values(sqlite_database: Database) -> None:
    name = f"Erika {uuid.uuid4()}"
    with pytest.raises(IntegrityError) as caught, sqlite_database.transaction() as tx:
        add_key(tx, name)
        add_key(tx, name)
    assert name not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "idphoto.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite+aiosqlite:///idphoto.db",
        "mysql://somebody:opensesame@127.0.0.1/idphoto",
        "postgresql://somebody:opensesame@127.0.0.1:notaport/idphoto",
    ],
)
def test_other_urls_are_refused_without_revealing_their_password(url: str) -> None:
    with pytest.raises(BadSetting) as caught:
        Database(url)
    assert caught.value.variable == "IDPHOTO_DATABASE_URL"
    assert "postgresql://user@host/name" in caught.value.reason
    assert "opensesame" not in caught.value.message


def test_a_process_that_is_cut_off_in_a_transaction_loses_its_locks(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("idphoto.db.engines.SILENCE_S", 1)
    server = make_url(postgresql_url)
    with Wire(server.port or 5432) as wire:
        through = server.set(host="127.0.0.1", port=wire.port)
        cut = Database(through.render_as_string(hide_password=False))
        other = Database(postgresql_url)
        other.migrate()
        with other.transaction() as tx:
            key_id = create_key(tx, "kiosk", credits=5, qps=0, now=1.0).id
        with pytest.raises(DatabaseUnavailable), cut.transaction() as tx:
            grant(tx, key_id, 1, 2.0)
            wire.freeze()
            with other.transaction() as second:  # waits for the row at most ten seconds
                assert grant(second, key_id, 2, 3.0) == 7
            wire.heal()
        cut.close()
        other.close()
