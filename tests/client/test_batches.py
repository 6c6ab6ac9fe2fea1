"""Batches of a real server, whose tasks make blank pictures."""

from __future__ import annotations

import asyncio
import time
import zipfile
from pathlib import Path

import httpx
import pytest
from tests.client.conftest import NOBODY, PORTRAIT, LiveServer, picture
from tests.server.conftest import PATIENCE_S

from idphoto.client import AsyncClient, Batch, Client, ProblemError

pytestmark = pytest.mark.xdist_group("client")  # one server is enough


@pytest.fixture
def batch(client: Client) -> Batch:
    """Two portraits of two groups, one of which shows nobody."""
    opened = client.open_batch("Spring 2027", "jp-visa", max_bytes=90_000)
    client.add_to_batch(opened, PORTRAIT, "4a/ada.jpg", person="Ada", group="4a")
    client.add_to_batch(opened, NOBODY, "4b/wall.jpg", group="4b")
    end = time.monotonic() + PATIENCE_S
    while client.batch(opened).counts.unfinished:
        assert time.monotonic() < end
        time.sleep(0.02)
    return opened


def test_a_batch_counts_its_items(client: Client, batch: Batch) -> None:
    now = client.batch(batch.id)
    assert (now.name, now.groups) == ("Spring 2027", ("4a", "4b"))
    assert (now.photo.spec, now.photo.max_bytes) == ("jp-visa", 90_000)
    assert (now.counts.total, now.counts.failed) == (2, 1)
    assert batch.id in [each.id for each in client.batches()]


def test_items_are_listed_with_failures_first_or_by_name_or_of_a_group(
    client: Client, batch: Batch
) -> None:
    first, second = client.batch_items(batch)
    assert (first.name, first.problem and first.problem.code) == ("4b/wall.jpg", "no_face")
    assert (second.name, second.person, second.state) == ("4a/ada.jpg", "Ada", "done")
    assert [each.name for each in client.batch_items(batch, "name")] == [
        "4a/ada.jpg",
        "4b/wall.jpg",
    ]
    assert [each.group for each in client.batch_items(batch, group="4b")] == ["4b"]


def test_a_portrait_is_added_once_and_replaced_only_on_request(
    client: Client, batch: Batch
) -> None:
    again = client.add_to_batch(batch, PORTRAIT, "4a/ada.jpg", person="Ada", group="4a")
    assert client.batch(batch).counts.total == 2
    other = picture("white")
    with pytest.raises(ProblemError) as exists:
        client.add_to_batch(batch, other, "4a/ada.jpg")
    assert (exists.value.code, exists.value.problem.status) == ("item_exists", 409)
    replaced = client.add_to_batch(batch, other, "4a/ada.jpg", replace=True)
    assert replaced.task_id != again.task_id


def test_a_portrait_is_deleted_by_its_name(client: Client, batch: Batch) -> None:
    client.delete_batch_item(batch, "4b/wall.jpg")
    assert [each.name for each in client.batch_items(batch)] == ["4a/ada.jpg"]


def test_photos_are_reported_packed_and_deleted(
    client: Client, batch: Batch, tmp_path: Path
) -> None:
    assert len(client.batch_report(batch).decode("utf-8-sig").splitlines()) == 3
    client.save_batch_archive(batch, tmp_path / "photos.zip", group="4a")
    with zipfile.ZipFile(tmp_path / "photos.zip") as archive:
        assert archive.namelist() == ["4a/Ada.jpg"]
    client.delete_batch(batch)
    with pytest.raises(ProblemError) as gone:
        client.batch(batch)
    assert gone.value.code == "unknown_batch"


def test_the_same_key_opens_one_batch(client: Client) -> None:
    opened = [client.open_batch("Autumn", idempotency_key="batch-1").id for _ in range(2)]
    assert len(set(opened)) == 1


def test_a_batch_with_an_event_loop(live: LiveServer, batch: Batch, tmp_path: Path) -> None:
    async def talk() -> list[str]:
        async with httpx.AsyncClient(trust_env=False) as http:
            client = AsyncClient(live.url, live.key, http=http)
            await client.save_batch_archive(batch, tmp_path / "photos.zip")
            return [each.name async for each in client.batch_items(batch)]

    assert asyncio.run(talk()) == ["4b/wall.jpg", "4a/ada.jpg"]
    assert zipfile.is_zipfile(tmp_path / "photos.zip")
