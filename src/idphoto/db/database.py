"""Transactions, which commit completely or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from idphoto.db.engines import WAIT_S, for_reading, open_engine
from idphoto.db.locks import Presence
from idphoto.db.migrate import Also, TablesVersion, migrate, tables_version
from idphoto.errors import DatabaseUnavailable

# The longest wait for readers before the write-ahead log is emptied.
_READERS_S: Final = 0.5


class Database:
    """A SQLite file or a PostgreSQL database. A process opens one, and all its threads share it.

    Rows stay readable after the transaction that read them. All methods raise
    ``DatabaseUnavailable`` if the database is full, locked or unreachable.
    """

    def __init__(self, url: str) -> None:
        """``url``: ``sqlite:///path`` or ``postgresql://user:password@host/name``.

        Raises:
            BadSetting: ``url`` is neither, or the driver is not installed.
        """
        self._engine = open_engine(url)
        self._reader = for_reading(self._engine)
        self._one_writer = Lock() if self._engine.dialect.name == "sqlite" else None

    def migrate(self, also: Also | None = None) -> None:
        """Create or upgrade the tables. Safe if several processes start at once.

        ``also``: called with the connection at the end, in the same transaction.
        """
        with _outages():
            migrate(self._engine, also)

    def version(self) -> TablesVersion:
        """The version of the tables, which are left as they are."""
        with _outages():
            return tables_version(self._reader)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction for writing. It commits at the end and rolls back on an error."""
        with (
            self._turn(),
            _outages(),
            Session(self._engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only transaction, which sees the database at one moment."""
        with _outages(), Session(self._reader, expire_on_commit=False) as session:
            yield session

    @property
    def is_server(self) -> bool:
        """Whether it is a PostgreSQL server, which several processes can work on."""
        return self._one_writer is None

    def presence(self, *, shared: bool) -> Presence:
        """A lock that shows that a server is running; for PostgreSQL."""
        return Presence(self._engine, shared=shared)

    def forget(self) -> bool:
        """Empty SQLite's write-ahead log, which still has what transactions erased; PostgreSQL has
        none here. False if readers keep it for now: call this again later."""
        if self._one_writer is None:
            return True
        with self._turn(), _outages(), closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            # writers wait meanwhile: not for as long as a backup may read
            cursor.execute(f"PRAGMA busy_timeout = {round(1000 * _READERS_S)}")
            try:
                (is_busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {1000 * WAIT_S}")
            return not is_busy

    @property
    def files(self) -> list[Path]:
        """The files it may consist of, whether or not they are there; PostgreSQL has none here."""
        if self._one_writer is None:
            return []
        return [Path(f"{self._engine.url.database}{end}") for end in ("", "-wal", "-shm", ".lock")]

    def close(self) -> None:
        """Close the idle connections; those in use are closed as soon as they no longer are."""
        for engine in (self._engine, self._reader):
            event.listen(engine, "checkin", _close_for_good)
            engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        # SQLite allows one writer at a time and makes the others poll; here threads queue instead.
        if self._one_writer is None:
            yield
            return
        if not self._one_writer.acquire(timeout=WAIT_S):
            raise DatabaseUnavailable(f"other writes kept it busy for {WAIT_S} s")
        try:
            yield
        finally:
            self._one_writer.release()


def _close_for_good(connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    if connection is not None:
        entry.invalidate()


@contextmanager
def _outages() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError, NotSupportedError):
        raise  # bugs in the program, not outages of the database
    except PoolTimeout as error:
        raise DatabaseUnavailable("all connections are in use") from error
    except DBAPIError as error:
        raise DatabaseUnavailable(_reason(error.orig)) from error
    except sqlite3.Error as error:  # of a call past SQLAlchemy
        raise DatabaseUnavailable(_reason(error)) from error


def _reason(error: BaseException | None) -> str:
    """The database's own message, without SQL and without values."""
    if isinstance(error, sqlite3.Error):
        return str(error)
    # Only the first line of the server's message; connection errors quote the host and the user.
    said: str | None = getattr(getattr(error, "diag", None), "message_primary", None)
    return said or "cannot connect to the server"
