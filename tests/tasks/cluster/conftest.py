from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.db.databases import postgresql_url
from tests.tasks.conftest import key_id, new_task

from idphoto.db.database import Database
from idphoto.services.migrating import migrate_tables

__all__ = ["key_id", "new_task", "postgresql_url"]

NewTaskId = Callable[..., str]


@pytest.fixture
def database(postgresql_url: str) -> Iterator[Database]:
    """A PostgreSQL database with the tables of a cluster."""
    opened = Database(postgresql_url)
    migrate_tables(opened)
    yield opened
    opened.close()
