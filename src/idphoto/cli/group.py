"""Commands that have commands of their own."""

from __future__ import annotations

import typer


def group(about: str) -> typer.Typer:
    """An empty group of commands; ``about`` is the first sentence of its help."""
    return typer.Typer(
        help=about, no_args_is_help=True, rich_markup_mode="markdown", add_completion=False
    )
