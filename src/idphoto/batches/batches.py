"""Batches of all accounts: opened, filled, looked through, printed, deleted."""

from __future__ import annotations

import asyncio
import dataclasses
import time
import uuid
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, Protocol

import structlog
from sqlalchemy.orm import Session

from idphoto.accounts.account import Account
from idphoto.batches import store
from idphoto.batches.model import (
    BatchEntry,
    BatchPlace,
    BatchView,
    ItemOrder,
    ItemPlace,
    NamedPortrait,
    Standing,
)
from idphoto.db.database import Database
from idphoto.db.tables import Batch, BatchItem
from idphoto.errors import (
    DatabaseUnavailable,
    IdempotencyKeyReused,
    ItemExists,
    OutOfResources,
    StorageUnavailable,
    UnknownItem,
)
from idphoto.tasks.accept import Alongside
from idphoto.tasks.lifecycle import Tasks
from idphoto.tasks.model import Submission, Upload
from idphoto.tasks.repeats import derived_id, fingerprint
from idphoto.tasks.threads import on_checking_thread, on_database_thread

_API: Final = "batch"
_AT_A_TIME: Final = 100
_MAX_PAUSE_S: Final = 60.0

_log = structlog.get_logger("idphoto.batches")


class Submit(Protocol):
    """The signature of ``Service.submit``."""

    async def __call__(
        self,
        account: Account,
        submission: Submission,
        idempotency_key: str | None = None,
        also: Alongside | None = None,
    ) -> str: ...


