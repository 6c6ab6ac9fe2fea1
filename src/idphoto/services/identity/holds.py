"""Holds credits for checks, which have no task records, and releases what interrupted ones leave.

The id of a check's hold is derived from its idempotency key and from the request itself: there is
no record to compare a repetition with, and a key must not pay for other cards. A hold that was
released cannot be taken again, so a repetition of a check that cost nothing takes the next id.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from idphoto.accounts import ledger
from idphoto.accounts.account import Account
from idphoto.db.tables import LedgerEntry, Task
from idphoto.errors import IdempotencyKeyInUse, IdempotencyKeyReused
from idphoto.services.identity.model import Check
from idphoto.tasks.repeats import derived_id, fingerprint, source_facts

_ENDS: Final = ("capture", "release")
_RETRY_AFTER_S: Final = 1.0
# So often may one request be repeated after a check that cost nothing.
MAX_FREE: Final = 20


def hold_ids(
    secret: bytes, account: Account, check: Check, idempotency_key: str | None
) -> list[str]:
    """The ids that the check's hold may have, in the order to try them.

    With a key it is slow, because an upload is hashed: do not call it on the event loop.
    """
    if idempotency_key is None:
        return [str(uuid.uuid4())]
    request = {"source": source_facts(check.source), "wanted": asdict(check.wanted)}
    names = (account.id, "idcard", idempotency_key, fingerprint(secret, request))
    return [derived_id(secret, *names, str(number)) for number in range(MAX_FREE + 1)]


def take(tx: Session, account: Account, ids: Sequence[str], cost: int, now: float) -> str:
    """Hold the credits, unless an earlier check of the same request was charged; the hold's id.

    Raises:
        NotEnoughCredits: the balance does not cover them.
        IdempotencyKeyInUse: an earlier check of the same request has not ended.
        IdempotencyKeyReused: as many have ended without a charge as may.
    """
    ledger.lock(tx, account.id)
    for hold in ids:
        kinds = ledger.kinds(tx, hold)
        if not kinds:
            ledger.reserve(tx, account.id, hold, cost, now)
        elif "release" in kinds:
            continue
        elif "capture" not in kinds:
            raise IdempotencyKeyInUse(_RETRY_AFTER_S)
        return hold
    raise IdempotencyKeyReused(f"its request has been repeated {MAX_FREE} times")


def release_left(tx: Session, now: float, before: float) -> int:
    """Release the holds from before ``before`` that do not belong to a task; returns how many there
    were.

    Choose ``before`` so that no check of that time is still running: the remaining holds then come
    from a process that died.
    """
    end = aliased(LedgerEntry)
    settled = select(end.id).where(end.task_id == LedgerEntry.task_id, end.kind.in_(_ENDS))
    task = select(Task.id).where(Task.id == LedgerEntry.task_id)
    left = select(LedgerEntry.task_id).where(
        LedgerEntry.kind == "reserve", LedgerEntry.at < before, ~settled.exists(), ~task.exists()
    )
    holds = list(tx.scalars(left))
    for hold in holds:
        if hold is not None:
            ledger.release(tx, hold, now)
    return len(holds)
