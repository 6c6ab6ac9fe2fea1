"""The drawing library, and a font for each of the usual scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from idphoto.drawing.fonts import runs
from idphoto.errors import LibraryMissing, MissingGlyph
from idphoto.health.part import HealthPart

# "Photo", or a text that only this script's fonts have.
SAMPLES: Final[Mapping[str, str]] = {
    "Latin": "Ångström",
    "Greek": "φωτογραφία",
    "Cyrillic": "фотография",
    "Chinese": "照片",
    "Japanese": "写真プリント",
    "Korean": "사진",
    "Arabic": "صورة",
    "Hebrew": "תמונה",
    "Devanagari": "फ़ोटो",
    "Bengali": "ছবি",
    "Tamil": "புகைப்படம்",
    "Thai": "ภาพถ่าย",
    "Armenian": "նկար",
    "Georgian": "ფოტო",
    "Amharic": "ፎቶ",
}


def parts() -> Iterator[HealthPart]:
    """The library and, if it can be loaded, one part for each script."""
    try:
        for name, sample in SAMPLES.items():
            font = _font(name, sample)
            if name == "Latin":
                yield HealthPart("drawing", "ok", "the drawing library can be loaded")
            yield font
    except LibraryMissing as error:
        remedy = f"install {error.package}; until then, idphoto cannot {error.purpose}"
        yield HealthPart(
            "drawing", "missing", f"cannot load {error.library}: {error.reason}", remedy
        )


def _font(script: str, sample: str) -> HealthPart:
    """Whether a text in this script can be drawn. Raises ``LibraryMissing``."""
    name = f"font: {script}"
    try:
        runs(sample)
    except MissingGlyph as error:
        package = f"install a font for it (in Debian, {error.package})"
        return HealthPart(name, "warning", f"no font has {error.characters}", package)
    return HealthPart(name, "ok", sample)
