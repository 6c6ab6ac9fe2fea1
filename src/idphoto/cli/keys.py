"""``idphoto keys``: manage the server's API keys and their credits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from idphoto.cli.database import DataDir, opened, utc
from idphoto.cli.group import group
from idphoto.cli.output import AsJson, print_json
from idphoto.cli.table import print_table
from idphoto.settings import ServerSettings

if TYPE_CHECKING:
    from idphoto.db.tables import ApiKey

app = group("Create, list, credit and revoke the server's API keys.")

NameOrId = Annotated[
    str, typer.Argument(metavar="NAME_OR_ID", help="Name or id, as in `idphoto keys list`.")
]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Who the key is for.")],
    credits: Annotated[  # noqa: A002 - the option's name
        int | None, typer.Option(help="Credits to start with. Default: unlimited use.")
    ] = None,
    qps: Annotated[float, typer.Option(help="Requests per second; 0 means no limit.")] = 2,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Create a key; it is shown once and not stored.

    Example: `idphoto keys create kiosk --credits 5000 --qps 5`
    """
    with opened(data_dir) as (database, settings):
        from idphoto.accounts.keys import create_key

        with database.transaction() as tx:
            new = create_key(tx, name, credits=credits, qps=qps, now=time.time())
            # before the commit: if this fails, no key exists that nobody has seen
            secret = _callback_secret(settings, new.id)
    if as_json:
        facts = {"id": new.id, "name": new.name, "credits": credits, "qps": qps}
        print_json({**facts, "key": new.key, "callback_secret": secret})
        return
    typer.echo(f"The API key {new.name}, which is shown only now:\n\n  {new.key}\n")
    typer.echo(
        f"The secret that signs its callbacks; `idphoto keys secret` shows it again:\n\n  {secret}"
    )


@app.command("list")
def list_all(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the keys with their credits and limits; the keys themselves are never shown.

    Example: `idphoto keys list --json`
    """
    with opened(data_dir) as (database, _):
        from idphoto.accounts.keys import list_keys

        with database.reading() as tx:
            keys = [_described(key) for key in list_keys(tx)]
    if as_json:
        print_json(keys)
        return
    print_table(
        ("name", "id", "key", "credits", "qps", "created", "revoked"),
        (
            (
                key["name"],
                key["id"],
                f"{key['hint']}…",
                "unlimited" if key["credits"] is None else f"{key['credits']:,}",
                f"{key['qps']:g}" if key["qps"] else "no limit",
                key["created_at"][:10],
                (key["revoked_at"] or "")[:10],
            )
            for key in keys
        ),
        empty="No keys yet: `idphoto keys create NAME` creates one.",
        whole=("name", "id"),
        below={"id": "name", "qps": "credits", "revoked": "created"},
    )


@app.command()
def credit(
    key: NameOrId,
    credits: Annotated[  # noqa: A002 - the argument's name
        int, typer.Argument(metavar="N", help="Credits to add.")
    ],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Add credits to a metered key.

    Example: `idphoto keys credit kiosk 1000`
    """
    with opened(data_dir) as (database, _):
        from idphoto.accounts.keys import get_key
        from idphoto.accounts.ledger import grant

        with database.transaction() as tx:
            found = get_key(tx, key)
            balance = grant(tx, found.id, credits, now=time.time())
            facts = {"id": found.id, "name": found.name, "credits": balance}
    if as_json:
        print_json(facts)
    else:
        typer.echo(f"{facts['name']} has {balance:,} credits")


@app.command()
def revoke(key: NameOrId, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Revoke a key: new requests are refused, accepted tasks are finished.

    Example: `idphoto keys revoke kiosk`
    """
    with opened(data_dir) as (database, _):
        from idphoto.accounts.keys import get_key, revoke_key

        with database.transaction() as tx:
            revoke_key(tx, key, now=time.time())
            facts = _described(get_key(tx, key))
    if as_json:
        print_json(facts)
    else:
        typer.echo(f"{facts['name']} is revoked")


@app.command()
def secret(key: NameOrId, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show the secret that signs a key's callbacks (Standard Webhooks).

    Example: `idphoto keys secret kiosk`
    """
    with opened(data_dir) as (database, settings):
        from idphoto.accounts.keys import get_key

        with database.reading() as tx:
            key_id = get_key(tx, key).id
        shown = _callback_secret(settings, key_id)
    if as_json:
        print_json({"id": key_id, "callback_secret": shown})
    else:
        typer.echo(shown)


def _callback_secret(settings: ServerSettings, key_id: str) -> str:
    from idphoto.accounts.callback_secret import callback_secret
    from idphoto.storage.secret import load_secret

    master = load_secret(settings.secret.get_secret_value(), settings.data_dir)
    return callback_secret(master, key_id)


def _described(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "hint": key.hint,
        "credits": key.credits,
        "qps": key.qps,
        "created_at": utc(key.created_at),
        "revoked_at": utc(key.revoked_at),
    }
