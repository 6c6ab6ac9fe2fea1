"""A new database beside the secret of an existing server is not taken for a new server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.db.databases import database_url, postgresql_url, sqlite_url

from idphoto.db.database import Database
from idphoto.errors import DatabaseLost
from idphoto.services.migrating import migrate
from idphoto.settings import ServerSettings
from idphoto.storage.secret import load_secret

__all__ = ["database_url", "postgresql_url", "sqlite_url"]

LONG = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def start(tmp_path: Path, database_url: str) -> Callable[..., bytes]:
    """``start(**settings)``: what a server or a command does first; the secret."""

    def begin(**changes: str) -> bytes:
        values = {"data_dir": tmp_path, "database_url": database_url} | changes
        settings = ServerSettings.model_validate(values)
        database = Database(settings.resolved_database_url)
        try:
            migrate(settings, database)
        finally:
            database.close()
        return load_secret(settings.secret.get_secret_value(), settings.data_dir)

    return begin


def test_a_new_database_beside_an_existing_secret_is_refused(
    start: Callable[..., bytes], tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(LONG)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DatabaseLost) as refused:
        start()
    assert refused.value.secret == str(tmp_path / "secret")
    assert "belongs to a server that had some" in refused.value.message
    assert sorted(tmp_path.iterdir()) == before


def test_an_empty_file_beside_an_existing_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(LONG)
    (tmp_path / "idphoto.db").touch()
    settings = ServerSettings(data_dir=tmp_path)
    database = Database(settings.resolved_database_url)
    with pytest.raises(DatabaseLost, match=r"idphoto\.db has no tables, but .*secret belongs"):
        migrate(settings, database)
    assert database.version().found == ""
    database.close()


def test_a_server_that_was_started_starts_again(start: Callable[..., bytes]) -> None:
    assert start() == start()


def test_a_server_that_died_before_it_had_a_secret_starts_again(
    start: Callable[..., bytes], tmp_path: Path
) -> None:
    start()
    (tmp_path / "secret").unlink()
    assert len(start()) == 64


def test_with_the_file_moved_away_the_server_is_a_new_one(
    start: Callable[..., bytes], tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(LONG)
    (tmp_path / "secret").rename(tmp_path / "secret.old")
    assert start() != LONG.encode()


def test_a_secret_in_the_setting_takes_a_new_database(
    start: Callable[..., bytes], tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("of another server, and not used here")
    assert start(secret=LONG) == LONG.encode()
