"""The unit of work: a transaction that commits whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from idphoto.db.engines import WAIT_S, for_reading, open_engine
from idphoto.db.migrate import migrate
from idphoto.errors import DatabaseUnavailable


class Database:
    """A SQLite file or a PostgreSQL database; one of these a process, used by all its threads.

    Rows that were read stay readable after their transaction. All methods raise
    ``DatabaseUnavailable`` where the database cannot do its part: full, locked, unreachable.
    """

    def __init__(self, url: str) -> None:
        """``url``: ``sqlite:///path`` or ``postgresql://user:password@host/name``.

        Raises:
            BadSetting: it is neither, or the driver is not installed.
        """
        self._engine = open_engine(url)
        self._reader = for_reading(self._engine)
        self._one_writer = Lock() if self._engine.dialect.name == "sqlite" else None

    def migrate(self) -> None:
        """Make or upgrade the tables; safe when several processes start at once."""
        with _outages():
            migrate(self._engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction for writing: committed at the end, undone by an error."""
        with (
            self._turn(),
            _outages(),
            Session(self._engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one moment of the database and cannot write."""
        with _outages(), Session(self._reader, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._engine.dispose()
        self._reader.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        # SQLite has one writer at a time and lets the others poll: threads queue up here instead.
        if self._one_writer is None:
            yield
            return
        if not self._one_writer.acquire(timeout=WAIT_S):
            raise DatabaseUnavailable("other writes take too long")
        try:
            yield
        finally:
            self._one_writer.release()


@contextmanager
def _outages() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError, NotSupportedError):
        raise  # faults of the program, not of the database
    except PoolTimeout as error:
        raise DatabaseUnavailable("no connection is free") from error
    except DBAPIError as error:
        raise DatabaseUnavailable(_reason(error.orig)) from error


def _reason(error: BaseException | None) -> str:
    """What the database says, without SQL and without values."""
    if isinstance(error, sqlite3.Error):
        return str(error)
    # Only the server's own first line; errors of the connection quote host and user.
    said: str | None = getattr(getattr(error, "diag", None), "message_primary", None)
    return said or "no connection to the server"
