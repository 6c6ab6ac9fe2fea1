"""``idphoto authority list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from idphoto.cli.authority.registry import cipher_of, remind_of_setting
from idphoto.cli.database import DataDir, opened, utc
from idphoto.cli.output import AsJson, print_json

if TYPE_CHECKING:
    from idphoto.authority.registry import Listed


def list_people(
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show whole numbers, which contain the birth date.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List the people in the registry, oldest entry first.

    Example: `idphoto authority list --json`
    """
    with opened(data_dir) as (database, settings):
        from idphoto.authority import registry

        with database.reading() as tx:
            people = [
                _described(each, reveal) for each in registry.list_people(tx, cipher_of(settings))
            ]
        remind_of_setting(settings)
    if as_json:
        print_json(people)
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("name, id", min_width=len(people[0]["id"]) if people else None)
    for heading in ("number", "photo", "added"):
        table.add_column(heading, no_wrap=True)
    for person in people:
        table.add_row(
            f"{escape(person['name'])}\n[dim]{person['id']}[/dim]",
            person["number"],
            "yes" if person["photo"] else "no",
            person["created_at"][:10],
        )
    empty = "The registry is empty: `idphoto authority add` adds a person."
    Console(highlight=False).print(table if people else empty)


def _described(person: Listed, reveal: bool) -> dict[str, Any]:
    from idphoto.authority.names import masked

    return {
        "id": person.id,
        "name": person.name,
        "number": person.number if reveal else masked(person.number),
        "photo": person.has_photo,
        "created_at": utc(person.created_at),
        "updated_at": utc(person.updated_at),
    }
