"""The drawing libraries and their fonts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from idphoto.drawing.fonts import fetch_fonts
from idphoto.errors import LibraryMissing
from idphoto.health import drawing


def without(*scripts: str) -> Callable[[str], bool]:
    """``has_font`` on a machine that has no font for these scripts."""
    return lambda text: all(text != drawing.SAMPLES[script] for script in scripts)


def test_each_script_is_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "has_font", without("Thai", "Arabic"))
    parts = {part.name: part for part in drawing.parts()}
    assert list(parts) == ["drawing", *(f"font: {script}" for script in drawing.SAMPLES)]
    warned = {name for name, part in parts.items() if part.status == "warning"}
    assert warned == {"font: Thai", "font: Arabic"}
    assert parts["font: Thai"].found == "no font here has its letters"
    assert "idphoto models pull --group fonts" in parts["font: Thai"].remedy


def test_a_library_that_cannot_be_loaded_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise LibraryMissing("pen", "pen", "no module", "draw clothes")

    monkeypatch.setattr(drawing, "freetype", fail)
    (part,) = drawing.parts()
    assert (part.name, part.status) == ("drawing", "missing")
    assert part.found == "cannot load pen: no module"
    assert part.remedy == "install pen; until then, idphoto cannot draw clothes"


def test_the_pinned_fonts_have_every_usual_script() -> None:
    fetch_fonts()
    assert {part.status for part in drawing.parts()} == {"ok"}
