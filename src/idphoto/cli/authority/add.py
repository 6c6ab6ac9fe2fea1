"""``idphoto authority add``."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Annotated

import typer

from idphoto.cli.authority.options import Number, PersonName, Replace, asked_for
from idphoto.cli.authority.registry import cipher_of, remind_of_setting
from idphoto.cli.database import DataDir, opened
from idphoto.cli.output import AsJson, print_json


def add(
    name: PersonName = None,
    number: Number = None,
    photo: Annotated[
        Path | None,
        typer.Option(help="A photo of this face alone; without one, no face can match."),
    ] = None,
    replace: Replace = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Add a person: name and number as on the ID card, and a reference photo.

    Examples:

    - `idphoto authority add --photo face.jpg` (asks for name and number)

    - `idphoto authority add --name 张三 --number 440305199505132561 --photo face.jpg --replace`
    """
    name, number = asked_for(name, number)
    with opened(data_dir) as (database, settings):
        from idphoto.authority import registry
        from idphoto.authority.names import masked
        from idphoto.cli.authority.embedding import embedder
        from idphoto.cli.authority.people_file import read_photo

        cipher = cipher_of(settings)
        picture = read_photo(photo) if photo else None
        person = registry.new_person(name, number, picture)  # checked before the slow part
        if picture is not None:
            person = dataclasses.replace(person, face=embedder(1)(picture))
        with database.transaction() as tx:
            did = registry.add(tx, cipher, person, replace=replace, now=time.time())
        remind_of_setting(settings)
    shown = masked(person.number)
    if as_json:
        print_json({"did": did, "number": shown, "photo": picture is not None})
    else:
        typer.echo(f"{shown} is {did}, with{'' if picture else 'out'} a photo")
