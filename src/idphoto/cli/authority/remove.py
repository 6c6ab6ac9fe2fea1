"""``idphoto authority remove``."""

from __future__ import annotations

from typing import Annotated

import typer

from idphoto.cli.authority.registry import cipher_of
from idphoto.cli.database import DataDir, opened
from idphoto.cli.output import AsJson, print_json
from idphoto.errors import BadRequest


def remove(
    number_or_id: Annotated[
        str | None,
        typer.Argument(metavar="NUMBER_OR_ID", help="As in `idphoto authority list --reveal`."),
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Remove everybody; works without the registry's secret.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="With --all, do not ask for confirmation.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Remove a person, or everybody, from the registry for good.

    Example: `idphoto authority remove 0b0b6f6e-6f0e-4a54-a1f6-0d1f3c0f9c55`
    """
    if (number_or_id is None) != everybody:
        raise BadRequest("number_or_id", "give a number or an id, or --all")
    if everybody and not yes:
        typer.confirm("Remove everybody from the registry?", abort=True, err=True)
    with opened(data_dir) as (database, settings):
        from idphoto.authority import registry

        with database.transaction() as tx:
            removed = 1
            if number_or_id is None:
                removed = registry.remove_all(tx)
            else:
                registry.remove(tx, cipher_of(settings), number_or_id)
    if as_json:
        print_json({"removed": removed})
    else:
        typer.echo(f"{removed:,} removed")
