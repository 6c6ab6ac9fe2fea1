"""``idphoto authority embed``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from idphoto.cli.authority.registry import cipher_of, remind_of_setting
from idphoto.cli.database import DataDir, opened
from idphoto.cli.output import AsJson, print_json
from idphoto.cli.progress import with_progress

if TYPE_CHECKING:
    from idphoto.cli.authority.embedding import Renewed


def embed(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Embed people's stored photos anew where another network made their embedding.

    Needed once after an upgrade to a version that compares faces by another network. Each person
    is committed separately; after an interruption, run the same command again. Stop the servers
    of the old version first: they cannot compare the new embeddings. People whose photo has no
    face that can be compared are listed, and the exit status is 1.

    Example: `idphoto authority embed`
    """
    with opened(data_dir) as (database, settings):
        from idphoto.authority import registry
        from idphoto.cli.authority.embedding import renew_all
        from idphoto.models.face_embedder import NETWORK

        cipher = cipher_of(settings)
        with database.reading() as tx:
            registry.check_secret(tx, cipher)
            ids = registry.outdated_ids(tx, NETWORK)
        outcomes = list(
            with_progress(renew_all(database, cipher, ids), "people", len(ids), hidden=as_json)
            if ids
            else ()
        )
        remind_of_setting(settings)
    refused = sorted((each for each in outcomes if each.error), key=lambda each: each.id)
    _report(len(outcomes) - len(refused), refused, as_json)
    if refused:
        raise typer.Exit(1)


def _report(embedded: int, refused: list[Renewed], as_json: bool) -> None:
    reasons = [(each.id, each.error) for each in refused if each.error is not None]
    if as_json:
        entries = [
            {"id": entry, "code": error.code, "message": error.message} for entry, error in reasons
        ]
        print_json({"embedded": embedded, "refused": entries})
        return
    for entry, error in reasons:
        typer.echo(f"{entry}: {error.message}", err=True)
    typer.echo(f"{embedded:,} embedded, {len(refused):,} refused")
