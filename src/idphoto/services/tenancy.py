"""A process's hold on its data folder and its database, which keeps other servers away."""

from __future__ import annotations

import asyncio
from typing import Final

import structlog
from filelock import FileLock, Timeout

from idphoto.db.database import Database
from idphoto.errors import BadSetting, DatabaseUnavailable
from idphoto.services.migrating import migrate
from idphoto.services.roles import check_tables
from idphoto.settings import ServerSettings
from idphoto.tasks.threads import on_database_thread

_NOT_ALONE: Final = (
    "another server works on it: a server with the role all must be the only one; several share "
    "their work with the roles api and worker"
)
_LOOK_S: Final = 5.0

_log = structlog.get_logger("idphoto.service")


class Tenancy:
    """Locks that keep others away: a server with the role ``all`` from its folder and, on
    PostgreSQL, from its database; servers of the other roles from a database that one has alone.

    ``state``: ``ok``, or what is wrong.
    """

    def __init__(self, settings: ServerSettings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._alone = settings.role == "all"
        # taken by one thread, given back by another
        self._folder = FileLock(settings.data_dir / "serve.lock", thread_local=False)
        self._presence = database.presence(shared=not self._alone) if database.is_server else None
        self.state = "ok"

    def take(self) -> None:
        """Take hold, then upgrade the tables, or see that they are recent enough: several
        servers are upgraded one after another, and no start may change what the others work on.

        Raises:
            BadSetting: another server has it.
            DatabaseOutdated, DatabaseLost, DatabaseUnavailable: as ``migrate`` and
                ``check_tables``.
        """
        if self._alone:
            self._lock_folder()
        try:
            if self._presence is not None and not self._presence.hold():
                raise BadSetting("IDPHOTO_DATABASE_URL", _NOT_ALONE)
            if self._alone:
                migrate(self._settings, self._database)
            else:
                check_tables(self._database)
        except Exception:
            self.release()
            raise

    async def keep(self) -> None:
        """Keep the lock on the database, which is lost with its connection, until cancelled."""
        while self._presence is not None:
            await asyncio.sleep(_LOOK_S)
            try:
                held = await on_database_thread(self._presence.hold)
            except DatabaseUnavailable:
                continue
            if not held and self.state == "ok":
                _log.error("not alone on the database", reason=_NOT_ALONE)
            self.state = "ok" if held else _NOT_ALONE

    def release(self) -> None:
        """Let go."""
        if self._presence is not None:
            self._presence.release()
        self._folder.release()

    def _lock_folder(self) -> None:
        try:
            self._folder.acquire(blocking=False)
        except Timeout:
            reason = f"another server already works on {self._settings.data_dir}"
            raise BadSetting("IDPHOTO_DATA_DIR", reason) from None
