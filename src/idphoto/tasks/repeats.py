"""Requests with an idempotency key: a repetition meets the task of the first one.

The task's id is derived from the key, so that a repetition finds the same row, and two at once can
make only one. The row has a fingerprint of the request, because the key alone does not say that it
is the same one. Both are keyed hashes: without the server's secret they reveal nothing.
"""

from __future__ import annotations

import hmac
import json
import uuid
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from idphoto.accounts.account import Account
from idphoto.errors import IdempotencyKeyReused
from idphoto.storage.secret import derive
from idphoto.tasks import store
from idphoto.tasks.model import FromImage, FromUrl, Submission, Upload


@dataclass(frozen=True, slots=True)
class TaskIdentity:
    """``id``: the task's. ``fingerprint``: its request's, None if no repetition can meet it."""

    id: str
    fingerprint: str | None


def identify(
    secret: bytes, account: Account, submission: Submission, idempotency_key: str | None
) -> TaskIdentity:
    """The identity of the task to accept; a new one without a key.

    With one it is slow, because uploads are hashed: do not call it on the event loop.
    """
    if idempotency_key is None:
        return TaskIdentity(str(uuid.uuid4()), None)
    request = {
        "order": submission.order,
        "sources": [source_facts(source) for source in submission.sources],
        "callback_url": submission.callback_url,
        "wire": submission.wire,
    }
    return TaskIdentity(
        derived_id(secret, account.id, submission.api, idempotency_key),
        fingerprint(secret, request),
    )


def was_accepted(tx: Session, task: TaskIdentity, now: float) -> bool:
    """Whether an earlier request with the same key and fingerprint made this task.

    Raises:
        IdempotencyKeyReused: it was another request, or the task's result has expired.
    """
    row = None if task.fingerprint is None else store.get(tx, task.id)
    if row is None:
        return False
    if row.purged_at is not None or (row.expires_at is not None and row.expires_at < now):
        raise IdempotencyKeyReused("it was sent with a request whose result has expired")
    if row.fingerprint != task.fingerprint:
        raise IdempotencyKeyReused("it was sent with another request")
    return True


def derived_id(secret: bytes, *names: str) -> str:
    """A UUID that only this server derives from ``names``, which contain no line breaks."""
    digest = hmac.digest(derive(secret, "idempotency key"), "\n".join(names).encode(), sha256)
    return str(uuid.UUID(bytes=digest[:16], version=5))


def fingerprint(secret: bytes, request: dict[str, Any]) -> str:
    """64 hex digits that only this server derives from what a request says, as JSON."""
    text = json.dumps(request, sort_keys=True)
    return hmac.digest(derive(secret, "idempotent request"), text.encode(), sha256).hex()


def source_facts(source: Upload | FromUrl | FromImage) -> dict[str, str]:
    """What distinguishes a source from others, as JSON."""
    if isinstance(source, Upload):
        return {"sha256": sha256(source.data).hexdigest()}
    return {"url": source.url} if isinstance(source, FromUrl) else {"image_id": source.image_id}
