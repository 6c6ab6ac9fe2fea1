"""Create an engine from a URL, with the settings that make SQLite and PostgreSQL safe."""

from __future__ import annotations

from functools import partial
from typing import Final

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from idphoto.errors import BadSetting

# The longest wait for a free connection, for a lock, or for the server to answer.
WAIT_S: Final = 10
# Connections to PostgreSQL: as many stay open as threads use at a time (tasks/threads.py), since
# making one costs as much as accepting a task; a few more for moments.
POOL: Final = 12
SPARE: Final = 3
# A process that is cut off in the midst of a transaction must not keep its locks: the server ends
# the transaction after this time without a word.
SILENCE_S: Final = 30
# Both ends notice that a connection is dead within half a minute, not after hours.
KEEPALIVES: Final = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}


def open_engine(url: str) -> Engine:
    """The engine for a SQLite file or a PostgreSQL database. It does not connect yet.

    Raises:
        BadSetting: ``url`` is not such a URL, or the driver is not installed.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            return _postgresql(parsed.set(drivername="postgresql+psycopg"))
        file = parsed.database not in (None, "", ":memory:")
        if parsed.drivername in ("sqlite", "sqlite+pysqlite") and file:
            return _sqlite(parsed)
    except (ArgumentError, ValueError):  # their messages quote the URL and its password
        pass
    except ImportError:
        raise _bad_url("PostgreSQL needs the package psycopg: install idphoto[cluster]") from None
    raise _bad_url("must be sqlite:///path/to/file or postgresql://user@host/name")


def for_reading(engine: Engine) -> Engine:
    """An engine for the same database whose transactions see one moment and cannot write."""
    if engine.dialect.name == "sqlite":
        return _sqlite(engine.url, reading=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _bad_url(reason: str) -> BadSetting:
    return BadSetting("IDPHOTO_DATABASE_URL", reason)


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url,
        connect_args={"connect_timeout": WAIT_S, **KEEPALIVES},
        pool_size=POOL,
        max_overflow=SPARE,
        pool_timeout=WAIT_S,
        pool_pre_ping=True,  # no request fails because the server was restarted
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_timeouts)
    return engine


def _sqlite(url: URL, reading: bool = False) -> Engine:
    # With isolation_level None the driver starts no transaction by itself; the listener does.
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": WAIT_S},
        pool_timeout=WAIT_S,
        hide_parameters=True,
    )
    # SQLite cannot always promote a reading transaction, so writers begin as writers.
    begin = "BEGIN" if reading else "BEGIN IMMEDIATE"
    event.listen(engine, "connect", partial(_set_pragmas, reading))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _set_timeouts(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = '{WAIT_S}s'")
    cursor.execute(f"SET idle_in_transaction_session_timeout = '{SILENCE_S}s'")
    connection.commit()


def _set_pragmas(reading: bool, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",  # what is deleted is overwritten; not every build does by default
        f"query_only = {int(reading)}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
