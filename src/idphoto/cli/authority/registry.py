"""What the commands on the registry share: its secret and cipher, and a reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from idphoto.settings import ServerSettings

if TYPE_CHECKING:
    from idphoto.authority.cipher import Cipher


def secret_of(settings: ServerSettings) -> bytes:
    """The server's secret, which the registry is encrypted under."""
    from idphoto.storage.secret import load_secret

    return load_secret(settings.secret.get_secret_value(), settings.data_dir)


def cipher_of(settings: ServerSettings) -> Cipher:
    """The cipher that the registry's entries are stored under."""
    from idphoto.authority.cipher import Cipher

    return Cipher(secret_of(settings))


def remind_of_setting(settings: ServerSettings) -> None:
    """Print a note if the server does not use the registry."""
    if settings.authority != "registry":
        typer.echo(
            "note: the server uses this registry only with IDPHOTO_AUTHORITY=registry", err=True
        )
