"""``idphoto idcard``: read and verify ID cards."""

from __future__ import annotations

import typer

from idphoto.cli import idcard_read, idcard_verify

app = typer.Typer(
    name="idcard",
    help="Read and verify ID cards.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
app.command("read")(idcard_read.read)
app.command("verify")(idcard_verify.verify)
