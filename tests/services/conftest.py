"""The real service, each with its own folder."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.services.work import CREDITS, STRANGER
from tests.storage.s3 import bucket, s3_endpoint

__all__ = ["bucket", "open_service", "s3_endpoint"]

from idphoto.accounts import keys
from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey
from idphoto.runtime.engine import Engine
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.tasks.model import TaskView

Opened = AbstractAsyncContextManager[tuple[Service, Account]]
OpenService = Callable[..., Opened]


def render(view: TaskView, files: Mapping[str, bytes]) -> dict[str, Any]:
    """A task as an API might render it."""
    return {"task": view.id, "state": view.state, "urls": view.result_urls, "inline": sorted(files)}


def _row_of(account: Account) -> ApiKey:
    return ApiKey(
        id=account.id,
        name=account.name,
        key_hash="",
        hint="",
        qps=account.qps,
        credits=account.credits,
        created_at=0.0,
        revoked_at=None,
    )


@pytest.fixture
def open_service(tmp_path: Path, engine: Engine) -> OpenService:
    """``async with open_service(**settings) as (service, account)``; can be reopened on the same
    folder."""

    @asynccontextmanager
    async def opened(**settings: object) -> AsyncIterator[tuple[Service, Account]]:
        settings = {
            "data_dir": tmp_path,
            "allow_hosts": ("127.0.0.1",),
            "quality": "fast",
            "drain_s": 0.5,
        } | settings
        values = ServerSettings.model_validate(settings)
        database = Database(values.resolved_database_url)
        database.migrate()
        with database.transaction() as tx:
            known = {row.name: row.id for row in keys.list_keys(tx)}
            if "client" not in known:
                new = keys.create_key(tx, "client", credits=CREDITS, qps=0, now=time.time())
                known["client"] = new.id
                tx.add(_row_of(STRANGER))
        database.close()
        service = await Service.open(values, engine=engine, renderers={"test": render})
        try:
            yield service, Account(known["client"], "client", 0.0, CREDITS)
        finally:
            await service.close()

    return opened
