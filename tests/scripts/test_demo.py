"""``make demo``."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from idphoto.assets.archives import FetchError
from idphoto.errors import LibraryMissing
from scripts import demo

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh checkout's folder, where the networks are."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("idphoto.cli.models.pull", lambda: None)
    return tmp_path / "demo"


def draw(source: Path, name: str) -> None:
    demo.save(name, source.read_bytes(), (1, 1), 0.0)


def cannot_draw(source: Path, name: str) -> None:
    raise LibraryMissing("pen", "pen from PyPI", "no module", "draw clothes")


def test_what_cannot_be_made_is_named_and_the_rest_is_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir()
    (folder / "astronaut.jpg").write_bytes(b"portrait")
    monkeypatch.setattr(demo, "PICTURES", {"dressed.jpg": cannot_draw, "blue.jpg": draw})
    with pytest.raises(SystemExit) as ended:
        demo.main()
    assert ended.value.code == "1 of 2 pictures could not be made: dressed.jpg"
    assert capsys.readouterr().err == (
        "failed demo/dressed.jpg: cannot load the library pen: install pen from PyPI (no module)\n"
    )
    assert (folder / "blue.jpg").read_bytes() == b"portrait"


def test_without_the_portrait_nothing_is_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Path:
        raise FetchError("scikit-image==0.26.0: the registry's client gave up")

    monkeypatch.setattr(demo, "fetch_archive", fail)
    with pytest.raises(SystemExit) as ended:
        demo.main()
    assert ended.value.code == (
        "cannot make anything: scikit-image==0.26.0: the registry's client gave up"
    )
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("target", "whole"), [("demo", False), ("test", True)])
def test_only_the_developers_targets_install_the_whole_lock(target: str, whole: bool) -> None:
    command = ["make", "--dry-run", "VENV=build/none", target]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ("install --requirement requirements.lock" in done.stdout) is whole
    assert "install --constraint requirements.lock" in done.stdout
