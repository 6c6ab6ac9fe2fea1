"""Small pictures of what there is to choose from: garments and headshot templates.

They are drawn when they are first asked for, and kept: all together take 330 kB.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.headshot.templates import find_template
from idphoto.headshot.thumbnail import draw_template
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.photo.wardrobe.load import load_garment
from idphoto.photo.wardrobe.mannequin import draw_on_bust

# Sharp on a phone's screen at 120 × 150 points.
SIZE_WH: Final = (240, 300)
MEDIA_TYPE: Final = "image/webp"
_ENCODED: Final = EncodeOptions("webp", quality=82)


@cache  # an unknown id raises, and is not kept
def garment_thumbnail(garment_id: str) -> bytes:
    """A garment of the wardrobe, worn by nobody, as a file of type ``MEDIA_TYPE``.

    Takes about 0.1 s of processor time once per process, so call it on a thread.

    Raises:
        UnknownGarment: there is none of this id.
        LibraryMissing: the drawing library is not installed.
    """
    return _file(draw_on_bust(load_garment(garment_id), SIZE_WH))


@cache
def template_thumbnail(template_id: str) -> bytes:
    """A headshot template with nobody in it; otherwise as :func:`garment_thumbnail`.

    Raises:
        UnknownTemplate: there is none of this id.
        LibraryMissing: the drawing library is not installed.
    """
    return _file(draw_template(find_template(template_id), SIZE_WH))


def _file(pixels: NDArray[np.uint8]) -> bytes:
    return encode(pixels, _ENCODED).data
