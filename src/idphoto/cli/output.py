"""How commands print results for machines."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print ``value`` as JSON, dates as text; on one line if ``indent`` is None."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=indent, default=str))
