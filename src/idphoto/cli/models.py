"""``idphoto models``: list, download and check the networks' weights and fonts."""

from __future__ import annotations

from typing import Annotated

import typer

from idphoto.assets.manifest import Asset, Group
from idphoto.assets.store import AssetStore
from idphoto.cli.group import group
from idphoto.cli.output import AsJson, print_json, say_about
from idphoto.cli.table import print_table
from idphoto.errors import WeightsCorrupt, WeightsUnavailable
from idphoto.settings import get_settings

app = group("List, download and check the networks' weights and fonts.")

ModelNames = Annotated[
    list[str] | None,
    typer.Argument(help="Names of networks or fonts, as `idphoto models list` shows them."),
]


def _store() -> AssetStore:
    return AssetStore(get_settings().models_dir)


@app.command(
    "list",
    epilog="Example: idphoto models list --json",
)
def list_models(as_json: AsJson = False) -> None:
    """List the networks and fonts with licence, size, and whether their files are present."""
    store = _store()
    if as_json:
        print_json([_described(store, entry) for entry in store.entries])
        return
    print_table(
        ("name", "note", "licence", "MB", "present"),
        (
            (
                entry.name,
                f"{entry.group}: {entry.note}",
                entry.licence,
                f"{entry.bytes / 1e6:.1f}",
                "yes" if store.is_present(entry.name) else "no",
            )
            for entry in store.entries
        ),
        below={"note": "name"},
    )
    for entry in store.entries:
        if entry.notice:
            say_about(f"\n{entry.notice}")
    say_about(f"\nFolder: {store.folder}")


@app.command(
    epilog="Examples: idphoto models pull · idphoto models pull modnet · "
    "idphoto models pull --group idcard"
)
def pull(
    names: ModelNames = None,
    group: Annotated[
        Group | None,
        typer.Option(help="All of this group, as `idphoto models list` shows it."),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help="Everything, also for ID cards, other matting and rare letters."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Download weights and fonts; without names or a group, those that ID photos need.

    Files that are present are checked and kept; damaged files are downloaded again.
    """
    store = _store()
    chosen = (group,) if group else () if names else ("photo", "fonts")
    of_group = [each.name for each in store.entries if everything or each.group in chosen]
    wanted = list(dict.fromkeys([*(names or ()), *of_group]))
    store.pull(wanted)
    if as_json:
        pulled = [{"name": name, "path": str(store.path(name))} for name in wanted]
        print_json(pulled)
    else:
        typer.echo(f"{len(wanted)} files are ready in {store.folder}")


@app.command(epilog="Example: idphoto models verify isnet")
def verify(names: ModelNames = None, as_json: AsJson = False) -> None:
    """Check files against their pinned sha256; without names, all that are present.

    The exit status is 1 if a file is damaged or missing.
    """
    store = _store()
    wanted = names or [entry.name for entry in store.entries if store.is_present(entry.name)]
    found = [{"name": name, "status": _status(store, name)} for name in wanted]
    if as_json:
        print_json(found)
    else:
        for each in found:
            typer.echo(f"{each['status']:8} {each['name']}")
    if any(each["status"] != "ok" for each in found):
        raise typer.Exit(1)


def _status(store: AssetStore, name: str) -> str:
    try:
        store.verify(name)
    except WeightsCorrupt:
        return "damaged"
    except WeightsUnavailable:
        return "missing"
    return "ok"


def _described(store: AssetStore, entry: Asset) -> dict[str, object]:
    return {
        "name": entry.name,
        "file": entry.file,
        "group": entry.group,
        "licence": entry.licence,
        "notice": entry.notice,
        "note": entry.note,
        "bytes": entry.bytes,
        "sha256": entry.sha256,
        "present": store.is_present(entry.name),
    }
