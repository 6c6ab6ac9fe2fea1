"""``idphoto authority list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from idphoto.cli.authority.registry import cipher_of, remind_of_setting
from idphoto.cli.database import DataDir, opened, utc
from idphoto.cli.output import AsJson, print_json
from idphoto.cli.table import print_table

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
    print_table(
        ("name", "id", "number", "photo", "added"),
        (
            (
                person["name"],
                person["id"],
                person["number"],
                "yes" if person["photo"] else "no",
                person["created_at"][:10],
            )
            for person in people
        ),
        empty="The registry is empty: `idphoto authority add` adds a person.",
        whole=("name", "id", "number"),
        below={"id": "name"},
    )


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
