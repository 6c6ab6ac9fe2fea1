"""Migrating the database before the server or a command uses it."""

from __future__ import annotations

from importlib.util import find_spec

from sqlalchemy import Connection

from idphoto.db.database import Database
from idphoto.errors import DatabaseLost
from idphoto.settings import ServerSettings
from idphoto.storage.secret import secret_file


def migrate(settings: ServerSettings, database: Database) -> None:
    """Migrate the database, unless it is a new one beside the secret of an existing server.

    Call this before the secret is loaded: a process that makes both and dies in between leaves
    tables without a secret, which is no server's yet.

    Raises:
        DatabaseLost: it has no tables, the file ``secret`` exists and no setting replaces it.
        DatabaseUnavailable: it cannot be migrated.
    """
    secret = secret_file(settings.data_dir)
    # the file first: another process that is making both has then made the tables
    if not settings.secret.get_secret_value() and secret.exists() and _is_new(database):
        name = next(iter(database.files), "the database of IDPHOTO_DATABASE_URL")
        raise DatabaseLost(str(name), str(secret))
    migrate_tables(database)


def migrate_tables(database: Database) -> None:
    """Create or upgrade the tables, on PostgreSQL those of the queue of several servers as well."""
    shared = database.is_server and find_spec("procrastinate") is not None
    database.migrate(_queue_tables if shared else None)


def _queue_tables(connection: Connection) -> None:
    from idphoto.tasks.cluster.schema import upgrade

    upgrade(connection)


def _is_new(database: Database) -> bool:
    if database.files and not database.files[0].exists():
        return True  # asking for its version would create it
    return not database.version().found
