"""The drawing library and its fonts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from idphoto.errors import LibraryMissing, MissingGlyph
from idphoto.health import drawing


def without(*scripts: str) -> Callable[[str], None]:
    """``runs`` on a machine that has no font for these scripts."""

    def runs(text: str) -> None:
        for script in scripts:
            if text == drawing.SAMPLES[script]:
                raise MissingGlyph(text, script, "fonts-noto-core")

    return runs


def test_each_script_is_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "runs", without("Thai", "Arabic"))
    parts = {part.name: part for part in drawing.parts()}
    assert list(parts) == ["drawing", *(f"font: {script}" for script in drawing.SAMPLES)]
    warned = {name for name, part in parts.items() if part.status == "warning"}
    assert warned == {"font: Thai", "font: Arabic"}
    assert parts["font: Thai"].found == "no font has ภาพถ่าย"
    assert "fonts-noto-core" in parts["font: Thai"].remedy


def test_a_library_that_cannot_be_loaded_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> None:
        raise LibraryMissing("pen", "pen from PyPI", "no module", "draw clothes")

    monkeypatch.setattr(drawing, "runs", fail)
    (part,) = drawing.parts()
    assert (part.name, part.status) == ("drawing", "missing")
    assert part.found == "cannot load pen: no module"
    assert part.remedy == "install pen from PyPI; until then, idphoto cannot draw clothes"


@pytest.mark.usefixtures("drawing")
def test_a_font_for_latin_is_here(need_font: Callable[[str], None]) -> None:
    need_font("A")
    parts = {part.name: part.status for part in drawing.parts()}
    assert parts["drawing"] == parts["font: Latin"] == "ok"
