"""Advisory locks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from idphoto.db.database import Database
from idphoto.db.locks import RESCUE, held_alone


@pytest.fixture
def two(postgresql_url: str) -> Iterator[tuple[Database, Database]]:
    """The same database, as two processes have it."""
    one, other = Database(postgresql_url), Database(postgresql_url)
    yield one, other
    one.close()
    other.close()


def test_one_transaction_at_a_time_holds_a_lock(two: tuple[Database, Database]) -> None:
    one, other = two
    with one.transaction() as first, other.transaction() as second:
        assert held_alone(first, RESCUE)
        assert not held_alone(second, RESCUE)
    with other.transaction() as second:
        assert held_alone(second, RESCUE)


def test_installations_in_different_schemas_have_different_locks(
    two: tuple[Database, Database],
) -> None:
    one, other = two
    with one.transaction() as first, other.transaction() as second:
        second.execute(text("SET LOCAL search_path = public"))
        assert held_alone(first, RESCUE)
        assert held_alone(second, RESCUE)


def test_on_sqlite_every_transaction_is_alone(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as tx:
        assert held_alone(tx, RESCUE)


@pytest.mark.parametrize(
    ("first", "second", "both"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_only_servers_that_share_are_present_together(
    two: tuple[Database, Database], first: bool, second: bool, both: bool
) -> None:
    one, other = two[0].presence(shared=first), two[1].presence(shared=second)
    assert one.hold()
    assert other.hold() is both
    one.release()
    assert other.hold()
    other.release()


def test_a_presence_that_lost_its_connection_is_taken_anew(
    two: tuple[Database, Database],
) -> None:
    one, other = two[0].presence(shared=False), two[1].presence(shared=False)
    assert one.hold()
    with two[1].transaction() as tx:
        tx.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"
                " AND classid = :lock AND pid <> pg_backend_pid()"
                " AND objid = hashtext(current_schema())::bigint & 4294967295"
            ),
            {"lock": 0x69647001},
        )
    assert one.hold()
    assert not other.hold()
    one.release()
