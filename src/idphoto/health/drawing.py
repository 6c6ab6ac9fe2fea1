"""The drawing libraries, and a font for each of the usual scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from idphoto.drawing.fonts import has_font
from idphoto.drawing.library import freetype, harfbuzz
from idphoto.errors import LibraryMissing
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
    """The libraries and, if they can be loaded, one part for each script."""
    try:
        freetype()
        harfbuzz()
    except LibraryMissing as error:
        remedy = f"install {error.package}; until then, idphoto cannot {error.purpose}"
        found = f"cannot load {error.library}: {error.reason}"
        yield HealthPart("drawing", "missing", found, remedy)
        return
    yield HealthPart("drawing", "ok", "the drawing libraries can be loaded")
    for script, sample in SAMPLES.items():
        yield _font(script, sample)


def _font(script: str, sample: str) -> HealthPart:
    """Whether a text in this script can be drawn with the fonts that are here."""
    name = f"font: {script}"
    if has_font(sample):
        return HealthPart(name, "ok", sample)
    remedy = "idphoto models pull --group fonts; else it is fetched when first needed"
    return HealthPart(name, "warning", "no font here has its letters", remedy)
