"""Draw text onto pixels. Colours are sRGB and are mixed as they are."""

from __future__ import annotations

import numpy as np

from idphoto.drawing.outlines import Shape
from idphoto.drawing.raster import fill, window_of
from idphoto.drawing.text import TextBlock
from idphoto.imaging.arrays import Pixels
from idphoto.imaging.colour import Colour


def draw_text(pixels: Pixels, block: TextBlock, x: float, y: float, colour: Colour) -> None:
    """Draw ``block`` into ``pixels``, with the upper left corner of its ink at (x, y).

    ``pixels``: uint8 sRGB ``(H, W, 3)``, or ``(H, W, 4)`` with straight alpha.
    """
    for outline in block.outlines(x, y):
        paint(pixels, outline, colour)


def paint(pixels: Pixels, outline: Shape, colour: Colour) -> None:
    """Fill ``outline`` with ``colour`` in ``pixels``, as :func:`draw_text` takes them."""
    rows, columns = window_of(outline, pixels.shape[1::-1])
    window = pixels[rows, columns]
    if not window.size:
        return
    coverage = fill(outline.moved(-columns.start, -rows.start), window.shape[1::-1])
    share = coverage[..., None] * np.float32(1 / 255)
    if window.shape[2] == 4:
        alpha = window[..., 3:] * np.float32(1 / 255)
        total = share + alpha * (1 - share)
        share = np.divide(share, total, out=np.zeros_like(total), where=total > 0)
        window[..., 3:] = np.rint(255 * total)
    ground = window[..., :3].astype(np.float32)
    window[..., :3] = np.rint(ground + share * (np.array(colour, np.float32) - ground))
