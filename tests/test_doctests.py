"""The examples in docstrings, run as they stand."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import idphoto

ROOT = Path(idphoto.__file__).parent
# this one writes a file from a portrait; the documents' examples cover it
ELSEWHERE = {"__init__.py"}


def modules() -> list[str]:
    files = [file.relative_to(ROOT) for file in sorted(ROOT.rglob("*.py"))]
    return [
        ".".join(("idphoto", *file.with_suffix("").parts))
        for file in files
        if ">>> " in (ROOT / file).read_text("utf-8") and str(file) not in ELSEWHERE
    ]


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("module", modules())
def test_examples_in_docstrings_run(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(module))
    assert outcome.attempted > 0
    assert outcome.failed == 0
