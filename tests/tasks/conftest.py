from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.db.databases import database, database_url, postgresql_url, sqlite_database, sqlite_url
from tests.services.conftest import bucket, open_service, s3_endpoint

from idphoto.accounts.keys import create_key
from idphoto.db.database import Database
from idphoto.tasks import store
from idphoto.tasks.states import Priority
from idphoto.tasks.store import NewTask, TaskSource

__all__ = [
    "bucket",
    "database",
    "database_url",
    "open_service",
    "postgresql_url",
    "s3_endpoint",
    "sqlite_database",
    "sqlite_url",
]


@pytest.fixture
def key_id(database: Database) -> str:
    with database.transaction() as tx:
        return create_key(tx, "kiosk", credits=None, qps=0, now=1.0).id


@pytest.fixture
def new_task(database: Database, key_id: str) -> Callable[..., str]:
    """``new_task(id, now=10.0, **fields)``: an accepted task; its id."""

    def make(task_id: str = "task", now: float = 10.0, **fields: Any) -> str:
        values: dict[str, Any] = {
            "id": task_id,
            "key_id": key_id,
            "api": "picwish.v1",
            "wire": {"inline": False},
            "order": {"kind": "photo", "spec": "us-passport"},
            "cost": 2,
            "base_url": "https://photos.example",
            "callback_url": None,
            "sources": (TaskSource("https://people.example/erika.jpg", None),),
            "priority": Priority.FAST,
            "turn": 0,
            "max_source_bytes": 20_000_000,
            "time_limit_s": 30.0,
            "trace_id": "0af7651916cd43dd",
        }
        with database.transaction() as tx:
            store.create(tx, NewTask(**(values | fields)), now)
        return task_id

    return make
