"""What only the server needs."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from idphoto.db.database import Database
from idphoto.errors import StorageUnavailable
from idphoto.health import server
from idphoto.health.part import HealthPart
from idphoto.settings import ServerSettings
from idphoto.storage.blobs import Blobs


def parts(settings: ServerSettings) -> dict[str, HealthPart]:
    return {part.name: part for part in server.parts(settings)}


@pytest.fixture
def settings(tmp_path: Path) -> ServerSettings:
    """Of a server that has been started."""
    settings = ServerSettings(data_dir=tmp_path / "data")
    database = Database(settings.resolved_database_url)
    database.migrate()
    database.close()
    Blobs.open("", settings.blobs_dir)
    return settings


def test_a_server_that_has_been_started_has_every_part(settings: ServerSettings) -> None:
    found = parts(settings)
    assert {name: part.status for name, part in found.items()} == {
        "data folder": "ok",
        "database": "ok",
        "storage": "ok",
    }
    assert "reachable; tables of version " in found["database"].found
    assert found["storage"].found == "an object was written, read and removed"
    assert not any(path.is_file() for path in settings.blobs_dir.rglob("*"))


def test_a_server_that_was_never_started_needs_nothing_and_nothing_is_made(tmp_path: Path) -> None:
    found = parts(ServerSettings(data_dir=tmp_path / "new" / "data"))
    assert {part.status for part in found.values()} == {"ok"}
    assert all("at its first start" in part.found for part in found.values())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_secret_without_its_database_is_reported(tmp_path: Path, is_empty: bool) -> None:
    (tmp_path / "secret").write_text("s" * 64)
    if is_empty:
        (tmp_path / "idphoto.db").touch()
    part = parts(ServerSettings(data_dir=tmp_path))["database"]
    assert part.status == "missing"
    assert f"{tmp_path / 'secret'} belongs to a server that had some" in part.found
    assert part.remedy.startswith("restore it, or move that file away")


def test_without_the_servers_libraries_one_part_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "find_spec", lambda name: None if name == "obstore" else name)
    found = parts(ServerSettings(data_dir=tmp_path))
    assert found == {
        "server": HealthPart("server", "ok", "not installed (obstore); only idphoto serve needs it")
    }


def test_a_file_in_the_place_of_the_data_folder_is_missing(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    part = parts(ServerSettings(data_dir=tmp_path / "data"))["data folder"]
    assert part.status == "missing"
    assert part.found.endswith("it cannot be written to")


def test_little_space_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 5e8})
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    part = parts(ServerSettings(data_dir=tmp_path))["data folder"]
    assert (part.status, part.found) == ("warning", f"{tmp_path}, 0.5 GB free")


@pytest.mark.parametrize(
    ("version", "status", "words"),
    [("0001", "warning", "tables of version 0001"), ("9999", "missing", "tables of version 9999")],
)
def test_tables_of_another_version_are_reported(
    settings: ServerSettings, version: str, status: str, words: str
) -> None:
    with sqlite3.connect(settings.data_dir / "idphoto.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()
    part = parts(settings)["database"]
    assert part.status == status
    assert words in part.found


def test_a_database_that_is_none_is_missing_and_shows_no_password(tmp_path: Path) -> None:
    url = "mysql://root:hunter2@host/name"
    part = parts(ServerSettings(data_dir=tmp_path, database_url=url))["database"]
    assert part.status == "missing"
    assert "hunter2" not in part.found + part.remedy


def test_a_storage_that_cannot_be_written_to_is_missing(
    settings: ServerSettings, monkeypatch: pytest.MonkeyPatch
) -> None:

    async def check(self: Any) -> None:
        await asyncio.sleep(0)
        raise StorageUnavailable("no permission")

    monkeypatch.setattr(Blobs, "check", check)
    part = parts(settings)["storage"]
    assert (part.status, part.found) == ("missing", "the storage is unavailable: no permission")
