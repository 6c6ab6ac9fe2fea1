"""The wheel has all that runs; the lock pins all that is installed and names no place."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8").splitlines()


def plain(name: str) -> str:
    """A distribution's name as registries compare them."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_has_every_file_of_the_package(wheel: Path) -> None:
    package = ROOT / "src" / "idphoto"
    files = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert inside == files
    assert {
        "idphoto/py.typed",
        "idphoto/runtime/weights.toml",
        "idphoto/runtime/openvino/ranges/isnet.toml",
        "idphoto/specs/data/picwish.csv",
    } <= inside


def test_the_wheel_carries_licence_and_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        about = {Path(name).name: name for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(about["METADATA"]).decode()
        commands = archive.read(about["entry_points.txt"]).decode()
    assert "LICENSE" in about
    assert "License-Expression: Apache-2.0" in metadata
    assert "idphoto = idphoto.cli.app:main" in commands


def test_the_lock_is_names_and_versions_alone() -> None:
    strange = [line for line in LOCK if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)]
    assert strange == []


def test_the_lock_pins_whatever_pyproject_asks_for() -> None:
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    extras = PROJECT["project"]["optional-dependencies"]
    for name in re.findall(r"\w+", extras["all"][0].partition("[")[2]):
        asked += extras[name]
    names = {plain(re.split(r"[^\w.-]", line)[0]) for line in asked}
    assert names - {plain(line.split("==")[0]) for line in LOCK} == set()
