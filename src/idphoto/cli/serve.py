"""``idphoto serve``: the HTTP server."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Final

import typer

from idphoto.cli.database import DataDir, opened, server_libraries
from idphoto.settings import read_server_settings

if TYPE_CHECKING:
    from idphoto.db.database import Database

_ENDPOINT: Final = "/api/tasks/visual/external/idphoto"
# Addresses to listen on that nobody can connect to, and what reaches the same server from here.
_REACHED_AT: Final = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104


def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    data_dir: DataDir = None,
) -> None:
    """Serve the APIs over HTTP, until interrupted.

    At the first start a key is made and shown, with a command that tries it.

    Example: `idphoto serve --port 8080`
    """
    with server_libraries():
        from idphoto.server.serve import run
    settings = read_server_settings(data_dir)

    def tell(port: int) -> None:
        with opened(data_dir) as (database, _):
            key = first_key(database)
        typer.echo(welcome(base_url(host, port), key))

    run(settings, host, port, on_listening=tell)


def first_key(database: Database) -> str | None:
    """A new key named local where there is none at all, so that the first call needs no set-up."""
    from idphoto.accounts.keys import create_key, list_keys

    with database.transaction() as tx:
        if list_keys(tx):
            return None
        return create_key(tx, "local", credits=None, qps=0, now=time.time()).key


def base_url(host: str, port: int) -> str:
    """The server's address as a client on this machine writes it."""
    reached = _REACHED_AT.get(host, host)
    return f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"


def welcome(base: str, key: str | None) -> str:
    """What is printed once the server listens."""
    lines = [f"Listening on {base}", f"Its endpoints: {base}/docs"]
    if key is not None:
        curl = f"curl -H 'X-API-KEY: {key}' -F sync=1 -F image_file=@portrait.jpg {base}{_ENDPOINT}"
        lines += ["", "The first key, named local, is shown only now. To try it:", "", curl]
    return "\n".join(lines)
