from __future__ import annotations

import pytest
from tests.authority.outsider import Outsider, outsider
from tests.db.databases import database, database_url, postgresql_url, sqlite_database, sqlite_url

from idphoto.authority.cipher import Cipher

__all__ = [
    "Outsider",
    "database",
    "database_url",
    "outsider",
    "postgresql_url",
    "sqlite_database",
    "sqlite_url",
]


@pytest.fixture
def cipher() -> Cipher:
    return Cipher(b"the secret of a server in a test")
