"""Removing tasks at once, those that have not ended as well."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from idphoto.accounts import ledger
from idphoto.db.tables import Task
from idphoto.errors import TaskRemoved
from idphoto.tasks import callback_store, store
from idphoto.tasks.sources import take_unneeded
from idphoto.tasks.states import State


def take_all(tx: Session, ids: Collection[str], now: float) -> list[str]:
    """Erase everything personal in these tasks' rows; the keys of the files that no row names any
    more.

    A task that has not ended fails, and its credits are released: no worker begins it any more, and
    what one has in hand is rejected. Callbacks that have not arrived are not sent.
    """
    rows = list(tx.scalars(select(Task).where(Task.id.in_(ids), Task.purged_at.is_(None))))
    files: list[str] = []
    images: list[str] = []
    for row in rows:
        failed = not State(row.state).ended and store.fail(
            tx, row.id, None, failure=TaskRemoved(), now=now, expires_at=now
        )
        if failed:
            ledger.release(tx, row.id, now)
        # as it is now: it may have ended since it was read
        current = store.get(tx, row.id) or row
        files += (current.result_blobs or {}).values()
        images += [each.image_id for each in store.sources_of(current) if each.image_id]
        callback_store.cancel(tx, row.id, now)
    store.mark_purged(tx, [row.id for row in rows], now)
    return [*files, *take_unneeded(tx, images)]
