"""Options that several commands on the registry share."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

PersonName = Annotated[str | None, typer.Option(help="The person's name. Asked for if not given.")]
Number = Annotated[
    str | None,
    typer.Option(help="The ID card's number. Asked for if not given: shells keep commands."),
]
Replace = Annotated[bool, typer.Option("--replace", help="Replace the entry that has this number.")]


def asked_for(name: str | None, number: str | None) -> tuple[str, str]:
    """Name and number, asked for if not given."""
    return name or _ask_for("Name"), number or _ask_for("Number")


def _ask_for(what: str) -> str:
    # typer's prompt writes a blank to standard output, which is for results only.
    typer.echo(f"{what}: ", nl=False, err=True)
    return sys.stdin.readline()
