"""A text all over a finished photo, which can then be judged but not used."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import cv2
import numpy as np

from idphoto.drawing.raster import fill, stroke
from idphoto.drawing.text import TextBlock, fit_text
from idphoto.errors import BadRequest
from idphoto.imaging.arrays import Pixels
from idphoto.photo.watermark_grid import solve_grid

MAX_CHARACTERS: Final = 40
# Chosen by eye on portraits of 102 × 126 to 1200 × 1600 px: the face can be judged, and no part
# large enough to be used is free of letters. Lengths other than the first two are in ems.
_SIZE: Final = 0.075  # of the font, in shorter sides of the photo
_LEAST_SIZE_PX: Final = 12.0  # below, the strokes of a letter run together
_LINE_STEP: Final = 2.4  # from a line to the next
_WORD_GAP: Final = 1.1
_OUTLINE: Final = 0.06
_LEAST_OUTLINE_PX: Final = 1.0  # visible on middle grey, where the letters are not
_ANGLE: Final = math.radians(30)
_LIGHT: Final = 0.5  # opacity of the letters
_DARK: Final = 0.5  # ... and of their outline


class _Tile(NamedTuple):
    """The pattern that is repeated over the photo: uint8 ``(rows, columns)`` each.

    ``keep``: how much of the photo shows, of 255. ``add``: the light added to it. Each row of tiles
    is shifted to the right of the row above by ``aside`` px.
    """

    keep: Pixels
    add: Pixels
    aside: int


def check_watermark(text: str) -> None:
    """Raise what :func:`stamp` would raise.

    Raises:
        BadRequest: ``watermark`` is not 1 to 40 characters with a letter or a figure among them.
        MissingGlyph: no installed font has some of the characters.
    """
    if not 1 <= len(text) <= MAX_CHARACTERS:
        raise BadRequest(
            "watermark", f"must have 1 to {MAX_CHARACTERS} characters, not {len(text):,}"
        )
    if not any(character.isalnum() for character in text):
        raise BadRequest("watermark", "must contain a letter or digit")
    _set(text, _LEAST_SIZE_PX)


def stamp(pixels: Pixels, text: str) -> Pixels:
    """A copy of ``pixels`` with ``text`` repeated along diagonals, all over.

    ``pixels``: uint8 sRGB ``(H, W, 3)``, or ``(H, W, 4)`` with straight alpha; transparent parts
    are covered as well. The letters are white with a black outline: they show on any background,
    and no change of levels removes them.

    Raises:
        BadRequest, MissingGlyph: as :func:`check_watermark`.
    """
    check_watermark(text)
    height, width = pixels.shape[:2]
    tile = _tile(text, (width, height))
    rows, columns = tile.keep.shape
    across = -(-width // columns) + 1
    keep, add = np.tile(tile.keep, (1, across)), np.tile(tile.add, (1, across))
    lay = _over_alpha if pixels.shape[2] == 4 else _over
    stamped = np.empty_like(pixels)
    for number, top in enumerate(range(0, height, rows)):
        band = pixels[top : top + rows]
        left = -number * tile.aside % columns
        cut = np.s_[: len(band), left : left + width]
        stamped[top : top + rows] = lay(band, keep[cut], add[cut])
    return stamped


def _over(rgb: Pixels, keep: Pixels, add: Pixels) -> Pixels:
    shown = cv2.multiply(rgb, cv2.merge([keep] * 3), scale=1 / 255)
    return _uint8(cv2.add(shown, cv2.merge([add] * 3)))


def _over_alpha(rgba: Pixels, keep: Pixels, add: Pixels) -> Pixels:
    """The same over straight alpha: each colour counts by its share of the cover."""
    shown = _uint8(cv2.multiply(cv2.extractChannel(rgba, 3), keep, scale=1 / 255))
    covered = cv2.add(shown, 255 - keep)
    rgb = _over(
        _uint8(cv2.cvtColor(rgba, cv2.COLOR_RGBA2RGB)),
        _uint8(cv2.divide(shown, covered, scale=255)),
        _uint8(cv2.divide(add, covered, scale=255)),
    )
    result = cv2.cvtColor(rgb, cv2.COLOR_RGB2RGBA)
    cv2.insertChannel(covered, result, 3)
    return _uint8(result)


def _tile(text: str, photo_wh: tuple[int, int]) -> _Tile:
    """The pattern, from the size of the letters and the distances between them."""
    block = _set(text, _size(text, photo_wh))
    length = block.width + _WORD_GAP * block.size
    rise, run = length * math.sin(_ANGLE), length * math.cos(_ANGLE)
    texts, lines, aside = solve_grid(rise * math.cos(_ANGLE) / (_LINE_STEP * block.size))
    rows, columns = round(texts * rise / lines), lines * round(texts * run / lines)
    aside = aside * columns // lines
    places = [
        (round(number * columns / texts), round((texts - number) * lines * rows / texts))
        for number in range(texts)
    ]
    letters, pen = (
        _repeated(_turned(block, width), places, (rows, columns), aside)
        for width in (None, 2 * max(_LEAST_OUTLINE_PX, _OUTLINE * block.size))
    )
    add = cv2.convertScaleAbs(letters, alpha=_LIGHT)
    dark = cv2.convertScaleAbs(cv2.subtract(pen, letters), alpha=_DARK)
    return _Tile(_uint8(cv2.multiply(255 - add, 255 - dark, scale=1 / 255)), _uint8(add), aside)


def _size(text: str, photo_wh: tuple[int, int]) -> float:
    """The font's size: smaller if no whole text would fit on the photo."""
    whole = photo_wh[0] / math.cos(_ANGLE) / _set(text, 1.0).width
    return max(_LEAST_SIZE_PX, min(_SIZE * min(photo_wh), whole))


def _turned(block: TextBlock, pen: float | None) -> Pixels:
    """Coverage of a rising text, or of a pen that outlines it, with a margin."""
    sine, cosine = math.sin(_ANGLE), math.cos(_ANGLE)
    width = math.ceil(block.width * cosine + (block.height + block.size) * sine)
    height = math.ceil(block.width * sine + (block.height + block.size) * cosine)
    # rising: y is down
    turn = np.array([[cosine, sine, width / 2], [-sine, cosine, height / 2]])
    (line,) = block.outlines(-block.width / 2, -block.height / 2)
    letters = line.mapped(turn)
    size = width, height
    return fill(letters, size) if pen is None else stroke(letters, pen, size)


def _repeated(
    mark: Pixels, places: list[tuple[int, int]], tile_hw: tuple[int, int], aside: int
) -> Pixels:
    """A tile with ``mark`` at ``places`` (x, y ≥ 0) of every tile."""
    rows, columns = tile_hw
    height, width = mark.shape
    wide = np.zeros((rows, 1 + -(-width // columns), columns), np.uint8)
    line = wide.reshape(rows, -1)
    for x, y in places:
        for row in range(y // rows, (y + height - 1) // rows + 1):
            top = max(y, row * rows)
            band = mark[top - y : (row + 1) * rows - y]
            left = (x - row * aside) % columns
            place = line[top - row * rows :, left : left + width][: len(band)]
            np.maximum(place, band, out=place)
    return _uint8(wide.max(axis=1))


def _uint8(array: Any) -> Pixels:
    return np.asarray(array, np.uint8)


def _set(text: str, size: float) -> TextBlock:
    return fit_text([text], (math.inf, math.inf), field="watermark", max_size=size, min_size=size)
