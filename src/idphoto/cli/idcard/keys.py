"""``idphoto idcard keys``: make the server's private keys for encrypted answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from idphoto.cli.database import server_libraries
from idphoto.settings import IDCARD_KEY_FILES
from idphoto.storage.folder import private_files


def keys(
    folder: Annotated[
        Path,
        typer.Argument(help="The folder for IDPHOTO_IDCARD_KEYS_DIR; made if it does not exist."),
    ],
) -> None:
    """Make the server's two private keys for encrypted answers.

    Servers with the role api need the same two: make them once, and copy the folder to each. Keys
    that are there stay as they are.

    Example: `idphoto idcard keys card-keys/`
    """
    with server_libraries():
        from idphoto.server.vendors.acedata.idcard.keys import load_keys
    missing = [name for name in IDCARD_KEY_FILES if not (folder / name).exists()]
    with private_files():
        load_keys(folder)
    for name in IDCARD_KEY_FILES:
        typer.echo(f"{folder / name}: {'made' if name in missing else 'as before'}")
