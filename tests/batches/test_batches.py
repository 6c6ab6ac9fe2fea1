"""Batches over the real service, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.batches.conftest import Opened, on_a_loop, submission

from idphoto.accounts.account import Account
from idphoto.batches import store
from idphoto.batches.model import BatchPlace, ItemOrder, ItemPlace, NamedPortrait, Standing
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey, Batch, BatchItem, BatchSheet, Image, LedgerEntry, Task
from idphoto.errors import (
    BatchFull,
    IdempotencyKeyReused,
    ItemExists,
    NotEnoughCredits,
    UnknownBatch,
    UnknownItem,
    UnknownTask,
)
from idphoto.services.service import Service

OpenService = Callable[..., Opened]
PHOTO = {"spec": "us-passport"}
STRANGER = Account("somebody-else", "stranger", 0.0, None)


async def add(
    service: Service, account: Account, batch_id: str, name: str, data: bytes, **more: bool
) -> tuple[str, bool]:
    """Add a portrait of Ada in class 4b; its task's id once it ended, and whether it is new."""
    portrait = NamedPortrait(name, "Ada", "4b")
    work = submission(data)
    entry, is_new = await service.batches.add(account, batch_id, portrait, work, **more)
    await service.tasks.wait(entry.task.id, 30)
    return entry.task.id, is_new


def blobs_in(folder: Path) -> list[str]:
    """The stored pictures."""
    found = [
        path for part in ("sources", "results") for path in (folder / "blobs" / part).rglob("*")
    ]
    return sorted(path.name for path in found if path.is_file())


@on_a_loop
async def test_items_stand_as_their_photos_turned_out_failures_first(
    open_service: OpenService, tmp_path: Path
) -> None:
    hold = tmp_path / "hold"
    hold.touch()
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        for name, word in (
            ("a", "pass"),
            ("b", "unsure"),
            ("c", "nobody"),
            ("d", "fail"),
            ("e", "pass"),
        ):
            await add(service, account, batch.id, name, word.encode())
        await service.batches.add(
            account, batch.id, NamedPortrait("f", "", ""), submission(f"held {hold}".encode())
        )
        entries = await service.batches.items(account, batch.id)
        assert [(entry.portrait.name, entry.standing) for entry in entries] == [
            ("c", Standing.REFUSED),
            ("d", Standing.FAILED),
            ("b", Standing.UNSURE),
            ("f", Standing.UNFINISHED),
            ("a", Standing.PASSED),
            ("e", Standing.PASSED),
        ]
        by_name = await service.batches.items(account, batch.id, "name")
        assert [entry.portrait.name for entry in by_name] == list("abcdef")
        seen = await service.batches.look(account, batch.id)
        assert dict(seen.counts) == {
            Standing.REFUSED: 1,
            Standing.FAILED: 1,
            Standing.UNSURE: 1,
            Standing.UNFINISHED: 1,
            Standing.PASSED: 2,
        }
        assert (seen.name, seen.photo, seen.groups) == ("Spring", PHOTO, ("4b",))
        hold.unlink()


@pytest.mark.parametrize("order", ["failures", "name"])
@on_a_loop
async def test_parts_of_a_list_join_without_gap_or_overlap(
    open_service: OpenService, order: ItemOrder
) -> None:
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        for number, word in enumerate(("pass", "fail", "unsure", "fail", "pass")):
            await add(service, account, batch.id, f"{number}.jpg", word.encode())
        whole = await service.batches.items(account, batch.id, order)
        parts, after = [], None
        while part := await service.batches.items(
            account,
            batch.id,
            order,
            after=after,
            limit=2,
        ):
            parts += part
            after = part[-1].place
        assert [each.portrait for each in parts] == [each.portrait for each in whole]
        assert len(parts) == 5


@on_a_loop
async def test_the_same_portrait_again_is_the_same_item_and_costs_nothing(
    open_service: OpenService, database: Database
) -> None:
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        first = await add(service, account, batch.id, "a.jpg", b"pass")
        renamed = NamedPortrait("a.jpg", "Grace", "5a")
        entry, is_new = await service.batches.add(account, batch.id, renamed, submission(b"pass"))
        assert (entry.task.id, is_new) == (first[0], False)
        (seen,) = await service.batches.items(account, batch.id)
        assert seen.portrait == renamed
    with database.reading() as tx:
        assert tx.scalar(select(ApiKey.credits)) == 98
        assert tx.scalar(select(func.count()).select_from(Image)) == 1


