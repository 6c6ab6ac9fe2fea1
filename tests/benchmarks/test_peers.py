"""Peers in processes of their own, compared on the same composites."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from benchmarks.mattes import Composite
from benchmarks.peers import environment
from benchmarks.peers.compare import REMBG, by_picture, by_set, compare
from benchmarks.peers.environment import PeerUnavailable
from PIL import Image

# Serves a matte that is the same everywhere.
FLAT = """
import numpy as np
from benchmarks.peers.worker import serve
def matte(data):
    print("a library's chatter")
    return np.full((4, 6), {value}, np.uint8)
serve("flat", matte)
"""


def flat(value: int) -> tuple[list[str], dict[str, str]]:
    return [sys.executable, "-c", FLAT.format(value=value)], {}


@pytest.fixture
def pictures(tmp_path: Path) -> list[Composite]:
    """Two composites whose exact alpha is 0.2 everywhere."""
    found = []
    for group in ("people_mattes", "mattes"):
        picture, alpha = tmp_path / f"{group}.png", tmp_path / f"{group}_alpha.png"
        Image.new("RGB", (6, 4)).save(picture)
        Image.new("L", (6, 4), 51).save(alpha)
        found.append(Composite(group, picture, alpha))
    return found


def test_every_peer_cuts_out_every_picture_in_every_round(pictures: list[Composite]) -> None:
    found = compare({REMBG: flat(0), "fast": flat(51)}, pictures, rounds=2)
    assert found.about == {REMBG: "flat", "fast": "flat"}
    assert [len(each.ms) for each in found.measured] == [2, 2, 2, 2]
    assert all(peak is None or 5 < peak < 5000 for peak in found.peak_mb.values())
    rows = {(row["set"], row["peer"]): row for row in by_set(found)}
    assert len(rows) == 4
    theirs, ours = rows["mattes", REMBG], rows["mattes", "fast"]
    assert (theirs["mse"], theirs["edge"], theirs["error"]) == pytest.approx((40.0, 40.0, 1.0))
    assert (ours["mse"], ours["error"]) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert theirs["speed"] == 1.0
    [first, second] = by_picture(found)
    assert (first["picture"], second["picture"]) == ("people_mattes", "mattes")
    assert first["rembg mse"] == pytest.approx(40.0)
    assert {"rembg ms", "fast ms", "fast edge"} <= set(first)


def test_a_peer_that_ends_is_reported_by_name(pictures: list[Composite]) -> None:
    broken = [sys.executable, "-c", "raise SystemExit(3)"], dict[str, str]()
    with pytest.raises(PeerUnavailable, match="rembg ended with status 3"):
        compare({REMBG: broken}, pictures)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that an installation runs; each only writes the files it is to make."""
    commands: list[list[str]] = []

    def run(command: list[str]) -> None:
        commands.append(command)
        if "venv" in command:
            Path(command[-1]).mkdir(parents=True)
        if "benchmarks.peers.widen" in command:
            Path(command[-1]).touch()

    class Store:
        def __init__(self, folder: Path) -> None:
            self.folder = folder

        def path(self, name: str) -> Path:
            return self.folder / name

    monkeypatch.setattr(environment, "_run", run)
    monkeypatch.setattr(environment, "AssetStore", Store)
    return commands


def test_rembg_is_installed_once(ran: list[list[str]], tmp_path: Path) -> None:
    first = environment.rembg_environment(tmp_path)
    assert [command[2] for command in ran] == ["venv", "pip", "benchmarks.peers.widen"]
    assert (first.weights / "isnet-general-use.onnx").exists()
    assert environment.rembg_environment(tmp_path) == first
    assert len(ran) == 3


def test_an_interrupted_installation_is_begun_again(ran: list[list[str]], tmp_path: Path) -> None:
    rest = tmp_path / "rembg" / "half"
    rest.mkdir(parents=True)
    environment.rembg_environment(tmp_path)
    assert not rest.exists()
    assert [command[2] for command in ran][:2] == ["venv", "pip"]


def test_a_failed_installation_says_what_pip_said() -> None:
    with pytest.raises(PeerUnavailable, match=r"^-c .*: no network$"):
        environment._run([sys.executable, "-c", "raise SystemExit('pip:\\nno network')"])
