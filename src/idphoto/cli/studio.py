"""``idphoto studio``: links by which people enter the server's studio."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from idphoto.cli.database import DataDir, opened, utc
from idphoto.cli.group import group
from idphoto.cli.output import AsJson, print_json
from idphoto.cli.table import print_table
from idphoto.errors import BadRequest

if TYPE_CHECKING:
    from idphoto.db.tables import StudioLink
    from idphoto.settings import ServerSettings

app = group("Create, list and revoke links by which people enter the studio.")

# After #: browsers send that part to no server, so that it is in no log and in no Referer.
_PATH = "/studio/enter#"


@app.command()
def link(
    name: Annotated[str, typer.Argument(help="Who the link is for.")],
    days: Annotated[int, typer.Option(help="How long it is valid.")] = 30,
    key: Annotated[
        str | None,
        typer.Option(
            metavar="NAME_OR_ID",
            help="The API key whose account pays. Default: the account studio.",
        ),
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Create a link; it is shown once and not stored. Anyone who has it can use the studio.

    Example: `idphoto studio link Anna --days 7 --key school`
    """
    with opened(data_dir) as (database, settings):
        from idphoto.accounts.keys import get_key
        from idphoto.accounts.studio_account import ensure_studio_key
        from idphoto.accounts.studio_links import create_link

        now = time.time()
        with database.transaction() as tx:
            account = get_key(tx, key) if key else ensure_studio_key(tx, now)
            if account.revoked_at is not None:
                raise BadRequest("key", f"{account.name} is revoked")
            new = create_link(tx, name, account.id, days=days, now=now)
            facts = {
                "id": new.id,
                "name": new.name,
                "key": account.name,
                "expires_at": utc(new.expires_at),
                "url": settings.public_url.rstrip("/") + _PATH + new.token,
            }
    if as_json:
        print_json(facts)
    else:
        typer.echo(f"{new.name}'s link to the studio, which is shown only now:\n\n  {facts['url']}")
    _remind(settings)


@app.command("links")
def list_all(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the links, when each expires and when it was last used.

    Example: `idphoto studio links --json`
    """
    with opened(data_dir) as (database, _):
        from idphoto.accounts.keys import list_keys
        from idphoto.accounts.studio_links import is_valid, list_links

        now = time.time()
        with database.reading() as tx:
            names = {each.id: each.name for each in list_keys(tx)}
            found = [
                {**_described(each), "key": names[each.key_id], "valid": is_valid(each, now)}
                for each in list_links(tx)
            ]
    if as_json:
        print_json(found)
        return
    print_table(
        ("name", "key", "valid", "created", "expires", "last used", "revoked"),
        (
            (
                each["name"],
                each["key"],
                "yes" if each["valid"] else "no",
                each["created_at"][:10],
                each["expires_at"][:10],
                (each["last_used_at"] or "")[:10],
                (each["revoked_at"] or "")[:10],
            )
            for each in found
        ),
        empty="No links yet: `idphoto studio link NAME` creates one.",
    )


@app.command()
def revoke(
    name: Annotated[str, typer.Argument(help="As in `idphoto studio links`.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Revoke a link: it opens the studio no more, and the sessions it began end at once.

    Example: `idphoto studio revoke Anna`
    """
    with opened(data_dir) as (database, _):
        from idphoto.accounts.studio_links import revoke_link

        with database.transaction() as tx:
            facts = _described(revoke_link(tx, name, now=time.time()))
    if as_json:
        print_json(facts)
    else:
        typer.echo(f"{facts['name']}'s link is revoked")


def _remind(settings: ServerSettings) -> None:
    if settings.studio != "on":
        typer.echo("Links work once the server runs with IDPHOTO_STUDIO=on.", err=True)
    if not settings.public_url:
        typer.echo(
            "Put the server's address before it, or set IDPHOTO_PUBLIC_URL.",
            err=True,
        )


def _described(link: StudioLink) -> dict[str, Any]:
    return {
        "id": link.id,
        "name": link.name,
        "created_at": utc(link.created_at),
        "expires_at": utc(link.expires_at),
        "revoked_at": utc(link.revoked_at),
        "last_used_at": utc(link.last_used_at),
    }