@on_a_loop
async def test_another_portrait_of_a_name_is_refused_unless_it_replaces_the_first(
    open_service: OpenService, tmp_path: Path
) -> None:
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        old, _ = await add(service, account, batch.id, "a.jpg", b"fail")
        with pytest.raises(ItemExists) as caught:
            await add(service, account, batch.id, "a.jpg", b"pass")
        assert caught.value.message == (
            "the batch already has another portrait of this name: to replace it, add ?replace=true"
        )
        assert len(blobs_in(tmp_path)) == 3
        new, is_new = await add(service, account, batch.id, "a.jpg", b"pass", replace=True)
        assert (is_new, new != old) == (True, True)
        (entry,) = await service.batches.items(account, batch.id)
        assert (entry.task.id, entry.standing) == (new, Standing.PASSED)
        with pytest.raises(UnknownTask):
            await service.tasks.look(account, "v1.photo", old)
        assert len(blobs_in(tmp_path)) == 3  # of the new one: portrait, photo, report


@on_a_loop
async def test_a_refused_portrait_is_made_again_only_if_asked(open_service: OpenService) -> None:
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        first, _ = await add(service, account, batch.id, "a.jpg", b"nobody")
        assert await add(service, account, batch.id, "a.jpg", b"nobody") == (first, False)
        second, is_new = await add(service, account, batch.id, "a.jpg", b"nobody", replace=True)
        assert (is_new, second != first) == (True, True)


@on_a_loop
async def test_two_uploads_of_a_portrait_at_once_make_one_item(
    open_service: OpenService, database: Database
) -> None:
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        found = await asyncio.gather(
            *(add(service, account, batch.id, "a.jpg", b"pass") for _ in range(6))
        )
        assert len({task_id for task_id, _ in found}) == 1
        assert sorted(is_new for _, is_new in found) == [False] * 5 + [True]
    with database.reading() as tx:
        assert tx.scalar(select(func.count()).select_from(Task)) == 1
        assert tx.scalar(select(ApiKey.credits)) == 98


@on_a_loop
async def test_what_a_batch_holds_is_kept_as_long_as_the_batch(
    open_service: OpenService, database: Database
) -> None:
    async with open_service(keep_s=1, batch_keep_s=5000) as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        await add(service, account, batch.id, "a.jpg", b"pass")
        await add(service, account, batch.id, "b.jpg", b"nobody")
        with database.reading() as tx:
            assert set(tx.scalars(select(Task.expires_at))) == {batch.expires_at}
            assert set(tx.scalars(select(Image.expires_at))) == {batch.expires_at}
        assert batch.expires_at == pytest.approx(time.time() + 5000, abs=60)


@on_a_loop
async def test_nothing_is_left_of_a_deleted_batch(
    open_service: OpenService, database: Database, tmp_path: Path
) -> None:
    hold = tmp_path / "hold"
    hold.touch()
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        await add(service, account, batch.id, "a.jpg", b"pass")
        held = f"held {hold}".encode()
        entry, _ = await service.batches.add(
            account, batch.id, NamedPortrait("b.jpg", "Bob", ""), submission(held)
        )
        sheet = await service.batches.print(account, batch.id, submission(b"pass"))
        await service.batches.remove(account, batch.id)
        with pytest.raises(UnknownBatch):
            await service.batches.look(account, batch.id)
        with database.reading() as tx:
            for table in (Batch, BatchItem, BatchSheet, Image):
                assert tx.scalar(select(func.count()).select_from(table)) == 0
            rows = list(tx.scalars(select(Task)))
            assert {row.id for row in rows} >= {entry.task.id, sheet}
            assert all(row.purged_at and not row.sources and not row.order for row in rows)
        hold.unlink()
        await service.close()
        assert blobs_in(tmp_path) == []
    with database.reading() as tx:
        kinds = tx.execute(
            select(LedgerEntry.kind).where(LedgerEntry.task_id == entry.task.id)
        ).scalars()
        assert sorted(kinds) == ["release", "reserve"]


@on_a_loop
async def test_a_batch_expires_with_everything_in_it(
    open_service: OpenService, database: Database, tmp_path: Path
) -> None:
    async with open_service(batch_keep_s=1000) as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        await add(service, account, batch.id, "a.jpg", b"pass")
        with database.transaction() as tx:
            store.end(tx, batch.id, time.time() - 1)
        with pytest.raises(UnknownBatch, match="or it has expired"):
            await add(service, account, batch.id, "b.jpg", b"pass")
        await service.batches.purge()
        assert blobs_in(tmp_path) == []
        with database.reading() as tx:
            assert tx.scalar(select(func.count()).select_from(BatchItem)) == 0
            assert tx.scalar(select(func.count()).select_from(Batch)) == 0


