"""What the purge removes, and above all what it keeps."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from idphoto.accounts import keys
from idphoto.db.database import Database
from idphoto.errors import NoFace
from idphoto.storage.blobs import Blobs
from idphoto.tasks import images, purge, store
from idphoto.tasks.blob_keys import result_key
from idphoto.tasks.made import IMAGE
from idphoto.tasks.purge import Purge
from idphoto.tasks.states import Priority

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


def new_task(database: Database, order: dict[str, Any] | None = None) -> str:
    """A queued task."""
    task_id = str(uuid.uuid4())
    with database.transaction() as tx:
        key = keys.create_key(tx, task_id, credits=None, qps=0, now=1.0)
        task = store.NewTask(
            id=task_id,
            key_id=key.id,
            api="test",
            wire={},
            order=order or {},
            cost=1,
            base_url="",
            callback_url=None,
            sources=(),
            priority=Priority.FAST,
            turn=0,
            max_source_bytes=1,
            time_limit_s=1.0,
            trace_id="",
        )
        store.create(tx, task, 1.0)
    return task_id


def sweep(database: Database, blobs: Blobs, *stored: str, installation: str = "ours") -> list[str]:
    """Store a blob under each key and sweep; returns the keys that are left."""

    async def scenario() -> list[str]:
        for key in stored:
            await blobs.put(key, b"picture")
        purge = Purge(database, blobs, 3600.0, installation)
        await purge.sweep(time.time() + LATER_S)
        return [key for key in stored if await blobs.get(key) is not None]

    return asyncio.run(scenario())


def test_files_that_no_row_names_are_swept(database: Database, blobs: Blobs) -> None:
    result = f"results/{uuid.uuid4()}"
    orphans = (
        f"sources/{uuid.uuid4()}",
        f"{result}-1.jpg",
        f"{result}-1-sheet.jpg",
        f"{result}-12-second1.png",
        f"{result}-2-sheet.pdf",
    )
    assert sweep(database, blobs, *orphans) == []


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "pdf"])
@pytest.mark.parametrize("name", [IMAGE, "sheet", "photo2"])
def test_the_key_of_any_file_that_a_task_makes_is_recognised(
    database: Database, blobs: Blobs, name: str, kind: Any
) -> None:
    left = result_key(str(uuid.uuid4()), 3, name, kind)
    assert sweep(database, blobs, left) == []


def test_foreign_files_are_never_swept(database: Database, blobs: Blobs) -> None:
    result = f"results/{uuid.uuid4()}"
    foreign = (
        "results/2019/thesis.pdf",
        "sources/readme.txt",
        f"{result}.jpg",
        f"{result}-sheet.jpg",
        f"{result}-1-.jpg",
        f"{result}-1-Sheet.jpg",
        f"{result}-1-sheet-2.jpg",
    )
    assert sweep(database, blobs, *foreign) == list(foreign)


def test_files_that_a_row_names_are_not_swept(database: Database, blobs: Blobs) -> None:
    done = new_task(database)
    photo, sheet = f"results/{done}-2.png", f"results/{done}-2-sheet.jpg"
    source, left_over = f"sources/{uuid.uuid4()}", f"results/{done}-1.png"
    with database.transaction() as tx:
        key_id = keys.get_key(tx, done).id
        images.add(tx, source.removeprefix("sources/"), key_id, source, 7, 1.0, 2.0)
        assert [store.claim(tx, done, 3, 1.0) for _ in range(2)] == [1, 2]
        stored = {"image": photo, "sheet": sheet}
        store.finish(tx, done, 2, blobs=stored, result={}, expires_at=2.0, now=1.0)
    # files of an attempt that was killed before it had stored them all are not a result
    assert sweep(database, blobs, photo, left_over, sheet, source) == [photo, sheet, source]


def test_all_files_of_a_task_are_removed_when_it_expires(database: Database, blobs: Blobs) -> None:
    done, failed = new_task(database), new_task(database)
    stored = {"image": f"results/{done}-1.jpg", "sheet": f"results/{done}-1-sheet.jpg"}
    with database.transaction() as tx:
        store.fail(tx, failed, None, failure=NoFace(), expires_at=1.5, now=1.0)
        store.claim(tx, done, 3, 1.0)
        store.finish(tx, done, 1, blobs=stored, result={}, expires_at=2.0, now=1.0)

    async def scenario() -> list[bytes | None]:
        for key in stored.values():
            await blobs.put(key, b"picture")
        await Purge(database, blobs, 3600.0, "ours").once()
        return [await blobs.get(key) for key in stored.values()]

    assert asyncio.run(scenario()) == [None, None]
    with database.reading() as tx:
        rows = [store.get(tx, task_id) for task_id in (done, failed)]
        assert all(row is not None and row.purged_at is not None for row in rows)


def test_what_a_purged_task_said_is_in_none_of_the_databases_files(
    database: Database, blobs: Blobs, tmp_path: Path
) -> None:
    label = "ZZPERSONALNAME"
    tasks = [new_task(database, order={"label": f"{label} {number}"}) for number in range(30)]
    with database.transaction() as tx:
        for task_id in tasks:
            store.fail(tx, task_id, None, failure=NoFace(), expires_at=1.5, now=1.0)
    files = [path for path in database.files if path.name != "idphoto.db.lock"]
    assert any(label.encode() in path.read_bytes() for path in files)
    asyncio.run(Purge(database, blobs, 3600.0, "ours").once())
    assert all(label.encode() not in path.read_bytes() for path in files)


def test_a_log_that_a_backup_reads_is_emptied_in_a_later_round(
    database: Database, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("idphoto.db.database._READERS_S", 0.01)
    task_id = new_task(database, order={"label": "ZZPERSONALNAME"})
    with database.transaction() as tx:
        store.fail(tx, task_id, None, failure=NoFace(), expires_at=1.5, now=1.0)
    log, rounds = database.files[1], Purge(database, blobs, 3600.0, "ours")
    with database.reading() as tx:
        assert store.get(tx, task_id) is not None
        asyncio.run(rounds.once())
        assert b"ZZPERSONALNAME" in log.read_bytes()
    asyncio.run(rounds.once())
    assert log.read_bytes() == b""


def test_many_failed_tasks_do_not_keep_files_of_others_from_being_removed(
    database: Database, blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "_AT_A_TIME", 2)
    failed, done = [new_task(database) for _ in range(5)], new_task(database)
    photo = f"results/{done}-1.jpg"
    with database.transaction() as tx:
        for task_id in failed:
            store.fail(tx, task_id, None, failure=NoFace(), expires_at=1.5, now=1.0)
        store.claim(tx, done, 3, 1.0)
        store.finish(tx, done, 1, blobs={"image": photo}, result={}, expires_at=2.0, now=1.0)

    async def scenario() -> bytes | None:
        await blobs.put(photo, b"picture")
        await Purge(database, blobs, 3600.0, "ours").once()
        return await blobs.get(photo)

    assert asyncio.run(scenario()) is None


def test_the_result_of_a_task_that_has_not_ended_is_not_swept(
    database: Database, blobs: Blobs
) -> None:
    task_id = new_task(database)
    stored = (f"results/{task_id}-1.jpg", f"results/{task_id}-1-sheet.jpg")
    assert sweep(database, blobs, *stored) == list(stored)


def test_the_storage_of_another_server_is_not_swept(database: Database, blobs: Blobs) -> None:
    mine, theirs = f"sources/{uuid.uuid4()}", f"sources/{uuid.uuid4()}"
    assert sweep(database, blobs, mine, installation="ours") == []
    assert sweep(database, blobs, theirs, installation="another") == [theirs]


def test_an_image_whose_expiry_moved_meanwhile_is_not_removed(
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
