"""``idphoto serve`` and ``idphoto worker``: run the HTTP server, or a part of it."""

from __future__ import annotations

import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from idphoto.cli.database import DataDir, opened, server_libraries
from idphoto.settings import ServerSettings, read_server_settings
from idphoto.storage.folder import private_files

if TYPE_CHECKING:
    from idphoto.db.database import Database


Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 is all addresses.")]
Port = Annotated[
    int, typer.Option(min=0, max=65535, help="The port to listen on; 0 picks a free one.")
]


class Role(StrEnum):
    """As ``ServerSettings.role``."""

    ALL = "all"
    API = "api"
    WORKER = "worker"


_ENDPOINT: Final = "/api/tasks/visual/external/idphoto"
# Addresses that can be listened on but not connected to, and the loopback address to use instead.
_REACHED_AT: Final = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    data_dir: DataDir = None,
    role: Annotated[
        Role | None,
        typer.Option(
            help="What this process does: all of it, answer requests (api), or make what they ask "
            "for (worker); overrides IDPHOTO_ROLE.",
            show_default="all",
        ),
    ] = None,
) -> None:
    """Serve the HTTP APIs until interrupted.

    The first start creates an API key and prints a command that uses it.

    On several machines, run `idphoto serve --role api` and `idphoto worker` on one PostgreSQL
    database and one object store, after `idphoto migrate`.

    Example: `idphoto serve --port 8080`
    """
    _serve(host, port, data_dir, role)


def worker(
    host: Host = "127.0.0.1",
    port: Port = 8001,
    data_dir: DataDir = None,
) -> None:
    """Make what the requests to other servers ask for, until interrupted.

    The same as `idphoto serve --role worker`. The port has `/healthz`, `/readyz` and `/metrics`.

    Example: `idphoto worker --port 8001`
    """
    _serve(host, port, data_dir, Role.WORKER)


def _serve(host: str, port: int, data_dir: Path | None, role: Role | None) -> None:
    with server_libraries():
        from idphoto.server.serve import run
    settings = read_server_settings(data_dir)
    if role is not None:
        settings = settings.model_copy(update={"role": role.value})

    def tell(port: int) -> None:
        if settings.role != "all":
            typer.echo(f"Listening on {base_url(host, port)} as {settings.role}")
            return
        with opened(data_dir) as (database, _):
            key = first_key(database)
        typer.echo(
            welcome(
                base_url(host, port),
                key,
                has_docs="docs" in settings.open_pages,
                has_studio=_has_studio(settings, host),
            )
        )

    with private_files():
        run(settings, host, port, on_listening=tell)


def first_key(database: Database) -> str | None:
    """A new key named local if there is no key yet, so that the first call needs no set-up."""
    from idphoto.accounts.keys import create_key, list_keys
    from idphoto.accounts.studio_account import STUDIO

    with database.transaction() as tx:
        if any(key.name != STUDIO for key in list_keys(tx)):  # nobody has that one's key
            return None
        return create_key(tx, "local", credits=None, qps=0, now=time.time()).key


def _has_studio(settings: ServerSettings, host: str) -> bool:
    """Whether there is a studio, and somebody at this machine may use it or sign in to it."""
    from idphoto.server.studio.here import is_host_here

    is_here = is_host_here(f"[{host}]" if ":" in host else host)
    return settings.studio == "on" or (settings.studio == "auto" and is_here)


def base_url(host: str, port: int) -> str:
    """The server's address for a client on this machine."""
    reached = _REACHED_AT.get(host, host)
    return f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"


def welcome(base: str, key: str | None, *, has_docs: bool, has_studio: bool) -> str:
    """The text printed once the server is listening."""
    lines = [f"Listening on {base}"]
    if has_studio:
        lines.append(f"Studio: {base}/studio")
    if has_docs:
        lines.append(f"API documentation: {base}/docs")
    if key is not None:
        curl = f"curl -H 'X-API-KEY: {key}' -F sync=1 -F image_file=@portrait.jpg {base}{_ENDPOINT}"
        lines += ["", "The first API key, named local, is shown only now. To try it:", "", curl]
    return "\n".join(lines)
