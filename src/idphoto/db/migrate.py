"""Upgrade the tables to this version. Migrations only go forward."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text

from idphoto.errors import DatabaseUnavailable

# Any number that nobody else locks: these are the letters "idph".
ADVISORY_LOCK: Final = 0x69647068
# Another process may be migrating large tables.
WAIT_S: Final = 600


@dataclass(frozen=True, slots=True)
class TablesVersion:
    """``found``: of the tables, "" if there are none. ``newest``: of this program.

    ``is_known``: whether this program can upgrade ``found``, which else is a newer program's.
    """

    found: str
    newest: str
    is_known: bool


def tables_version(engine: Engine) -> TablesVersion:
    """The version of the tables that the database has."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision() or ""
    scripts = ScriptDirectory.from_config(_config())
    known = {script.revision for script in scripts.walk_revisions()}
    return TablesVersion(found, scripts.get_current_head() or "", not found or found in known)


def _config(connection: Connection | None = None) -> Config:
    # Without an ini file, Alembic leaves the program's logging alone.
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "idphoto.db:migrations")
    return config


Also = Callable[[Connection], object]
"""What a migration does beyond these tables."""


def migrate(engine: Engine, also: Also | None = None) -> None:
    """Apply the missing migrations in one transaction, in one process at a time.

    Raises:
        DatabaseUnavailable: the file's folder cannot be used, another process has been migrating
            for ten minutes, or the tables were made by a newer version.
    """
    begin = _alone_on_file if engine.dialect.name == "sqlite" else _alone_on_server
    with begin(engine) as connection:
        try:
            command.upgrade(_config(connection), "head")
        except CommandError as error:
            reason = "its tables were made by a newer version of idphoto"
            raise DatabaseUnavailable(reason) from error
        if also is not None:
            also(connection)


@contextmanager
def _alone_on_file(engine: Engine) -> Iterator[Connection]:
    file = Path(str(engine.url.database))
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(f"{file}.lock").acquire(timeout=WAIT_S)
    except Timeout as error:
        raise DatabaseUnavailable("another process is migrating it") from error
    except OSError as error:
        raise DatabaseUnavailable(f"its folder cannot be used: {error.strerror}") from error
    with lock, engine.begin() as connection:
        yield connection


@contextmanager
def _alone_on_server(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_S}s'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        yield connection
