"""``idphoto authority``: manage the registry of people, and try the configured authority."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from idphoto.cli.database import DataDir, opened, utc
from idphoto.errors import BadRequest
from idphoto.settings import ServerSettings

if TYPE_CHECKING:
    from idphoto.authority.cipher import Cipher
    from idphoto.authority.port import Answer
    from idphoto.authority.registry import Listed
    from idphoto.cli.importing import Done
    from idphoto.cli.people import Refused

app = typer.Typer(
    name="authority",
    help="Manage the registry of people that ID cards are checked against.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Name = Annotated[str | None, typer.Option(help="The person's name. Asked for if not given.")]
Number = Annotated[
    str | None,
    typer.Option(help="The ID card's number. Asked for if not given: shells keep commands."),
]
Replace = Annotated[bool, typer.Option("--replace", help="Replace the entry that has this number.")]


@app.command()
def add(
    name: Name = None,
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
    name, number = _asked(name, number)
    with opened(data_dir) as (database, settings):
        from idphoto.authority import registry
        from idphoto.authority.names import masked
        from idphoto.cli.importing import embedding_of
        from idphoto.cli.people import read_photo

        cipher = _cipher(settings)
        picture = read_photo(photo) if photo else None
        person = registry.new_person(name, number, picture)  # checked before the slow part
        if picture is not None:
            person = dataclasses.replace(person, embedding=embedding_of(1)(picture))
        with database.transaction() as tx:
            did = registry.add(tx, cipher, person, replace=replace, now=time.time())
        _remind(settings)
    shown = masked(person.number)
    if as_json:
        _print_json({"did": did, "number": shown, "photo": picture is not None})
    else:
        typer.echo(f"{shown} is {did}, with{'' if picture else 'out'} a photo")


@app.command("import")
def import_people(
    people: Annotated[
        Path, typer.Argument(help="A CSV file whose first line is name,number,photo.")
    ],
    photos: Annotated[
        Path | None,
        typer.Option(help="The folder of the photo files. Default: the CSV file's."),
    ] = None,
    replace: Replace = False,
    encoding: Annotated[
        str, typer.Option(help="The CSV file's encoding; Chinese Excel saves gb18030.")
    ] = "utf-8-sig",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Add the people listed in a CSV file; unusable lines do not stop the others.

    Each person is committed separately. After an interruption, run the same command again: people
    who are already there with this name and photo are skipped. Each refused line is reported with
    its reason.

    Example: `idphoto authority import people.csv --photos portraits/`
    """
    with opened(data_dir) as (database, settings):
        from idphoto.authority import registry
        from idphoto.cli.importing import import_all
        from idphoto.cli.people import Refused, Row, read_people

        cipher = _cipher(settings)
        with database.reading() as tx:
            registry.check_secret(tx, cipher)
        if photos is not None and not photos.is_dir():
            raise BadRequest("photos", f"there is no folder {photos}")
        lines = read_people(people, photos or people.parent, encoding)
        rows = [line for line in lines if isinstance(line, Row)]
        outcomes: list[Done | Refused] = [line for line in lines if isinstance(line, Refused)]
        outcomes += _with_progress(
            import_all(database, cipher, rows, replace), len(rows), hidden=as_json
        )
        _remind(settings)
    refused = [each for each in outcomes if isinstance(each, Refused)]
    _report(
        [each for each in outcomes if not isinstance(each, Refused)],
        sorted(refused, key=lambda each: each.line),
        as_json,
    )
    if refused:
        raise typer.Exit(1)


@app.command("list")
def list_all(
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
        from idphoto.authority.registry import list_people

        with database.reading() as tx:
            people = [_described(each, reveal) for each in list_people(tx, _cipher(settings))]
        _remind(settings)
    if as_json:
        _print_json(people)
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


@app.command()
def remove(
    number_or_id: Annotated[
        str | None,
        typer.Argument(
            metavar="NUMBER_OR_ID", help="As `idphoto authority list --reveal` shows it."
        ),
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Remove everybody; works without the registry's secret.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="With --all, do not ask for confirmation.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Remove a person, or everybody, from the registry for good.

    Example: `idphoto authority remove 0b0b6f6e-6f0e-4a54-a1f6-0d1f3c0f9c55`
    """
    if (number_or_id is None) != everybody:
        raise BadRequest("number_or_id", "give a number or an id, or --all")
    if everybody and not yes:
        typer.confirm("Remove everybody from the registry?", abort=True, err=True)
    with opened(data_dir) as (database, settings):
        from idphoto.authority import registry

        with database.transaction() as tx:
            removed = 1
            if number_or_id is None:
                removed = registry.remove_all(tx)
            else:
                registry.remove(tx, _cipher(settings), number_or_id)
    if as_json:
        _print_json({"removed": removed})
    else:
        typer.echo(f"{removed:,} removed")


@app.command()
def ask(
    name: Name = None, number: Number = None, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Ask the authority set in `IDPHOTO_AUTHORITY`, as the server does, to test it.

    The exit status is 1 if the authority is unavailable.

    Example: `idphoto authority ask --name 张三 --number 440305199505132561`
    """
    name, number = _asked(name, number)
    with opened(data_dir) as (database, settings):
        from idphoto.authority.choose import open_authority
        from idphoto.authority.port import Unavailable
        from idphoto.idcard.number import parse_number

        authority = open_authority(settings, database, _secret(settings))
        answer = asyncio.run(authority.lookup(name, parse_number(number).text))
    shown = _answered(answer)
    if as_json:
        _print_json(shown)
    else:
        typer.echo(": ".join(str(each) for each in shown.values() if each is not None))
    if isinstance(answer, Unavailable):
        raise typer.Exit(1)


def _asked(name: str | None, number: str | None) -> tuple[str, str]:
    """Name and number, asked for if not given."""
    return name or _ask_for("Name"), number or _ask_for("Number")


def _ask_for(what: str) -> str:
    # typer's prompt writes a blank to standard output, which is for results only.
    typer.echo(f"{what}: ", nl=False, err=True)
    return sys.stdin.readline()


def _secret(settings: ServerSettings) -> bytes:
    from idphoto.storage.secret import load_secret

    return load_secret(settings.secret.get_secret_value(), settings.data_dir)


def _cipher(settings: ServerSettings) -> Cipher:
    from idphoto.authority.cipher import Cipher

    return Cipher(_secret(settings))


def _with_progress(
    outcomes: Iterable[Done | Refused], total: int, *, hidden: bool
) -> Iterator[Done | Refused]:
    columns = TextColumn("people"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), disable=hidden) as bar:
        task = bar.add_task("people", total=total)
        for outcome in outcomes:
            yield outcome
            bar.advance(task)


def _report(done: list[Done], refused: list[Refused], as_json: bool) -> None:
    did = Counter(each.did for each in done)
    bare = sum(not each.has_photo for each in done)
    counts = {name: did[name] for name in ("added", "replaced", "unchanged")}
    if as_json:
        lines = [
            {"line": each.line, "code": each.error.code, "message": each.error.message}
            for each in refused
        ]
        _print_json({**counts, "without_photo": bare, "refused": lines})
        return
    for each in refused:
        typer.echo(f"line {each.line}: {each.error.message}", err=True)
    shown = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    note = f" ({bare:,} without a photo)" if bare else ""
    typer.echo(f"{shown}{note}, {len(refused):,} refused")


def _remind(settings: ServerSettings) -> None:
    if settings.authority != "registry":
        typer.echo(
            "note: the server uses this registry only with IDPHOTO_AUTHORITY=registry", err=True
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


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
