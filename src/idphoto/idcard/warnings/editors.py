"""Programs that paint into pictures, by what they leave in a file."""

from __future__ import annotations

from typing import Final

# As they write themselves into EXIF's Software, XMP's CreatorTool or a PNG's text. Left out are
# viewers and albums that turn and crop, cameras, and what proves nothing: the XMP toolkit, which
# phones use, too, and the resource block "Photoshop 3.0", in which anybody keeps captions.
_NAMES: Final = (
    "Adobe Photoshop",
    "Affinity Photo",
    "BeautyPlus",
    "Canva",
    "Corel PaintShop",
    "Facetune",
    "GIMP 2.",
    "GIMP 3.",
    "Meitu",
    "meitu",
    "美图",
    "Paint.NET",
    "paint.net",
    "Photopea",
    "PhotoScape",
    "PicsArt",
    "Pixelmator",
    "Pixlr",
    "Snapseed",
)
_NO_PAINTER: Final = "Adobe Photoshop Lightroom"
_LEAST_BYTES: Final = 6  # shorter names turn up in compressed pixels by chance


def editor_of(file: bytes) -> str:
    """The name of the program that wrote the picture's ``file``, "" where none is known."""
    file = file.replace(_NO_PAINTER.encode(), b"")
    for name in _NAMES:
        for written in (name.encode(), name.encode("utf-16-le")):
            if len(written) >= _LEAST_BYTES and written in file:
                return name
    return ""
