"""``idphoto idcard verify``: check that a card's number, name and face belong together."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from idphoto.cli.database import DataDir, opened, server_libraries
from idphoto.cli.idcard.read import FIELDS, CardFile
from idphoto.cli.inputs import open_input
from idphoto.cli.output import AsJson, print_json

if TYPE_CHECKING:
    from idphoto.services.identity.model import Found


def verify(
    card: CardFile,
    no_warnings: Annotated[
        bool, typer.Option("--no-warnings", help="Compare faces even if there are warnings.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Read an ID card and check its holder with the authority in `IDPHOTO_AUTHORITY`.

    The exit status is 0 only if number, name and face belong together.

    Examples:

    - `IDPHOTO_AUTHORITY=registry idphoto idcard verify card.jpg`

    - `idphoto idcard verify card.jpg --no-warnings --json`
    """
    source = open_input("card", card)
    with server_libraries():
        from idphoto.services.identity.model import ALL, IdentityVerdict, Wanted
        from idphoto.services.identity.verify import verify as decide
        from idphoto.services.pictures import open_checker
    with opened(data_dir) as (database, settings):
        from idphoto.api import default_engine
        from idphoto.authority.choose import open_authority
        from idphoto.imaging.decode import DecodeLimits
        from idphoto.models.face_embedder import NETWORK
        from idphoto.storage.secret import load_secret

        secret = load_secret(settings.secret.get_secret_value(), settings.data_dir)
        authority = open_authority(settings, database, secret, NETWORK)
        limits = DecodeLimits(max_side_px=settings.max_source_side_px)
        checker = open_checker(default_engine(), limits)
        wanted = Wanted() if no_warnings else ALL
        picture = source.read_bytes() if isinstance(source, Path) else source
        found = asyncio.run(decide(checker, authority, picture, wanted, settings.idcard_min_sim))
    if as_json:
        print_json(_described(found))
    else:
        _show(found)
    if found.verdict is not IdentityVerdict.SAME_PERSON:
        raise typer.Exit(1)


def _described(found: Found) -> dict[str, Any]:
    fields = {name: getattr(found.reading.fields, name).text for name in FIELDS}
    return {
        "verdict": found.verdict.value,
        "sim": found.similarity,
        "fields": fields,
        "warnings": [warning.value for warning in found.reading.warnings],
        "quality": found.reading.quality,
    }


def _show(found: Found) -> None:
    for name, text in _described(found)["fields"].items():
        typer.echo(f"{name:8} {text or '–'}")
    typer.echo(f"verdict  {found.verdict.value}, similarity {found.similarity:.2f}")
    for warning in found.reading.warnings:
        typer.echo(f"warning  {warning.value}")
