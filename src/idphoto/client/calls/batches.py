"""Calls about batches."""

from __future__ import annotations

from typing import BinaryIO

from idphoto.client.calls.building import body, new_key, path, query, request, with_spec
from idphoto.client.keywords import BatchKeywords
from idphoto.client.pictures import PictureFile, sent_file
from idphoto.client.wire import Call, reads, reads_bytes, reads_nothing
from idphoto.messages.batches import (
    Batch,
    BatchItem,
    BatchItemList,
    BatchItemRequest,
    BatchList,
    BatchRequest,
    ItemOrder,
)
from idphoto.messages.orders import PhotoOptions

BatchLike = Batch | str
"""A batch, or its id."""


def batch_id(batch: BatchLike) -> str:
    """The id of a batch."""
    return batch if isinstance(batch, str) else batch.id


def open_batch(name: str, spec: str | None, options: BatchKeywords, key: str | None) -> Call[Batch]:
    """Open a batch."""
    photo = request(PhotoOptions, with_spec(spec, options))
    order = body(request(BatchRequest, {"name": name, "photo": photo}))
    return Call("POST", path("batches"), reads(Batch), order=order, key=new_key(key))


def list_batches(cursor: str | None) -> Call[BatchList]:
    """A page of the key's batches."""
    return Call("GET", path("batches"), reads(BatchList), query=query(cursor=cursor))


def show_batch(batch: BatchLike) -> Call[Batch]:
    """The batch, with its counts."""
    return Call("GET", path("batches", batch_id(batch)), reads(Batch))


def delete_batch(batch: BatchLike) -> Call[None]:
    """Delete the batch with all its photos."""
    return Call("DELETE", path("batches", batch_id(batch)), reads_nothing)


def add_to_batch(
    batch: BatchLike, picture: PictureFile, name: str, person: str, group: str, *, replace: bool
) -> Call[BatchItem]:
    """Add a portrait. Its name is in a batch once, so a repetition adds nothing."""
    item = request(BatchItemRequest, {"name": name, "person": person, "group": group})
    return Call(
        "POST",
        path("batches", batch_id(batch), "items"),
        reads(BatchItem),
        query=query(replace="true" if replace else None),
        order=body(item),
        order_part="item",
        files=(sent_file(picture, "picture"),),
        key=new_key(None),
    )


def list_items(
    batch: BatchLike, order: ItemOrder, group: str | None, cursor: str | None
) -> Call[BatchItemList]:
    """A page of a batch's items."""
    asked = query(order=order, group=group, cursor=cursor)
    where = path("batches", batch_id(batch), "items")
    return Call("GET", where, reads(BatchItemList), query=asked)


def delete_item(batch: BatchLike, name: str) -> Call[None]:
    """Delete a portrait with its photo."""
    return Call("DELETE", path("batches", batch_id(batch), "items", name), reads_nothing)


def batch_report(batch: BatchLike) -> Call[bytes]:
    """The report as CSV."""
    return Call("GET", path("batches", batch_id(batch), "report.csv"), reads_bytes)


def save_archive(batch: BatchLike, group: str | None, file: BinaryIO) -> Call[None]:
    """The ZIP file of the photos, written to an open file."""
    where = path("batches", batch_id(batch), "archive.zip")
    return Call("GET", where, reads_nothing, query=query(group=group), save_to=file)
