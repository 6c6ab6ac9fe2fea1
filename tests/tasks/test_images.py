"""Stored sources: found by their owner until they expire, kept while a task needs them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from idphoto.accounts.keys import create_key
from idphoto.db.database import Database
from idphoto.errors import NoFace
from idphoto.tasks import images, store

NewTaskId = Callable[..., str]


def add(database: Database, key_id: str, image_id: str = "image", expires_at: float = 100) -> None:
    with database.transaction() as tx:
        images.add(tx, image_id, key_id, f"sources/{image_id}", 1234, 10.0, expires_at)


def expired(database: Database, now: float, limit: int = 10) -> list[str]:
    """The names of the expired images; they are not removed."""
    with database.transaction() as tx:
        taken = images.take_expired(tx, now, limit)
        tx.rollback()
    return sorted(blob.removeprefix("sources/") for blob in taken)


def test_the_owner_finds_an_image_until_it_expires(database: Database, key_id: str) -> None:
    add(database, key_id)
    with database.reading() as tx:
        found = images.find(tx, "image", key_id, 99.9)
        assert found is not None
        assert (found.blob, found.size_bytes) == ("sources/image", 1234)
        assert (found.created_at, found.expires_at) == (10.0, 100.0)
        assert images.find(tx, "image", key_id, 100.0) is None


@pytest.mark.parametrize("image_id", ["other", "", "image\0", "\ud800", "i" * 10_000])
def test_another_id_finds_no_image(database: Database, key_id: str, image_id: str) -> None:
    add(database, key_id)
    with database.reading() as tx:
        assert images.find(tx, image_id, key_id, 20.0) is None


def test_another_account_finds_no_image(database: Database, key_id: str) -> None:
    add(database, key_id)
    with database.transaction() as tx:
        other = create_key(tx, "school", credits=None, qps=0, now=1.0).id
        assert images.find(tx, "image", other, 20.0) is None


def test_the_expiry_of_an_image_only_moves_later(database: Database, key_id: str) -> None:
    add(database, key_id)
    for until, expected in ((50.0, 100.0), (200.0, 200.0), (150.0, 200.0)):
        with database.transaction() as tx:
            images.keep(tx, "image", until)
            found = images.find(tx, "image", key_id, 20.0)
            assert found is not None
            assert found.expires_at == expected


def test_images_expire_oldest_first(database: Database, key_id: str) -> None:
    for image_id, expires_at in (("b", 200.0), ("a", 100.0), ("c", 300.0)):
        add(database, key_id, image_id, expires_at)
    assert expired(database, 99.9) == []
    assert expired(database, 100.0) == ["a"]
    assert expired(database, 1000.0) == ["a", "b", "c"]
    assert expired(database, 1000.0, limit=2) == ["a", "b"]


def test_an_image_does_not_expire_while_a_task_needs_it(
    database: Database, key_id: str, new_task: NewTaskId
) -> None:
    add(database, key_id, "mine")
    add(database, key_id, "nobody's")
    new_task("first", sources=(store.TaskSource(None, "other"), store.TaskSource(None, "mine")))
    new_task("second", sources=(store.TaskSource(None, "mine"),))
    new_task("third")  # whose source is not stored yet
    for task_id in ("first", "second"):
        assert expired(database, 1000.0) == ["nobody's"]
        with database.transaction() as tx:
            store.claim(tx, task_id, 3, 20.0)
        assert expired(database, 1000.0) == ["nobody's"]
        with database.transaction() as tx:
            store.fail(tx, task_id, 1, failure=NoFace(), now=30.0, expires_at=130.0)
    assert sorted(expired(database, 1000.0)) == ["mine", "nobody's"]


def test_a_removed_image_is_not_found(database: Database, key_id: str) -> None:
    for image_id, expires_at in (("a", 100.0), ("b", 200.0)):
        add(database, key_id, image_id, expires_at)
    with database.transaction() as tx:
        assert images.take_expired(tx, 150.0, 10) == ["sources/a"]
    with database.reading() as tx:
        assert images.find(tx, "a", key_id, 20.0) is None
        assert not images.knows(tx, "sources/a")
        assert images.knows(tx, "sources/b")


def test_an_image_that_is_added_again_stays_as_it_was(database: Database, key_id: str) -> None:
    add(database, key_id)
    add(database, key_id, expires_at=999.0)
    with database.reading() as tx:
        found = images.find(tx, "image", key_id, 20.0)
        assert found is not None
        assert found.expires_at == 100.0


def test_an_image_belongs_to_a_key(database: Database) -> None:
    with pytest.raises(IntegrityError):
        add(database, "nobody")


def test_images_are_removed_whenever_they_expire(database: Database, key_id: str) -> None:
    for image_id in ("one", "two", "three"):
        add(database, key_id, image_id)
    with database.transaction() as tx:
        assert set(images.remove(tx, ["one", "two", "none"])) == {"sources/one", "sources/two"}
        assert images.remove(tx, []) == []
        assert images.find(tx, "one", key_id, 20.0) is None
        assert images.find(tx, "three", key_id, 20.0) is not None
