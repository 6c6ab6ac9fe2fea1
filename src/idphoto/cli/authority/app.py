"""``idphoto authority``: manage the registry of people, and try the configured authority."""

from __future__ import annotations

import typer

from idphoto.cli.authority.add import add
from idphoto.cli.authority.ask import ask
from idphoto.cli.authority.embed import embed
from idphoto.cli.authority.import_people import import_people
from idphoto.cli.authority.list_people import list_people
from idphoto.cli.authority.remove import remove

app = typer.Typer(
    name="authority",
    help="Manage the registry of people that ID cards are checked against.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
app.command()(add)
app.command("import")(import_people)
app.command("list")(list_people)
app.command()(remove)
app.command()(embed)
app.command()(ask)
