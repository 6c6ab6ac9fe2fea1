"""``idphoto migrate``: create or upgrade the server's tables."""

from __future__ import annotations

import typer

from idphoto.cli.database import DataDir, server_libraries
from idphoto.settings import read_server_settings
from idphoto.storage.folder import make_data_dir, private_files


def migrate(data_dir: DataDir = None) -> None:
    """Create or upgrade the tables in the server's database.

    A server that is alone does this when it starts. With the roles api and worker, run it before
    you start them, and before each upgrade; servers of the version before go on working meanwhile.

    Example: `idphoto migrate`
    """
    with server_libraries():
        from idphoto.db.database import Database
        from idphoto.services.migrating import migrate as upgrade
    settings = read_server_settings(data_dir)
    with private_files():
        make_data_dir(settings.data_dir)
        database = Database(settings.resolved_database_url)
        try:
            before = database.version().found or "none"
            upgrade(settings, database)
            after = database.version().found
        finally:
            database.close()
    typer.echo(
        f"The tables have version {after}, as before."
        if after == before
        else f"The tables were upgraded from version {before} to {after}."
    )