class Batches:
    """Used from the event loop. ``keep_s``: how long a batch and all it holds is kept from the
    moment it is opened. ``submit`` accepts the tasks of its items."""

    def __init__(
        self, database: Database, tasks: Tasks, submit: Submit, secret: bytes, keep_s: float
    ) -> None:
        self._database = database
        self._tasks = tasks
        self._submit = submit
        self._secret = secret
        self._keep_s = keep_s

    async def open(
        self,
        account: Account,
        name: str,
        photo: Mapping[str, Any],
        idempotency_key: str | None = None,
    ) -> BatchView:
        """Open a batch. ``photo``: how each of its photos is made, as JSON.

        ``idempotency_key``: as for ``Tasks.submit``: a repetition gets the same batch.

        Raises:
            IdempotencyKeyReused: the key was sent with another batch, or with one that is gone.
        """
        batch_id = str(uuid.uuid4())
        if idempotency_key is not None:
            batch_id = derived_id(self._secret, account.id, _API, idempotency_key)
        return await on_database_thread(self._open, account, batch_id, name, photo)

    async def look(self, account: Account, batch_id: str) -> BatchView:
        """A batch of the account.

        Raises:
            UnknownBatch: it does not exist, belongs to another key, or has expired.
        """
        return await on_database_thread(self._look, account, batch_id)

    async def page(
        self, account: Account, *, after: BatchPlace | None = None, limit: int
    ) -> list[BatchView]:
        """At most ``limit`` of the account's batches, newest first, after a place in that order."""
        return await on_database_thread(self._page, account, after, limit)

    async def remove(self, account: Account, batch_id: str) -> None:
        """Delete a batch and everything in it at once: portraits, photos, sheets and names.

        Raises:
            UnknownBatch: as ``look``.
        """
        await on_database_thread(self._end, account, batch_id)
        await self._empty(batch_id)

    async def add(
        self,
        account: Account,
        batch_id: str,
        portrait: NamedPortrait,
        submission: Submission,
        *,
        replace: bool = False,
    ) -> tuple[BatchEntry, bool]:
        """Add a portrait, whose photo ``submission`` makes; the item, and whether it is a new one.

        A portrait that is there already, with the same name and the same bytes, is not made again,
        but its person and its group are noted: so an upload that was interrupted can be repeated.
        ``replace``: whether another portrait of this name is replaced, with everything that was
        made of it, and one that was refused is made again.

        Raises:
            UnknownBatch: as ``look``.
            ItemExists: there is another portrait of this name.
            BatchFull: there are as many as there may be.
            NotEnoughCredits, TooManyTasks, StorageUnavailable: as ``Tasks.submit``.
        """
        mark = await on_checking_thread(self._fingerprint, batch_id, submission)
        batch, present = await on_database_thread(self._present, account, batch_id, portrait.name)
        if present is not None and present[0].fingerprint == mark:
            refused = present[1] is Standing.REFUSED
            if not (replace and refused):
                return await self._labelled(account, batch_id, portrait), False
        elif present is not None and not replace:
            raise ItemExists()
        instead_of = present[0].task_id if present is not None else None

        def note(tx: Session, task_id: str) -> None:
            now = time.time()
            store.find(tx, batch_id, account.id, now, for_writing=True)
            store.put_item(tx, batch_id, portrait, task_id, mark, now, instead_of=instead_of)

        kept = dataclasses.replace(submission, keep_until=batch.expires_at)
        try:
            await self._submit(account, kept, also=note)
        except ItemExists:  # another request has just added one of this name
            _, present = await on_database_thread(self._present, account, batch_id, portrait.name)
            if present is None or present[0].fingerprint != mark:
                raise
            return await self._labelled(account, batch_id, portrait), False
        if instead_of is not None:
            await self._tasks.remove_all([instead_of])
        return await self.item(account, batch_id, portrait.name), True

    async def item(self, account: Account, batch_id: str, name: str) -> BatchEntry:
        """One item.

        Raises:
            UnknownBatch: as ``look``.
            UnknownItem: there is none of this name.
        """
        rows = await on_database_thread(self._rows, account, batch_id, "name", name=name)
        if not rows:
            raise UnknownItem()
        return (await self._entries(rows))[0]

    async def items(
        self,
        account: Account,
        batch_id: str,
        order: ItemOrder = "failures",
        *,
        group: str | None = None,
        after: ItemPlace | None = None,
        limit: int | None = None,
    ) -> list[BatchEntry]:
        """Items in an order, after a place in it. ``group``: only those of this group.

        Raises:
            UnknownBatch: as ``look``.
        """
        rows = await on_database_thread(
            self._rows, account, batch_id, order, group=group, after=after, limit=limit
        )
        return await self._entries(rows)

    async def remove_item(self, account: Account, batch_id: str, name: str) -> None:
        """Delete an item, its portrait and its photo at once.

        Raises:
            UnknownBatch, UnknownItem: as ``item``.
        """
        entry = await self.item(account, batch_id, name)
        await self._tasks.remove_all([entry.task.id])
        await on_database_thread(self._drop_item, batch_id, name, entry.task.id)

    async def print(
        self,
        account: Account,
        batch_id: str,
        submission: Submission,
        idempotency_key: str | None = None,
    ) -> str:
        """Accept a task that prints photos of the batch; its id. It is deleted with the batch.

        Raises:
            UnknownBatch: as ``look``.
            IdempotencyKeyReused, NotEnoughCredits, TooManyTasks, StorageUnavailable: as
                ``Tasks.submit``.
        """

        def note(tx: Session, task_id: str) -> None:
            store.find(tx, batch_id, account.id, time.time(), for_writing=True)
            store.add_sheet(tx, batch_id, task_id)

        return await self._submit(account, submission, idempotency_key, note)

    async def run(self) -> None:
        """Remove batches that have expired, until cancelled: at least once a minute."""
        pause_s = min(max(self._keep_s / 10, 1.0), _MAX_PAUSE_S)
        while True:
            try:
                await self.purge()
            except (DatabaseUnavailable, StorageUnavailable, OutOfResources) as error:
                _log.warning("purge delayed", reason=error.message)
            except Exception:
                _log.exception("purge failed unexpectedly")
            await asyncio.sleep(pause_s)

    async def purge(self) -> None:
        """Remove batches that have expired, and what a crash left of others."""
        while found := await on_database_thread(self._expired):
            for batch_id in found:
                await self._empty(batch_id)

    async def _empty(self, batch_id: str) -> None:
        """Remove what an expired batch holds, then the batch. It may be repeated after a crash."""
        while ids := await on_database_thread(self._tasks_of, batch_id):
            await self._tasks.remove_all(ids)
            await on_database_thread(self._drop_tasks, batch_id, ids)
        await on_database_thread(self._drop, batch_id)
        await on_database_thread(self._database.forget)

    async def _labelled(
        self, account: Account, batch_id: str, portrait: NamedPortrait
    ) -> BatchEntry:
        entry = await self.item(account, batch_id, portrait.name)
        if entry.portrait == portrait:
            return entry
        await on_database_thread(self._label, batch_id, portrait)
        return dataclasses.replace(entry, portrait=portrait)

    async def _entries(self, rows: Sequence[store.ItemRow]) -> list[BatchEntry]:
        views = await self._tasks.views([task for _, task, _ in rows])
        return [
            BatchEntry(NamedPortrait(item.name, item.person, item.group), standing, view)
            for (item, _, standing), view in zip(rows, views, strict=True)
        ]

    def _fingerprint(self, batch_id: str, submission: Submission) -> str:
        digests = [
            sha256(source.data).hexdigest()
            for source in submission.sources
            if isinstance(source, Upload)
        ]
        return fingerprint(self._secret, {"batch": batch_id, "sha256": digests})

    # --- on a thread of the database ------------------------------------------------------------

    def _open(
        self, account: Account, batch_id: str, name: str, photo: Mapping[str, Any]
    ) -> BatchView:
        with self._database.transaction() as tx:
            now = time.time()
            until = now + self._keep_s
            if not store.create(tx, batch_id, account.id, name, photo, now, until):
                found = tx.get(Batch, batch_id)
                if found is None or found.expires_at <= now:
                    raise IdempotencyKeyReused("it was sent with a batch that has expired")
                if (found.name, found.photo) != (name, dict(photo)):
                    raise IdempotencyKeyReused("it was sent with another request")
            return self._view(tx, [store.find(tx, batch_id, account.id, now)])[0]

    def _look(self, account: Account, batch_id: str) -> BatchView:
        with self._database.reading() as tx:
            return self._view(tx, [store.find(tx, batch_id, account.id, time.time())])[0]

    def _page(self, account: Account, after: BatchPlace | None, limit: int) -> list[BatchView]:
        with self._database.reading() as tx:
            return self._view(tx, store.page(tx, account.id, time.time(), after=after, limit=limit))

    def _view(self, tx: Session, batches: Sequence[Batch]) -> list[BatchView]:
        ids = [batch.id for batch in batches]
        counts, groups = store.counts(tx, ids), store.groups(tx, ids)
        return [
            BatchView(
                id=batch.id,
                name=batch.name,
                photo=batch.photo,
                created_at=batch.created_at,
                expires_at=batch.expires_at,
                counts=counts.get(batch.id, {}),
                groups=tuple(groups.get(batch.id, ())),
            )
            for batch in batches
        ]

    def _end(self, account: Account, batch_id: str) -> None:
        with self._database.transaction() as tx:
            now = time.time()
            store.find(tx, batch_id, account.id, now, for_writing=True)
            store.end(tx, batch_id, now)

    def _present(
        self, account: Account, batch_id: str, name: str
    ) -> tuple[Batch, tuple[BatchItem, Standing] | None]:
        """The batch, and its item of this name."""
        with self._database.reading() as tx:
            batch = store.find(tx, batch_id, account.id, time.time())
            rows = store.rows(tx, batch_id, "name", name=name)
        return batch, next(((item, standing) for item, _, standing in rows), None)

    def _rows(
        self,
        account: Account,
        batch_id: str,
        order: ItemOrder,
        *,
        name: str | None = None,
        group: str | None = None,
        after: ItemPlace | None = None,
        limit: int | None = None,
    ) -> list[store.ItemRow]:
        with self._database.reading() as tx:
            store.find(tx, batch_id, account.id, time.time())
            return store.rows(tx, batch_id, order, name=name, group=group, after=after, limit=limit)

    def _label(self, batch_id: str, portrait: NamedPortrait) -> None:
        with self._database.transaction() as tx:
            store.label_item(tx, batch_id, portrait)

    def _drop_item(self, batch_id: str, name: str, task_id: str) -> None:
        with self._database.transaction() as tx:
            store.drop_item(tx, batch_id, name, task_id)

    def _expired(self) -> list[str]:
        with self._database.reading() as tx:
            return store.expired(tx, time.time(), _AT_A_TIME)

    def _tasks_of(self, batch_id: str) -> list[str]:
        with self._database.reading() as tx:
            return store.tasks_of(tx, batch_id, _AT_A_TIME)

    def _drop_tasks(self, batch_id: str, ids: Sequence[str]) -> None:
        with self._database.transaction() as tx:
            store.drop_tasks(tx, batch_id, ids)

    def _drop(self, batch_id: str) -> None:
        with self._database.transaction() as tx:
            store.drop(tx, batch_id)
