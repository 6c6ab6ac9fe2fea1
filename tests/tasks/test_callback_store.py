"""Stored callbacks: when each is due, when it is settled, and a record of every try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from tests.db.concurrency import at_once

from idphoto.db.database import Database
from idphoto.db.tables import Callback
from idphoto.tasks import callback_store

NewTaskId = Callable[..., str]
Add = Callable[..., None]


@pytest.fixture
def add(database: Database, new_task: NewTaskId) -> Add:
    """``add(name, now)``: a callback and its task, both of this name."""

    def make(name: str = "one", now: float = 10.0) -> None:
        new_task(name)
        with database.transaction() as tx:
            callback_store.add(tx, name, name, f"https://shop.example/{name}", now)

    return make


def record(database: Database, name: str = "one", at: float = 20.0, **outcome: Any) -> None:
    values: dict[str, Any] = {
        "took_ms": 12.5,
        "http_status": None,
        "error": None,
        "delivered": False,
        "next_at": None,
    }
    with database.transaction() as tx:
        callback_store.record(tx, name, at=at, **(values | outcome))


def read(database: Database, name: str = "one") -> Callback:
    with database.reading() as tx:
        (found,) = callback_store.recent(tx, task_id=name)
    return found


def due(database: Database, now: float, limit: int = 10) -> list[str]:
    with database.reading() as tx:
        return [callback.id for callback in callback_store.due(tx, now, limit, 100)]


def test_a_new_callback_is_due_at_once(database: Database, add: Add) -> None:
    with database.reading() as tx:
        assert callback_store.next_due_at(tx, 0.0) is None
    add()
    callback = read(database)
    assert (callback.status, callback.tries, callback.settled_at) == ("pending", 0, None)
    assert (callback.url, callback.task_id) == ("https://shop.example/one", "one")
    assert due(database, 9.9) == []
    assert due(database, 10.0) == ["one"]
    with database.reading() as tx:
        assert callback_store.next_due_at(tx, 0.0) == 10.0
        assert len(callback_store.recent(tx, status="pending")) == 1


def test_the_callback_due_for_longest_comes_first(database: Database, add: Add) -> None:
    for name, now in (("b", 20.0), ("c", 30.0), ("a", 10.0)):
        add(name, now)
    assert due(database, 100.0) == ["a", "b", "c"]
    assert due(database, 100.0, limit=2) == ["a", "b"]
    assert due(database, 20.0) == ["a", "b"]


def test_a_failed_callback_is_due_again_later(database: Database, add: Add) -> None:
    add()
    record(database, at=20.0, http_status=503, next_at=25.0)
    callback = read(database)
    assert (callback.status, callback.tries, callback.next_at) == ("pending", 1, 25.0)
    assert due(database, 24.9) == []
    assert due(database, 25.0) == ["one"]


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ({"delivered": True, "http_status": 204}, "delivered"),
        ({"delivered": True, "http_status": 200, "next_at": 99.0}, "delivered"),
        ({"error": "connection refused"}, "given_up"),
    ],
)
def test_a_settled_callback_is_never_due_again(
    database: Database, add: Add, outcome: dict[str, Any], status: str
) -> None:
    add()
    record(database, at=20.0, **outcome)
    record(database, at=30.0, next_at=40.0)  # by a second sender, too late
    callback = read(database)
    assert (callback.status, callback.tries, callback.settled_at) == (status, 1, 20.0)
    assert due(database, 1000.0) == []
    with database.reading() as tx:
        assert callback_store.next_due_at(tx, 0.0) is None
        assert len(callback_store.recent(tx, status="pending")) == 0
        assert len(callback_store.tries_of(tx, "one")) == 1


def test_every_try_is_recorded(database: Database, add: Add) -> None:
    add("other")
    add()
    record(database, at=20.0, error="no answer in 10 s", took_ms=10_000.0, next_at=25.0)
    record(database, at=25.0, http_status=500, took_ms=7.5, next_at=40.0)
    record(database, "other", delivered=True)
    record(database, at=40.0, http_status=200, took_ms=3.0, delivered=True)
    with database.reading() as tx:
        tries = callback_store.tries_of(tx, "one")
    assert [(t.number, t.at, t.took_ms, t.http_status, t.error) for t in tries] == [
        (1, 20.0, 10_000.0, None, "no answer in 10 s"),
        (2, 25.0, 7.5, 500, None),
        (3, 40.0, 3.0, 200, None),
    ]


def test_an_error_of_any_length_and_any_characters_is_recorded(
    database: Database, add: Add
) -> None:
    add()
    record(database, error="\0" + "x" * 500)
    with database.reading() as tx:
        (first,) = callback_store.tries_of(tx, "one")
    assert first.error == "?" + "x" * 199


def test_recent_callbacks_are_listed_newest_first(database: Database, add: Add) -> None:
    for name, now in (("a", 10.0), ("c", 30.0), ("b", 20.0)):
        add(name, now)
    record(database, "b", delivered=True)
    with database.reading() as tx:

        def listed(**filters: Any) -> list[str]:
            return [callback.id for callback in callback_store.recent(tx, **filters)]

        assert listed() == ["c", "b", "a"]
        assert listed(limit=2) == ["c", "b"]
        assert listed(status="pending") == ["c", "a"]
        assert listed(status="delivered") == ["b"]
        assert listed(task_id="a") == ["a"]
        assert listed(task_id="a", status="delivered") == []


def test_a_task_has_at_most_one_callback(database: Database, add: Add) -> None:
    add()
    with pytest.raises(IntegrityError), database.transaction() as tx:
        callback_store.add(tx, "again", "one", "https://shop.example", 10.0)
    with database.reading() as tx:
        assert len(callback_store.recent(tx, status="pending")) == 1


def test_concurrent_senders_settle_a_callback_once(database: Database, add: Add) -> None:
    add()
    outcomes = at_once(6, lambda number: record(database, at=float(number), delivered=True))
    assert outcomes == [None] * 6
    with database.reading() as tx:
        (only,) = callback_store.tries_of(tx, "one")
    callback = read(database)
    assert (callback.tries, callback.settled_at) == (1, only.at)


def test_a_cancelled_callback_is_not_due_any_more(database: Database, add: Add) -> None:
    add()
    with database.transaction() as tx:
        callback_store.cancel(tx, read(database).task_id, 50.0)
    assert due(database, 1000.0) == []
    assert (read(database).status, read(database).settled_at) == ("given_up", 50.0)


def test_a_callback_that_arrived_cannot_be_cancelled(database: Database, add: Add) -> None:
    add()
    record(database, http_status=200, delivered=True)
    with database.transaction() as tx:
        callback_store.cancel(tx, read(database).task_id, 50.0)
    assert read(database).status == "delivered"
