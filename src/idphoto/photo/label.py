"""A strip with a text at the bottom of a finished photo."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.drawing.paint import draw_text
from idphoto.drawing.text import TextBlock, fit_text
from idphoto.errors import BadRequest

MIN_HEIGHT_PX: Final = 16  # holds letters of _MIN_SIZE_PX with some white around them
_MIN_SIZE_PX: Final = 10.0  # of the font; below, the strokes of 張 or ệ run together
_MAX_SHARE: Final = 1 / 3  # of the photo's height: the portrait must remain
# Chosen by eye. In heights of the strip:
_SIZE: Final = 0.68  # of the font
_ABOVE: Final = 0.1  # white above and below the tallest letters
_BESIDE: Final = 0.25  # ... and beside the longest text
_PAPER: Final = 255
_INK: Final = (16, 16, 16)


@dataclass(frozen=True, slots=True)
class Label:
    """``text``, one line in any script, on a white strip: the photo's lowest ``height_px`` rows.

    Raises:
        BadRequest: ``label_text`` or ``label_height`` cannot be used on any photo.
        MissingGlyph: no installed font has some of the characters.

    >>> import idphoto
    >>> idphoto.photo_request(label=idphoto.Label("Ada Lovelace", height_px=40)).label
    Label(text='Ada Lovelace', height_px=40)
    """

    text: str
    height_px: int = 30

    def __post_init__(self) -> None:
        if self.height_px < MIN_HEIGHT_PX:
            raise BadRequest(
                "label_height",
                f"must be at least {MIN_HEIGHT_PX} px to be legible, not {self.height_px}",
            )
        _set(self, math.inf)


def fit_label(label: Label, photo_wh: tuple[int, int]) -> TextBlock:
    """The label's text, set for a photo of this size.

    Raises:
        BadRequest: the strip is too high for the photo, or the text too long for the strip.
    """
    width, height = photo_wh
    most = math.floor(height * _MAX_SHARE)
    if label.height_px > most:
        raise BadRequest(
            "label_height",
            f"must be at most {most} px on a photo {height} px high, not {label.height_px}",
        )
    return _set(label, width)


def draw_label(pixels: NDArray[np.uint8], label: Label) -> NDArray[np.uint8]:
    """A copy of ``pixels`` whose lowest rows are a white strip with the text in its middle.

    ``pixels``: uint8 sRGB ``(H, W, 3)``, or ``(H, W, 4)`` with straight alpha, where the strip is
    opaque.

    Raises:
        BadRequest: as :func:`fit_label`.
    """
    height, width = pixels.shape[:2]
    block = fit_label(label, (width, height))
    strip = np.full((label.height_px, width, pixels.shape[2]), _PAPER, np.uint8)
    x, y = (width - block.width) / 2, (label.height_px - block.height) / 2
    draw_text(strip, block, x, y, _INK)
    return np.concatenate([pixels[: height - label.height_px], strip])


def _set(label: Label, width: float) -> TextBlock:
    height = label.height_px
    return fit_text(
        [label.text],
        (width - 2 * _BESIDE * height, height * (1 - 2 * _ABOVE)),
        field="label_text",
        max_size=_SIZE * height,
        min_size=_MIN_SIZE_PX,
    )
