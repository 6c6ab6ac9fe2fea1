"""Accepting work: by the time its id is answered, the task is on disk and its credits are held."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from sqlalchemy.orm import Session

from idphoto.accounts import ledger
from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.errors import (
    BadRequest,
    BatchFull,
    IdempotencyKeyReused,
    ItemExists,
    NotEnoughCredits,
    StorageUnavailable,
    TooManyTasks,
    UnknownBatch,
)
from idphoto.storage.blobs import Blobs
from idphoto.tasks import images, store, turns
from idphoto.tasks.blob_keys import source_key
from idphoto.tasks.model import FromImage, FromUrl, Submission, Upload
from idphoto.tasks.queue import Queue, Queued
from idphoto.tasks.repeats import TaskIdentity, was_accepted

# Tasks end all the time, and each end makes room for one more.
RETRY_AFTER_S: Final = 5.0
Alongside = Callable[[Session, str], None]
"""``also(tx, task_id)``, in the transaction that accepts the task."""
# After these, nothing was accepted. After an outage of the database, something may have been.
REFUSALS: Final = (
    BadRequest,
    BatchFull,
    IdempotencyKeyReused,
    ItemExists,
    NotEnoughCredits,
    TooManyTasks,
    UnknownBatch,
)


async def store_uploads(blobs: Blobs, account: Account, submission: Submission) -> list[str | None]:
    """Store the uploaded sources; for each source its new image id, None if it is no upload.

    Raises:
        NotEnoughCredits: the task would not be accepted anyway.
        StorageUnavailable, OutOfResources: a source cannot be stored.
    """
    if account.credits is not None and account.credits < submission.cost:
        raise NotEnoughCredits(balance=account.credits, need=submission.cost)
    image_ids: list[str | None] = []
    for source in submission.sources:
        image_id = str(uuid.uuid4()) if isinstance(source, Upload) else None
        if isinstance(source, Upload) and image_id:
            await blobs.put(source_key(image_id), source.data)
        image_ids.append(image_id)
    return image_ids


async def drop_uploads(blobs: Blobs, image_ids: Sequence[str | None]) -> None:
    """Remove what ``store_uploads`` stored for a task that was refused, or accepted before."""
    with suppress(StorageUnavailable):  # then the sweep finds it
        await blobs.delete([source_key(image_id) for image_id in image_ids if image_id])


def accept(
    database: Database,
    queue: Queue,
    account: Account,
    submission: Submission,
    image_ids: Sequence[str | None],
    keep_s: float,
    max_unfinished: int,
    task: TaskIdentity,
    traceparent: str | None = None,
    also: Alongside | None = None,
) -> bool:
    """Reserve the credits, write the task and queue it: all in one transaction. False if a
    repetition finds it accepted.

    ``image_ids``: as ``store_uploads`` returned them. ``max_unfinished``: tasks of the key.
    ``traceparent``: of the span that the task's spans are part of. ``also``: writes what the
    caller needs beside the task; what it raises refuses the task.

    Raises:
        IdempotencyKeyReused: another request has made the task.
        TooManyTasks: the key has that many already.
        NotEnoughCredits: another request has taken them.
        BadRequest: the stored source that is named does not exist, or no longer.
        DatabaseUnavailable: nothing was accepted.
    """
    with database.transaction() as tx:
        now = time.time()  # only now: other writers may have gone first
        # Locks the key's row. So of two repetitions at once, the later waits for the first one's
        # commit, and a key's tasks are counted and get their turns one after another.
        ledger.reserve(tx, account.id, task.id, submission.cost, now)
        if was_accepted(tx, task, now):
            return False
        unfinished = turns.unfinished_count(tx, account.id)
        if unfinished >= max_unfinished:
            raise TooManyTasks(unfinished, max_unfinished, RETRY_AFTER_S)
        last = turns.last_turn(tx, account.id, submission.priority)
        turn = turns.next_turn(turns.current_turn(tx), last, submission.priority)
        until = store.expiry_of(now, keep_s, submission.keep_until)
        stored = zip(submission.sources, image_ids, strict=True)
        sources = tuple(_source(tx, account, each, its, now, until) for each, its in stored)
        store.create(
            tx,
            store.NewTask(
                id=task.id,
                key_id=account.id,
                api=submission.api,
                wire=submission.wire,
                order=submission.order,
                cost=submission.cost,
                base_url=submission.base_url,
                callback_url=submission.callback_url,
                sources=sources,
                priority=submission.priority,
                turn=turn,
                max_source_bytes=submission.max_source_bytes,
                time_limit_s=submission.time_limit_s,
                trace_id=submission.trace_id,
                traceparent=traceparent,
                fingerprint=task.fingerprint,
                keep_until=submission.keep_until,
            ),
            now,
        )
        if also is not None:
            also(tx, task.id)
        all_stored = all(source.image_id is not None for source in sources)
        queue.put(tx, Queued(task.id, account.id, submission.priority, turn, all_stored))
    return True


def _source(
    tx: Session,
    account: Account,
    source: Upload | FromUrl | FromImage,
    image_id: str | None,
    now: float,
    until: float,
) -> store.TaskSource:
    """A source as the task's row has it, with its picture noted or kept for longer."""
    if isinstance(source, FromUrl):
        return store.TaskSource(url=source.url, image_id=None)
    if isinstance(source, FromImage):
        return store.TaskSource(url=None, image_id=_reuse(tx, account, source, now, until))
    assert image_id is not None  # noqa: S101 - stored before
    blob, size = source_key(image_id), len(source.data)
    images.add(tx, image_id, account.id, blob, size, now, until)
    return store.TaskSource(url=None, image_id=image_id)


def _reuse(tx: Session, account: Account, source: FromImage, now: float, until: float) -> str:
    image = images.find(tx, source.image_id, account.id, now)
    if image is None:
        raise BadRequest(source.field, "no stored picture has this id, or it has expired")
    images.keep(tx, image.id, until)
    return image.id
