"""``idphoto doctor``: whether everything is there that photos are made with."""

from __future__ import annotations

from typing import Annotated

import typer

from idphoto.cli.database import DataDir
from idphoto.cli.output import AsJson, print_json
from idphoto.cli.table import print_table
from idphoto.health.examine import examine


def doctor(
    verify: Annotated[
        bool, typer.Option("--verify", help="Also compare the digests of all weights and fonts.")
    ] = False,
    online: Annotated[
        bool, typer.Option("--online", help="Also ask the package registries for an answer.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Examine this installation: libraries, fonts, weights, settings and the server's parts.

    The exit status is 1 if something is missing without which something cannot be made. Warnings
    do not count.

    Examples:

    - `idphoto doctor --verify`

    - `idphoto doctor --json` (for a report of a fault)
    """
    parts = examine(data_dir, verify=verify, online=online)
    if as_json:
        print_json([part.to_json() for part in parts])
    else:
        print_table(
            ("status", "part", "found", "remedy"),
            ((part.status, part.name, part.found, part.remedy) for part in parts),
            whole=("status", "part"),
            below={"remedy": "found"},
        )
    if any(part.status == "missing" for part in parts):
        raise typer.Exit(1)
