"""What the server's commands share: libraries, data folder and database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from idphoto.settings import ServerSettings, read_server_settings
from idphoto.storage.folder import make_data_dir, private_files

if TYPE_CHECKING:
    from idphoto.db.database import Database

DataDir = Annotated[
    Path | None,
    typer.Option(help="The server's data folder; overrides IDPHOTO_DATA_DIR.", show_default=False),
]


@contextmanager
def server_libraries() -> Iterator[None]:
    """Imports that only the server needs; if the extra is not installed, one line says so."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing == "idphoto":
            raise
        need = "this command needs the server's libraries: pip install 'idphoto[server]'"
        typer.echo(f"idphoto: {need} ({missing} is missing)", err=True)
        raise typer.Exit(1) from None


@contextmanager
def opened(data_dir: Path | None) -> Iterator[tuple[Database, ServerSettings]]:
    """The database and the server's settings. The tables are migrated, unless IDPHOTO_ROLE says
    that several servers share them.

    Raises:
        BadSetting: an environment variable holds a value that its setting does not accept.
        BadRequest: the data folder cannot be used.
        DatabaseOutdated: several servers share it, and `idphoto migrate` has not been run.
        DatabaseLost: it is a new one, beside the secret of an existing server.
        DatabaseUnavailable: as for every use of the database.
    """
    with server_libraries():
        from idphoto.db.database import Database
        from idphoto.services.migrating import migrate
        from idphoto.services.roles import check_tables
    settings = read_server_settings(data_dir)
    with private_files():
        make_data_dir(settings.data_dir)
        database = Database(settings.resolved_database_url)
        try:
            if settings.role == "all":
                migrate(settings, database)
            else:  # other servers work on it, perhaps of an older version
                check_tables(database)
            yield database, settings
        finally:
            database.close()


def utc(epoch_s: float | None) -> str | None:
    """A time in ISO 8601, UTC: ``2030-01-31T09:15:00Z``."""
    if epoch_s is None:
        return None
    return datetime.fromtimestamp(epoch_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
