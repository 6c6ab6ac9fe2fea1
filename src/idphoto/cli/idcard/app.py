"""``idphoto idcard``: read and verify ID cards."""

from __future__ import annotations

import typer

from idphoto.cli.idcard.calibrate import calibrate
from idphoto.cli.idcard.read import read
from idphoto.cli.idcard.verify import verify

app = typer.Typer(
    name="idcard",
    help="Read and verify ID cards, and calibrate the comparison of faces.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
app.command()(read)
app.command()(verify)
app.command()(calibrate)
