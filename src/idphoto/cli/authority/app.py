"""``idphoto authority``: manage the registry of people, and try the configured authority."""

from __future__ import annotations

from idphoto.cli.authority.add import add
from idphoto.cli.authority.ask import ask
from idphoto.cli.authority.embed import embed
from idphoto.cli.authority.import_people import import_people
from idphoto.cli.authority.list_people import list_people
from idphoto.cli.authority.remove import remove
from idphoto.cli.group import group

app = group("Manage the registry of people that ID cards are checked against.")
app.command()(add)
app.command("import")(import_people)
app.command("list")(list_people)
app.command()(remove)
app.command()(embed)
app.command()(ask)
