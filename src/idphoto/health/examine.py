"""Examine every part, in the order in which they depend on each other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from idphoto.assets.manifest import Group
from idphoto.errors import BadSetting
from idphoto.health import assets, clients, drawing, inference, server, studio, system
from idphoto.health.part import HealthPart
from idphoto.settings import ServerSettings, Settings, get_settings, read_server_settings


def examine(
    data_dir: Path | None = None, *, verify: bool = False, online: bool = False
) -> tuple[HealthPart, ...]:
    """Every part of this installation. Changes nothing but a probe in the server's storage.

    Args:
        data_dir: the server's folder, if it is not that of the settings.
        verify: read all weights and fonts and compare their digests, which takes seconds.
        online: ask the package registries whether they have the weights and fonts; without it, no
            connection is made, except to a database or storage elsewhere.

    >>> from pathlib import Path
    >>> from idphoto.health.examine import examine
    >>> [part.name for part in examine(Path("data"))][:3]
    ['python', 'clock', 'settings']
    """
    return tuple(_parts(data_dir, verify, online))


def _parts(data_dir: Path | None, verify: bool, online: bool) -> Iterator[HealthPart]:
    yield system.python()
    yield system.clock()
    try:
        settings, of_server = get_settings(), read_server_settings(data_dir)
    except BadSetting as error:
        remedy = "correct or remove the variable; the other parts depend on it"
        yield HealthPart("settings", "missing", error.message, remedy)
        return
    yield _settings()
    yield from drawing.parts()
    yield inference.part()
    yield from assets.parts(settings.models_dir, _groups(settings, of_server), verify=verify)
    yield from clients.parts(online=online)
    yield from server.parts(of_server)
    yield studio.part(of_server)


def _settings() -> HealthPart:
    names = sorted(name for name in map(str.upper, os.environ) if name.startswith("IDPHOTO_"))
    return HealthPart("settings", "ok", ", ".join(names) or "the defaults")


def _groups(settings: Settings, of_server: ServerSettings) -> set[Group]:
    """The groups of weights that the settings ask for."""
    groups: set[Group] = {"photo"}
    if of_server.quality == "best":
        groups.add("best" if settings.matting == "isnet" else "alternatives")
    if of_server.authority:
        groups.add("idcard")
    return groups
