"""Advisory locks: what processes on one PostgreSQL do one at a time."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from idphoto.errors import DatabaseUnavailable

# Numbers that nobody else locks. Each is locked together with the schema, so that several
# installations can share a database.
SERVING: Final = 0x69647001
RESCUE: Final = 0x69647002

_SCHEMA: Final = "hashtext(current_schema())"
_FOR_TRANSACTION: Final = text(f"SELECT pg_try_advisory_xact_lock(:lock, {_SCHEMA})")
_EXCLUSIVE: Final = text(f"SELECT pg_try_advisory_lock(:lock, {_SCHEMA})")
_SHARED: Final = text(f"SELECT pg_try_advisory_lock_shared(:lock, {_SCHEMA})")
_GIVEN_BACK: Final = text("SELECT pg_advisory_unlock_all()")


def held_alone(tx: Session, lock: int) -> bool:
    """Take a lock until the transaction ends; False if another one has it. On SQLite, where one
    process works, always True."""
    if tx.get_bind().dialect.name == "sqlite":
        return True
    return bool(tx.scalar(_FOR_TRANSACTION, {"lock": lock}))


class Presence:
    """A lock that shows that a server is running, held by a connection of its own as long as the
    server runs. ``shared``: whether others may hold it as well, if they share it, too."""

    def __init__(self, engine: Engine, *, shared: bool) -> None:
        self._engine = engine
        self._statement = _SHARED if shared else _EXCLUSIVE
        self._connection: Connection | None = None
        self._one_at_a_time = threading.Lock()

    def hold(self) -> bool:
        """Take the lock, or see that it is still held; False if others' locks exclude it.

        Raises:
            DatabaseUnavailable: it cannot be reached.
        """
        with self._one_at_a_time:
            if self._connection is not None:
                try:
                    self._connection.execute(text("SELECT 1"))
                    return True
                except DBAPIError:  # lost with its connection: take it anew
                    self._close()
            try:
                connection = self._engine.connect()
                connection = connection.execution_options(isolation_level="AUTOCOMMIT")
                if not connection.scalar(self._statement, {"lock": SERVING}):
                    connection.close()
                    return False
            except (DBAPIError, PoolTimeout) as error:
                raise DatabaseUnavailable("cannot connect to the server") from error
            self._connection = connection
            return True

    def release(self) -> None:
        """Give the lock back, so that another server can take it at once."""
        with self._one_at_a_time:
            if self._connection is not None:
                with suppress(DBAPIError):  # closing it alone gives it back a moment later
                    self._connection.execute(_GIVEN_BACK)
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.invalidate()  # the session's end is the lock's
                self._connection.close()
            self._connection = None
