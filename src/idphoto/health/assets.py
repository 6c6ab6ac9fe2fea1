"""The networks' weights and the fonts, by group."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final, get_args

from idphoto.assets.manifest import Asset, Group
from idphoto.assets.store import AssetStore
from idphoto.errors import WeightsCorrupt
from idphoto.health.clients import has_pip
from idphoto.health.folders import can_write
from idphoto.health.part import HealthPart

# Groups of networks, and what each is for. The others are groups of fonts.
NETWORKS: Final[Mapping[str, str]] = {
    "photo": "every photo",
    "best": "quality best",
    "idcard": "ID cards",
    "alternatives": "quality best instead of ISNet",
}


def parts(
    folder: Path,
    needed: Collection[Group],
    *,
    verify: bool = False,
    entries: tuple[Asset, ...] | None = None,
) -> Iterator[HealthPart]:
    """One part for each group. ``needed``: the groups that the settings ask for.

    ``verify``: also compare each file with its digest. ``entries``: by default the manifest.
    """
    store = AssetStore(folder, entries)
    for group in get_args(Group):
        of_group = [entry for entry in store.entries if entry.group == group]
        if of_group:
            yield _group(store, group, of_group, needed=group in needed, verify=verify)


def _group(
    store: AssetStore, group: Group, entries: list[Asset], *, needed: bool, verify: bool
) -> HealthPart:
    name = f"weights: {group}" if group in NETWORKS else group.replace("-", " ")
    purpose = f" for {NETWORKS[group]}" if group in NETWORKS else ""
    sources = [source for entry in entries if (source := store.cached(entry.name))]
    size = sum(source.bytes for source in sources) / 1e6
    damaged = [entry.name for entry in entries if verify and _is_damaged(store, entry)]
    found = f"{len(sources)} of {len(entries)} files{purpose}, {size:.1f} MB"
    if damaged:
        remedy = f"idphoto models pull {' '.join(damaged)}"
        return HealthPart(name, "missing", f"{found}; damaged: {', '.join(damaged)}", remedy)
    if len(sources) == len(entries):
        return HealthPart(name, "ok", f"{found}; digests compared" if verify else found)
    if not needed:
        return HealthPart(name, "ok", f"{found}; fetched when first needed")
    if not (can_write(store.folder) and has_pip()):
        remedy = f"copy the folder from a machine that has it to {store.folder}"
        return HealthPart(name, "missing", f"{found}; they cannot be fetched here", remedy)
    remedy = f"idphoto models pull --group {group}; else they are fetched when first needed"
    return HealthPart(name, "warning", found, remedy)


def _is_damaged(store: AssetStore, entry: Asset) -> bool:
    if not store.is_present(entry.name):
        return False
    try:
        store.verify(entry.name)
    except WeightsCorrupt:
        return True
    return False
