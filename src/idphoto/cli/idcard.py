"""``idphoto idcard``: ID cards, and the comparison of faces on them."""

from __future__ import annotations

import typer

from idphoto.cli import idcard_calibrate

app = typer.Typer(
    name="idcard",
    help="ID cards, and the comparison of faces on them.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
app.command("calibrate")(idcard_calibrate.calibrate)


@app.callback()
def _group() -> None:
    """So that the one command keeps its name."""