@on_a_loop
async def test_a_deleted_item_is_gone_and_its_name_free(
    open_service: OpenService, tmp_path: Path
) -> None:
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        await add(service, account, batch.id, "a.jpg", b"fail")
        await service.batches.remove_item(account, batch.id, "a.jpg")
        assert await service.batches.items(account, batch.id) == []
        assert blobs_in(tmp_path) == []
        with pytest.raises(UnknownItem) as caught:
            await service.batches.remove_item(account, batch.id, "a.jpg")
        assert caught.value.message == "the batch has no portrait of this name"
        _, is_new = await add(service, account, batch.id, "a.jpg", b"fail")
        assert is_new


@on_a_loop
async def test_a_portrait_that_is_not_accepted_leaves_nothing_behind(
    open_service: OpenService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_ITEMS", 1)
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        with pytest.raises(NotEnoughCredits):
            await service.batches.add(
                account, batch.id, NamedPortrait("x", "", ""), submission(b"pass", cost=101)
            )
        assert await service.batches.items(account, batch.id) == []
        await add(service, account, batch.id, "a.jpg", b"pass")
        with pytest.raises(BatchFull, match="a batch may have at most 1 portraits"):
            await add(service, account, batch.id, "b.jpg", b"pass")
        assert len(blobs_in(tmp_path)) == 3


@on_a_loop
async def test_only_its_owner_sees_a_batch(open_service: OpenService) -> None:
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        assert await service.batches.page(STRANGER, limit=10) == []
        for call in (
            service.batches.look(STRANGER, batch.id),
            service.batches.remove(STRANGER, batch.id),
            service.batches.items(STRANGER, batch.id),
            add(service, STRANGER, batch.id, "a.jpg", b"pass"),
            service.batches.look(account, "\0"),
        ):
            with pytest.raises(UnknownBatch):
                await call


@pytest.mark.parametrize("text", ["a\0", "\ud800"])
@on_a_loop
async def test_a_name_that_no_database_stores_is_nobodys(
    open_service: OpenService, text: str
) -> None:
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        await add(service, account, batch.id, "a", b"pass")
        with pytest.raises(UnknownItem):
            await service.batches.remove_item(account, batch.id, text)
        assert await service.batches.items(account, batch.id, group=text) == []
        after = ItemPlace(Standing.REFUSED, text)
        assert await service.batches.items(account, batch.id, after=after) == []


@on_a_loop
async def test_batches_are_listed_newest_first(open_service: OpenService) -> None:
    async with open_service() as (service, account):
        opened = [await service.batches.open(account, f"{each}", PHOTO) for each in range(3)]
        await add(service, account, opened[1].id, "a.jpg", b"pass")
        first = await service.batches.page(account, limit=2)
        after = BatchPlace(first[-1].created_at, first[-1].id)
        rest = await service.batches.page(account, after=after, limit=2)
        assert [batch.name for batch in (*first, *rest)] == ["2", "1", "0"]
        assert [dict(batch.counts) for batch in first] == [{}, {Standing.PASSED: 1}]


@on_a_loop
async def test_a_repetition_opens_no_second_batch(open_service: OpenService) -> None:
    async with open_service() as (service, account):
        first = await service.batches.open(account, "Spring", PHOTO, "once")
        assert await service.batches.open(account, "Spring", PHOTO, "once") == first
        with pytest.raises(IdempotencyKeyReused, match="it was sent with another request"):
            await service.batches.open(account, "Autumn", PHOTO, "once")
        await service.batches.remove(account, first.id)
        again = await service.batches.open(account, "Spring", PHOTO, "once")
        assert again.counts == {}


@on_a_loop
async def test_items_survive_a_restart(open_service: OpenService) -> None:
    async with open_service() as (service, account):
        batch = await service.batches.open(account, "Spring", PHOTO)
        await service.batches.add(
            account, batch.id, NamedPortrait("a", "", ""), submission(b"pass")
        )
    async with open_service() as (service, account):
        (entry,) = await service.batches.items(account, batch.id)
        await service.tasks.wait(entry.task.id, 30)
        (entry,) = await service.batches.items(account, batch.id)
        assert entry.standing is Standing.PASSED
