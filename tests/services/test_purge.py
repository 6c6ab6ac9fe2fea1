"""What is removed, and above all what is not."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from idphoto.accounts import keys
from idphoto.db.database import Database
from idphoto.services.purge import Purge
from idphoto.storage.blobs import Blobs
from idphoto.tasks import images, store

LATER_S = 3600.0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'idphoto.db'}")
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs.open("", tmp_path / "blobs")


def new_task(database: Database) -> str:
    """A task that waits for its turn."""
    task_id = str(uuid.uuid4())
    with database.transaction() as tx:
        key = keys.create_key(tx, task_id, credits=None, qps=0, now=1.0)
        task = store.NewTask(
            id=task_id,
            key_id=key.id,
            api="test",
            wire={},
            order={},
            cost=1,
            base_url="",
            callback_url=None,
            source_url=None,
            image_id=None,
            max_source_bytes=1,
            time_limit_s=1.0,
            trace_id="",
        )
        store.create(tx, task, 1.0)
    return task_id


def sweep(database: Database, blobs: Blobs, *stored: str, installation: str = "ours") -> list[str]:
    """Store something under each key and sweep; returns the keys that are left."""

    async def scenario() -> list[str]:
        for key in stored:
            await blobs.put(key, b"picture")
        purge = Purge(database, blobs, 3600.0, installation)
        await purge.sweep(time.time() + LATER_S)
        return [key for key in stored if await blobs.get(key) is not None]

    return asyncio.run(scenario())


def test_pictures_that_no_row_knows_are_swept(database: Database, blobs: Blobs) -> None:
    orphans = (f"sources/{uuid.uuid4()}", f"results/{uuid.uuid4()}-1.jpg")
    assert sweep(database, blobs, *orphans) == []


def test_what_is_not_of_our_making_is_never_swept(database: Database, blobs: Blobs) -> None:
    foreign = ("results/2019/thesis.pdf", "sources/readme.txt", f"results/{uuid.uuid4()}.jpg")
    assert sweep(database, blobs, *foreign) == list(foreign)


def test_pictures_that_a_row_knows_are_not_swept(database: Database, blobs: Blobs) -> None:
    done = new_task(database)
    result, source = f"results/{done}-1.png", f"sources/{uuid.uuid4()}"
    with database.transaction() as tx:
        key_id = keys.get_key(tx, done).id
        images.add(tx, source.removeprefix("sources/"), key_id, source, 7, 1.0, 2.0)
        attempt = store.claim(tx, done, 3, 1.0)
        assert attempt == 1
        store.finish(tx, done, attempt, blob=result, result={}, expires_at=2.0, now=1.0)
    assert sweep(database, blobs, result, source) == [result, source]


def test_the_result_of_a_task_that_has_not_ended_is_not_swept(
    database: Database, blobs: Blobs
) -> None:
    result = f"results/{new_task(database)}-1.jpg"
    assert sweep(database, blobs, result) == [result]


def test_a_storage_of_another_server_is_left_alone(database: Database, blobs: Blobs) -> None:
    mine, theirs = f"sources/{uuid.uuid4()}", f"sources/{uuid.uuid4()}"
    assert sweep(database, blobs, mine, installation="ours") == []
    assert sweep(database, blobs, theirs, installation="another") == [theirs]


def test_an_image_that_was_kept_for_longer_meanwhile_is_not_removed(
    database: Database, blobs: Blobs
) -> None:
    source = f"sources/{uuid.uuid4()}"
    key_id = ""
    with database.transaction() as tx:
        key_id = keys.create_key(tx, "client", credits=None, qps=0, now=1.0).id
        images.add(tx, source.removeprefix("sources/"), key_id, source, 7, 1.0, 2.0)
        images.keep(tx, source.removeprefix("sources/"), time.time() + LATER_S)

    async def scenario() -> bytes | None:
        await blobs.put(source, b"picture")
        await Purge(database, blobs, 3600.0, "ours").once()
        return await blobs.get(source)

    assert asyncio.run(scenario()) == b"picture"
