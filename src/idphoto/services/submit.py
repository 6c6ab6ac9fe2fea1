"""Accepting work: once the id is answered, the task is on disk and paid for."""

from __future__ import annotations

import time
import uuid

from sqlalchemy.orm import Session

from idphoto.accounts import ledger
from idphoto.db.database import Database
from idphoto.errors import BadRequest, NotEnoughCredits
from idphoto.services import orders
from idphoto.services.model import Account, FromImage, FromUrl, Submission, Upload
from idphoto.services.run import source_key
from idphoto.storage.blobs import Blobs
from idphoto.tasks import images, store


async def store_upload(blobs: Blobs, account: Account, submission: Submission) -> str | None:
    """Keep the source that came along; returns its new image id, None for other sources.

    Raises:
        NotEnoughCredits: it would not be accepted anyway.
        StorageUnavailable, OutOfResources: it cannot be kept.
    """
    if account.credits is not None and account.credits < submission.cost:
        raise NotEnoughCredits(balance=account.credits, need=submission.cost)
    if not isinstance(submission.source, Upload):
        return None
    image_id = str(uuid.uuid4())
    await blobs.put(source_key(image_id), submission.source.data)
    return image_id


def accept(
    database: Database,
    account: Account,
    submission: Submission,
    image_id: str | None,
    keep_s: float,
) -> str:
    """Reserve the credits and write the task down, both or neither; returns the task's id.

    Raises:
        NotEnoughCredits: another request has taken them.
        BadRequest: the stored source that is named does not exist, or no longer.
        DatabaseUnavailable: nothing was accepted.
    """
    task_id, source = str(uuid.uuid4()), submission.source
    with database.transaction() as tx:
        now = time.time()  # not sooner: other writers may have had their turn first
        ledger.reserve(tx, account.id, task_id, submission.cost, now)
        if isinstance(source, Upload):
            assert image_id is not None  # noqa: S101 - stored before
            blob, size = source_key(image_id), len(source.data)
            images.add(tx, image_id, account.id, blob, size, now, now + keep_s)
        elif isinstance(source, FromImage):
            image_id = _reuse(tx, account, source, now, keep_s)
        store.create(
            tx,
            store.NewTask(
                id=task_id,
                key_id=account.id,
                api=submission.api,
                wire=submission.wire,
                order=orders.to_json(submission.order),
                cost=submission.cost,
                base_url=submission.base_url,
                callback_url=submission.callback_url,
                source_url=source.url if isinstance(source, FromUrl) else None,
                image_id=image_id,
                max_source_bytes=submission.max_source_bytes,
                time_limit_s=submission.time_limit_s,
                trace_id=submission.trace_id,
            ),
            now,
        )
    return task_id


def _reuse(tx: Session, account: Account, source: FromImage, now: float, keep_s: float) -> str:
    image = images.find(tx, source.image_id, account.id, now)
    if image is None:
        raise BadRequest(source.field, "no such picture is stored: unknown, or no longer kept")
    images.keep(tx, image.id, now + keep_s)
    return image.id
