"""Wheel and sdist have all that runs, and run; the lock pins what is installed, without places."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from PIL import Image

import idphoto
from idphoto.runtime.engine import Engine

pytestmark = pytest.mark.xdist_group("packaging")  # build once

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8").splitlines()


def plain(name: str) -> str:
    """A distribution's name as registries compare them."""
    return re.sub(r"[-_.]+", "-", name).lower()


def run(*command: object, folder: Path = ROOT, **environ: str) -> str:
    """A command's output; without the checkout on the import path."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=own | environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(kind: str, source: Path, folder: Path) -> Path:
    """A wheel or an sdist, built with nothing fetched."""
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, folder=source)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the sdist, as by an installation from it."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    # tarfile's filter is newer than Debian 12's Python
    subprocess.run(["tar", "-xf", sdist, "-C", unpacked], check=True)
    (source,) = unpacked.iterdir()
    return build("wheel", source, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's files, installed without the libraries, which are here."""
    folder = tmp_path_factory.mktemp("installed")
    offline = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
    run(sys.executable, "-m", "pip", "install", *offline, "--target", folder, wheel)
    return folder


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
        "idphoto/assets/assets.toml",
        "idphoto/runtime/openvino/ranges/isnet.toml",
        "idphoto/specs/data/picwish.csv",
    } <= inside


def test_the_wheel_has_the_studio_s_page_so_that_nobody_needs_node(wheel: Path) -> None:
    if not (ROOT / "src/idphoto/server/studio/built/index.html").is_file():
        pytest.skip("the studio's page is not built here: make studio")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        index = archive.read("idphoto/server/studio/built/index.html").decode()
    scripts = re.findall(r'src="/studio/(assets/[^"]+\.js)"', index)
    assert scripts
    for each in scripts:
        for ending in ("", ".gz", ".br"):
            assert f"idphoto/server/studio/built/{each}{ending}" in names


def test_the_wheel_carries_licence_and_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        about = {Path(name).name: name for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(about["METADATA"]).decode()
        commands = archive.read(about["entry_points.txt"]).decode()
    assert "LICENSE" in about
    assert "License-Expression: Apache-2.0" in metadata
    assert "idphoto = idphoto.cli.app:main" in commands


def test_the_sdist_has_what_builds_documents_and_tests_it_and_nothing_of_this_machine(
    sdist: Path,
) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "requirements.lock"} <= names
    assert {"docs/install.md", "tests/test_packaging.py", "src/idphoto/py.typed"} <= names
    assert {"studio/package-lock.json", "scripts/hatch_build.py", "scripts/studio.py"} <= names
    assert not any("node_modules" in name for name in names)
    tops = {name.partition("/")[0] for name in names}
    assert not tops & {".venv", ".git", "build", "dist", "demo", "out", ".mypy_cache"}


def test_the_installed_package_runs_from_its_own_files(installed: Path, tmp_path: Path) -> None:
    home = {"PYTHONPATH": str(installed)}
    where = "import idphoto; print(idphoto.__file__)"
    found = run(sys.executable, "-c", where, folder=tmp_path, **home)
    assert Path(found.strip()).is_relative_to(installed)
    command = next(installed.glob("bin/idphoto*"))
    version = run(command, "--version", folder=tmp_path, **home)
    assert version == f"idphoto {idphoto.__version__}\n"
    # data files: the catalogue, the wardrobe, the manifest of weights
    spec = run(command, "specs", "show", "jp-passport", "--json", folder=tmp_path, **home)
    assert json.loads(spec)["slug"] == "jp-passport"
    garments = run(command, "wardrobe", "--json", folder=tmp_path, **home)
    assert len(json.loads(garments)) == 50
    assert "isnet" in run(command, "models", "list", "--json", folder=tmp_path, **home)


def test_the_installed_package_makes_a_photo(
    installed: Path, engine: Engine, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    (tmp_path / "me.jpg").write_bytes(astronaut_jpeg)
    command = next(installed.glob("bin/idphoto*"))
    make = [command, "make", "me.jpg", "--spec", "jp-passport", "-o", "photo.jpg"]
    run(*make, folder=tmp_path, PYTHONPATH=str(installed))
    with Image.open(tmp_path / "photo.jpg") as photo:
        assert photo.size == (413, 531)


def test_the_metadata_name_the_pythons_and_the_projects_pages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        about = Parser().parsestr(archive.read(name).decode())
    assert about["Version"] == idphoto.__version__
    assert about["Requires-Python"] == ">=3.11"
    classifiers = about.get_all("Classifier", [])
    named = {each.rpartition(" ")[2] for each in classifiers if "Python :: 3." in each}
    assert named == {"3.11", "3.12", "3.13", "3.14"}
    pages = {each.partition(",")[0] for each in about.get_all("Project-URL", [])}
    assert pages == {"Homepage", "Documentation", "Source", "Issues", "Changelog"}


def test_the_changelog_has_an_entry_for_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## \[([\d.]+)\]", text, re.MULTILINE)[0] == idphoto.__version__


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
