"""What a process needs to play its role, and how it hands out tasks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from idphoto.db.database import Database
from idphoto.errors import BadSetting, DatabaseOutdated, LibraryMissing
from idphoto.settings import IDCARD_KEY_FILES, ServerSettings
from idphoto.tasks.local import LocalQueue

if TYPE_CHECKING:
    from idphoto.tasks.queue import Queue

_log = structlog.get_logger("idphoto.service")


def check_role(settings: ServerSettings) -> None:
    """Refuse settings that several processes cannot share.

    Raises:
        BadSetting: one is missing, or is only good for a process that is alone.
        LibraryMissing: Procrastinate or psycopg is not installed.
    """
    if settings.role == "all":
        return
    of_role = f"with the role {settings.role}"
    if not settings.database_url.startswith("postgresql"):
        raise BadSetting("IDPHOTO_DATABASE_URL", f"{of_role} it must name a PostgreSQL database")
    if not settings.storage_url or settings.storage_url.startswith("file:"):
        reason = f"{of_role} it must name an object store, such as s3://bucket/prefix: a folder is "
        raise BadSetting("IDPHOTO_STORAGE_URL", f"{reason}not the same on every machine")
    if not settings.secret.get_secret_value():
        raise BadSetting("IDPHOTO_SECRET", f"{of_role} it must be set, and be the same everywhere")
    if settings.role == "api":
        _check_card_keys(settings.idcard_keys_dir)
    try:
        import procrastinate  # noqa: F401
    except ImportError as error:
        raise LibraryMissing(
            "procrastinate", "idphoto[cluster]", str(error), "share its work"
        ) from None


def _check_card_keys(folder: Path | None) -> None:
    """A node that made a missing key itself would refuse what callers encrypt for the others."""
    make = "make them once with `idphoto idcard keys FOLDER`, and copy them to every node"
    if folder is None:
        reason = f"with the role api it must name a folder with the same two keys: {make}"
        raise BadSetting("IDPHOTO_IDCARD_KEYS_DIR", reason)
    missing = [name for name in IDCARD_KEY_FILES if not (folder / name).is_file()]
    if missing:
        reason = f"{folder} has no {' and no '.join(missing)}: {make}"
        raise BadSetting("IDPHOTO_IDCARD_KEYS_DIR", reason)


def check_tables(database: Database) -> None:
    """Refuse tables that are older than this program. Newer ones are fine: while servers are
    upgraded one after another, both versions run.

    Raises:
        DatabaseOutdated: run the migration first.
        DatabaseUnavailable: they cannot be read.
    """
    from idphoto.tasks.cluster.schema import is_current

    tables = database.version()
    if not tables.is_known:
        _log.warning("tables of a newer version", found=tables.found, known=tables.newest)
    elif tables.found != tables.newest:
        raise DatabaseOutdated(tables.found or "none", tables.newest)
    with database.reading() as tx:
        if not is_current(tx.connection()):
            raise DatabaseOutdated("none of this queue", tables.newest)


def open_queue(settings: ServerSettings, database: Database, slots: int) -> Queue:
    """The queue of the process's role. ``slots``: how many tasks it makes at a time."""
    if settings.role == "all":
        return LocalQueue(database)
    from idphoto.tasks.cluster.engine import ClusterQueue, worker_lanes

    lanes = worker_lanes(slots) if settings.role == "worker" else {}
    return ClusterQueue(database, settings.database_url, lanes)
