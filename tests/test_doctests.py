"""The examples in docstrings, run as they stand."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest
from tests.kept.cards import draw_sample

import idphoto

ROOT = Path(idphoto.__file__).parent
# these read me.jpg and id-card.jpg, and load the networks
ENTRY_POINTS = ("idphoto", "idphoto.api")


def modules() -> list[str]:
    files = [file.relative_to(ROOT) for file in sorted(ROOT.rglob("*.py"))]
    return [
        ".".join(("idphoto", *file.with_suffix("").parts)).removesuffix(".__init__")
        for file in files
        if ">>> " in (ROOT / file).read_text("utf-8")
    ]


@pytest.fixture
def pictures(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The current folder, with the pictures that a module's examples read."""
    monkeypatch.chdir(tmp_path)
    if request.getfixturevalue("module") in ENTRY_POINTS:
        request.getfixturevalue("engine")
        (tmp_path / "me.jpg").write_bytes(request.getfixturevalue("astronaut_jpeg"))
        (tmp_path / "id-card.jpg").write_bytes(draw_sample("clean", 7).jpeg)


@pytest.mark.usefixtures("pictures")
@pytest.mark.parametrize("module", modules())
def test_examples_in_docstrings_run(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(module))
    assert outcome.attempted > 0
    assert outcome.failed == 0
