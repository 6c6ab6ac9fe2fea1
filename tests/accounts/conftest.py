from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from tests.db.databases import database, database_url, postgresql_url, sqlite_url

from idphoto.accounts.keys import create_key
from idphoto.db.database import Database

__all__ = ["database", "database_url", "postgresql_url", "sqlite_url"]


@pytest.fixture
def new_key(database: Database) -> Callable[[int | None], str]:
    """``new_key(credits)``: the id of a new key with this balance."""
    numbers = count(1)

    def make(credits_: int | None) -> str:
        with database.transaction() as tx:
            name = f"key {next(numbers)}"
            return create_key(tx, name, credits=credits_, qps=0, now=1.0).id

    return make
