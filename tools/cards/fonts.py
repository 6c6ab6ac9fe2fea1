"""The fonts of specimen cards, each by its own name: those that the product pins, and a few more.

The system's fonts are never used: a seed draws the same card on every machine.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from idphoto.assets.manifest import manifest, read_manifest
from idphoto.assets.store import AssetStore
from idphoto.drawing.faces import FontFace, faces_in
from idphoto.drawing.outlines import Shape
from idphoto.drawing.shaping import outline_of_glyphs, shape
from idphoto.settings import get_settings

# Families, and the manifest's entry of the file that has each.
_ENTRIES: Final = {
    "DejaVu Sans": "dejavu_sans",
    "DejaVu Sans Mono": "dejavu_sans_mono",
    "Noto Naskh Arabic": "noto_naskh_arabic",
    "Noto Sans": "noto_sans",
    "Noto Sans CJK KR": "noto_sans_cjk",
    "Noto Sans CJK SC": "noto_sans_cjk",
    "Noto Sans Mongolian": "noto_sans_mongolian",
    "Noto Sans Tibetan": "noto_sans_tibetan",
    "Noto Sans Yi": "noto_sans_yi",
    "Noto Serif SC": "noto_serif_sc",
    "OCR-B": "ocr_b",
}


@cache
def face_of(family: str) -> FontFace:
    """The upright face of ``family`` in its ordinary weight, fetched first if need be.

    Raises:
        WeightsUnavailable: its file is not here and cannot be fetched.
    """
    path = _store().path(_ENTRIES[family])
    return next(face for face in faces_in(path) if face.family == family)


@lru_cache(maxsize=512)
def set_text(text: str, family: str) -> tuple[Shape, float]:
    """``text`` as an application sets it: its outline and width, in ems from its origin."""
    glyphs = shape(text, [(text, face_of(family))])
    return outline_of_glyphs(glyphs), sum(glyph.advance for glyph in glyphs)


def digests() -> tuple[str, ...]:
    """The sha256 of every font file that cards are drawn with."""
    return tuple(_store().entry(name).sha256 for name in sorted(set(_ENTRIES.values())))


@cache
def _store() -> AssetStore:
    text = Path(__file__).with_name("fonts.toml").read_text("utf-8")
    return AssetStore(get_settings().models_dir, (*manifest(), *read_manifest(text)))
