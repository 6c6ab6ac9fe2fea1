"""``idphoto idcard``: ID cards: read, verify, and calibrate the comparison of faces."""

from __future__ import annotations

import typer

from idphoto.cli import idcard_calibrate, idcard_read, idcard_verify

app = typer.Typer(
    name="idcard",
    help="ID cards: read, verify, and calibrate the comparison of faces.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
app.command("read")(idcard_read.read)
app.command("verify")(idcard_verify.verify)
app.command("calibrate")(idcard_calibrate.calibrate)
