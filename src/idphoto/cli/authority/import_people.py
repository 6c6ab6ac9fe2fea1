"""``idphoto authority import``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from idphoto.cli.authority.options import Replace
from idphoto.cli.authority.registry import cipher_of, remind_of_setting
from idphoto.cli.database import DataDir, opened
from idphoto.cli.output import AsJson, print_json
from idphoto.cli.progress import with_progress
from idphoto.errors import BadRequest

if TYPE_CHECKING:
    from idphoto.cli.authority.importing import Done
    from idphoto.cli.authority.people_file import Refused


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
        from idphoto.cli.authority.importing import import_all
        from idphoto.cli.authority.people_file import Refused, Row, read_people

        cipher = cipher_of(settings)
        with database.reading() as tx:
            registry.check_secret(tx, cipher)
        if photos is not None and not photos.is_dir():
            raise BadRequest("photos", f"there is no folder {photos}")
        lines = read_people(people, photos or people.parent, encoding)
        rows = [line for line in lines if isinstance(line, Row)]
        outcomes: list[Done | Refused] = [line for line in lines if isinstance(line, Refused)]
        outcomes += with_progress(
            import_all(database, cipher, rows, replace), "people", len(rows), hidden=as_json
        )
        remind_of_setting(settings)
    refused = [each for each in outcomes if isinstance(each, Refused)]
    _report(
        [each for each in outcomes if not isinstance(each, Refused)],
        sorted(refused, key=lambda each: each.line),
        as_json,
    )
    if refused:
        raise typer.Exit(1)


def _report(done: list[Done], refused: list[Refused], as_json: bool) -> None:
    did = Counter(each.did for each in done)
    bare = sum(not each.has_photo for each in done)
    counts = {name: did[name] for name in ("added", "replaced", "unchanged")}
    if as_json:
        lines = [
            {"line": each.line, "code": each.error.code, "message": each.error.message}
            for each in refused
        ]
        print_json({**counts, "without_photo": bare, "refused": lines})
        return
    for each in refused:
        typer.echo(f"line {each.line}: {each.error.message}", err=True)
    shown = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    note = f" ({bare:,} without a photo)" if bare else ""
    typer.echo(f"{shown}{note}, {len(refused):,} refused")
