"""``idphoto doctor``: whether everything is there that photos are made with."""

from __future__ import annotations

from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from idphoto.cli.database import DataDir
from idphoto.cli.output import AsJson, print_json
from idphoto.health.examine import examine
from idphoto.health.part import HealthPart, PartStatus

_MARKS: Final[dict[PartStatus, tuple[str, str]]] = {
    "ok": ("✓", "green"),
    "warning": ("!", "yellow"),
    "missing": ("✗", "red"),
}


def doctor(
    verify: Annotated[
        bool, typer.Option("--verify", help="Also compare all weights with their digests.")
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
        _show(parts)
    if any(part.status == "missing" for part in parts):
        raise typer.Exit(1)


def _show(parts: tuple[HealthPart, ...]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        for part in parts:
            typer.echo("\t".join((part.status, part.name, part.found, part.remedy)))
        return
    table = Table(box=None, show_header=False, padding=(0, 1))
    for part in parts:
        mark, colour = _MARKS[part.status]
        found = Text(part.found)
        if part.remedy:
            found.append(f"\n→ {part.remedy}", style=colour)
        table.add_row(Text(mark, style=colour), Text(part.name), found)
    console.print(table)
