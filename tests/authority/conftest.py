from __future__ import annotations

import pytest
from tests.authority.outsider import Outsider, outsider
from tests.db.databases import database, database_url, postgresql_url, sqlite_database, sqlite_url
from tests.net.names import Names, names

from idphoto.authority.cipher import Cipher

__all__ = [
    "Names",
    "Outsider",
    "database",
    "database_url",
    "names",
    "outsider",
    "postgresql_url",
    "sqlite_database",
    "sqlite_url",
]


@pytest.fixture
def cipher() -> Cipher:
    return Cipher(b"the secret of a server in a test")
