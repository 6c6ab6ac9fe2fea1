"""The check on a real database, without networks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.services.identity.cards import FakeAuthority, FakeChecker

from idphoto.accounts import keys
from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.db.tables import LedgerEntry
from idphoto.services.identity.check import Identity, Policy
from idphoto.storage.blobs import Blobs
from idphoto.tasks.workers import Workers

CREDITS = 100


@dataclass
class Desk:
    """A check's service and everything around it.

    ``downloads``: the requested downloads. ``served``: the file at every URL, or the error raised;
    at one that contains "slow" it comes once ``arrived`` is set.
    """

    identity: Identity
    account: Account
    checker: FakeChecker
    authority: FakeAuthority
    database: Database
    workers: Workers
    folder: Path
    downloads: list[tuple[str, str, int, float]]
    served: bytes | Exception = b"a downloaded picture"
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def balance(self) -> int | None:
        with self.database.reading() as tx:
            return keys.get_key(tx, "client").credits

    def booked(self) -> list[tuple[str, int]]:
        """The ledger's entries except the initial grant."""
        with self.database.reading() as tx:
            rows = tx.execute(select(LedgerEntry.kind, LedgerEntry.credits).order_by("id"))
            return [(kind, moved) for kind, moved in rows if kind != "grant"]

    def stored(self) -> list[Path]:
        return [each for each in (self.folder / "blobs").rglob("*") if each.is_file()]


OpenDesk = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def open_desk(tmp_path: Path) -> OpenDesk:
    """``async with open_desk(keep_s=…) as desk``; can be reopened on the same folder."""

    @asynccontextmanager
    async def opened(
        keep_s: float = 0.0, workers: int = 2, min_similarity: float = 70.0
    ) -> AsyncIterator[Desk]:
        database = Database(f"sqlite:///{tmp_path / 'idphoto.db'}")
        database.migrate()
        with database.transaction() as tx:
            known = {row.name: row for row in keys.list_keys(tx)}
            if "client" not in known:
                keys.create_key(tx, "client", credits=CREDITS, qps=0, now=time.time())
            row = keys.get_key(tx, "client")
            account = Account(row.id, row.name, 0.0, row.credits)
        downloads: list[tuple[str, str, int, float]] = []

        async def download(url: str, key_id: str, max_bytes: int, timeout_s: float) -> bytes:
            downloads.append((url, key_id, max_bytes, timeout_s))
            if "slow" in url:
                await desk.arrived.wait()
            if isinstance(desk.served, Exception):
                raise desk.served
            return desk.served

        pool, checker, authority = Workers(workers), FakeChecker(), FakeAuthority()
        policy = Policy(min_similarity, keep_s)
        blobs = Blobs.open("", tmp_path / "blobs")
        identity = Identity(policy, database, blobs, pool, download, checker, b"s" * 32)
        desk = Desk(identity, account, checker, authority, database, pool, tmp_path, downloads)
        await identity.open(authority)
        try:
            yield desk
        finally:
            checker.gate.set()
            await identity.close(5.0)
            pool.close()
            database.close()

    return opened
