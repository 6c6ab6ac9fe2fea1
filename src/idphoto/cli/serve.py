"""``idphoto serve``: run the HTTP server."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Final

import typer

from idphoto.cli.database import DataDir, opened, server_libraries
from idphoto.settings import read_server_settings
from idphoto.storage.folder import private_files

if TYPE_CHECKING:
    from idphoto.db.database import Database

_ENDPOINT: Final = "/api/tasks/visual/external/idphoto"
# Addresses that can be listened on but not connected to, and the loopback address to use instead.
_REACHED_AT: Final = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104


def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 is all addresses.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; 0 picks a free one.")
    ] = 8000,
    data_dir: DataDir = None,
) -> None:
    """Serve the HTTP APIs until interrupted.

    The first start creates an API key and prints a command that uses it.

    Example: `idphoto serve --port 8080`
    """
    with server_libraries():
        from idphoto.server.serve import run
    settings = read_server_settings(data_dir)

    def tell(port: int) -> None:
        with opened(data_dir) as (database, _):
            key = first_key(database)
        typer.echo(welcome(base_url(host, port), key, has_docs="docs" in settings.open_pages))

    with private_files():
        run(settings, host, port, on_listening=tell)


def first_key(database: Database) -> str | None:
    """A new key named local if there is no key yet, so that the first call needs no set-up."""
    from idphoto.accounts.keys import create_key, list_keys

    with database.transaction() as tx:
        if list_keys(tx):
            return None
        return create_key(tx, "local", credits=None, qps=0, now=time.time()).key


def base_url(host: str, port: int) -> str:
    """The server's address for a client on this machine."""
    reached = _REACHED_AT.get(host, host)
    return f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"


def welcome(base: str, key: str | None, has_docs: bool) -> str:
    """The text printed once the server is listening."""
    lines = [f"Listening on {base}"]
    if has_docs:
        lines.append(f"API documentation: {base}/docs")
    if key is not None:
        curl = f"curl -H 'X-API-KEY: {key}' -F sync=1 -F image_file=@portrait.jpg {base}{_ENDPOINT}"
        lines += ["", "The first API key, named local, is shown only now. To try it:", "", curl]
    return "\n".join(lines)
