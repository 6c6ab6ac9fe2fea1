"""``idphoto authority ask``."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import typer

from idphoto.cli.authority.options import Number, PersonName, asked_for
from idphoto.cli.authority.registry import secret_of
from idphoto.cli.database import DataDir, opened
from idphoto.cli.output import AsJson, print_json

if TYPE_CHECKING:
    from idphoto.authority.port import Answer


def ask(
    name: PersonName = None,
    number: Number = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Ask the authority set in `IDPHOTO_AUTHORITY`, as the server does, to test it.

    The exit status is 1 if the authority is unavailable.

    Example: `idphoto authority ask --name 张三 --number 440305199505132561`
    """
    name, number = asked_for(name, number)
    with opened(data_dir) as (database, settings):
        from idphoto.authority.choose import open_authority
        from idphoto.authority.port import Unavailable
        from idphoto.idcard.number import parse_number
        from idphoto.models.face_embedder import NETWORK

        authority = open_authority(settings, database, secret_of(settings), NETWORK)
        answer = asyncio.run(authority.lookup(name, parse_number(number).text))
    shown = _answered(answer)
    if as_json:
        print_json(shown)
    else:
        typer.echo(": ".join(str(each) for each in shown.values() if each is not None))
    if isinstance(answer, Unavailable):
        raise typer.Exit(1)


def _answered(answer: Answer) -> dict[str, Any]:
    """The answer's name, and details where there are any."""
    from idphoto.authority.port import NameMismatch, NoPhoto, NoRecord, Record

    match answer:
        case Record(photo, embedding):
            what = [f"a photo of {len(photo):,} bytes"] if photo is not None else []
            what += ["an embedding"] if embedding is not None else []
            return {"answer": "record", "about": ", ".join(what)}
        case NoRecord():
            return {"answer": "no_record", "about": None}
        case NameMismatch():
            return {"answer": "name_mismatch", "about": None}
        case NoPhoto():
            return {"answer": "no_photo", "about": None}
        case _:
            return {"answer": "unavailable", "about": answer.reason}
