"""A service on each kind of database, whose photos turn out as their portraits say."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import pytest
from tests.db.databases import database, database_url, postgresql_url, sqlite_url

from idphoto.accounts import keys
from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.errors import NoFace
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.steps import Progress
from idphoto.tasks.made import File, Made
from idphoto.tasks.model import Submission, Upload
from idphoto.tasks.states import Priority

__all__ = ["database", "database_url", "postgresql_url", "sqlite_url"]

Opened = AbstractAsyncContextManager[tuple[Service, Account]]


def make(
    order: dict[str, Any], photos: Sequence[bytes], deadline: float, progress: Progress
) -> Made:
    """The portrait's first word is the verdict on its photo; ``nobody`` is refused, and ``held``
    waits until there is no file of the name that follows."""
    word, *rest = photos[0].decode().split()
    if word == "held":
        while Path(rest[0]).exists():
            time.sleep(0.01)
        word = "pass"
    if word == "nobody":
        raise NoFace()
    found = {"id": "mouth_open", "verdict": word, "reason": "too wide", "advice": "close it"}
    compliance = {"verdict": word, "worst": None if word == "pass" else "mouth_open"}
    report = {"compliance": {**compliance, "findings": [found]}}
    files = {"image": File(b"a photo", "jpeg", (295, 413)), "report": File.of_json(report)}
    return Made(files, {"compliance": compliance, "px": [295, 413], "timings_ms": {}})


def submission(portrait: bytes, cost: int = 2) -> Submission:
    """A photo of a portrait."""
    return Submission(
        api="v1.photo",
        order={"kind": "photo"},
        cost=cost,
        sources=(Upload(portrait),),
        wire={},
        callback_url=None,
        base_url="http://127.0.0.1:1",
        max_source_bytes=1_000_000,
        time_limit_s=30.0,
        trace_id="t" * 32,
        priority=Priority.FAST,
    )


@pytest.fixture
def open_service(tmp_path: Path, database_url: str) -> Callable[..., Opened]:
    """``async with open_service(**settings) as (service, account)``; can be reopened."""

    @asynccontextmanager
    async def opened(**settings: object) -> AsyncIterator[tuple[Service, Account]]:
        values = ServerSettings.model_validate(
            {"data_dir": tmp_path, "database_url": database_url, "drain_s": 0.5} | settings
        )
        database = Database(database_url)
        database.migrate()
        with database.transaction() as tx:
            known = {row.name: row.id for row in keys.list_keys(tx)}
            if not known:
                new = keys.create_key(tx, "school", credits=100, qps=0, now=time.time())
                known["school"] = new.id
        database.close()
        service = await Service.open(values, renderers={}, make=make)
        try:
            yield service, Account(known["school"], "school", 0.0, 100)
        finally:
            await service.close()

    return opened


_P = ParamSpec("_P")


def on_a_loop(test: Callable[_P, Coroutine[Any, Any, None]]) -> Callable[_P, None]:
    """Run an async test on an event loop of its own."""

    @wraps(test)
    def run(*args: _P.args, **options: _P.kwargs) -> None:
        asyncio.run(test(*args, **options))

    return run
