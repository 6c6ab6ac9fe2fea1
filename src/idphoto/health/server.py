"""What only the server needs: its libraries, data folder, database and storage."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from idphoto.errors import DatabaseLost, IdPhotoError
from idphoto.health.folders import can_write, nearest
from idphoto.health.part import HealthPart
from idphoto.settings import ServerSettings
from idphoto.storage.secret import secret_file

_LIBRARIES: Final = ("aiohttp", "alembic", "fastapi", "obstore", "sqlalchemy", "uvicorn")
_LITTLE_SPACE: Final = 1e9  # bytes


def parts(settings: ServerSettings) -> Iterator[HealthPart]:
    """The server's parts. Where it is not installed, one part that says so."""
    absent = [name for name in _LIBRARIES if find_spec(name) is None]
    if absent:
        found = f"not installed ({', '.join(absent)}); only idphoto serve needs it"
        yield HealthPart("server", "ok", found)
        return
    yield _data_dir(settings.data_dir)
    yield _database(settings)
    yield _storage(settings)


def _data_dir(folder: Path) -> HealthPart:
    free = shutil.disk_usage(nearest(folder)).free
    found = f"{folder}, {free / 1e9:.1f} GB free"
    if not folder.exists():
        found += "; the server makes it at its first start"
    if not can_write(folder):
        remedy = "let the server's user write to it, or set IDPHOTO_DATA_DIR"
        return HealthPart("data folder", "missing", f"{found}; it cannot be written to", remedy)
    if free < _LITTLE_SPACE:
        return HealthPart(
            "data folder", "warning", found, "free some space, or lower IDPHOTO_KEEP_S"
        )
    return HealthPart("data folder", "ok", found)


def _database(settings: ServerSettings) -> HealthPart:
    from idphoto.db.database import Database

    remedy = "check IDPHOTO_DATABASE_URL, rights and disk"
    # nothing is made here: a file that is not there yet is not opened
    if not settings.database_url and not (settings.data_dir / "idphoto.db").exists():
        return _new_database(settings, "the server makes it at its first start")
    try:
        database = Database(settings.resolved_database_url)
        try:
            version = database.version()
        finally:
            database.close()
    except IdPhotoError as error:
        return HealthPart("database", "missing", error.message, remedy)
    if not version.found:
        return _new_database(settings, "reachable; the server makes its tables at its first start")
    if version.found == version.newest:
        return HealthPart("database", "ok", f"reachable; tables of version {version.found}")
    found = f"reachable; tables of version {version.found}, {version.newest} is current"
    if version.is_known:
        alone = settings.role == "all"
        remedy = "the server upgrades them when it starts" if alone else "run `idphoto migrate`"
        return HealthPart("database", "warning", found, remedy)
    return HealthPart("database", "missing", found, "a newer idphoto made them: install that one")


def _new_database(settings: ServerSettings, found: str) -> HealthPart:
    secret = secret_file(settings.data_dir)
    if settings.secret.get_secret_value() or not secret.exists():
        return HealthPart("database", "ok", found)
    lost = DatabaseLost("the database", str(secret))
    remedy = "restore it, or move that file away if you want a new server"
    return HealthPart("database", "missing", lost.message, remedy)


def _storage(settings: ServerSettings) -> HealthPart:
    from idphoto.storage.blobs import Blobs

    remedy = "check IDPHOTO_STORAGE_URL or the folder's rights, and the service's variables"
    if not settings.storage_url and not settings.blobs_dir.exists():
        return HealthPart("storage", "ok", "the server makes its folder at its first start")
    try:
        asyncio.run(Blobs.open(settings.storage_url, settings.blobs_dir).check())
    except IdPhotoError as error:
        return HealthPart("storage", "missing", error.message, remedy)
    return HealthPart("storage", "ok", "an object was written, read and removed")
