"""Outlines to coverage, by FreeType: each pixel's value is the area of it that is covered."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from idphoto.drawing.library import freetype, freetype_handle
from idphoto.drawing.outlines import Shape
from idphoto.imaging.geometry import Box

Ends = Literal["butt", "round"]
Joins = Literal["round", "miter"]
PixelWindow = tuple[slice, slice]
"""Rows and columns of a picture."""

_UNIT: Final = 64  # FreeType's coordinates are 26.6 fixed-point numbers
_MOST_POINTS: Final = 32_000  # an outline's points are counted in 16 bits
_MOST_STROKED: Final = 2000  # a stroke has several points for each of the outline's
_GREY: Final = 2  # FT_PIXEL_MODE_GRAY
_OVERFLOW: Final = 0x62  # FT_Err_Raster_Overflow: FreeType's working memory holds so much per row
_CAPS: Final = {"butt": 0, "round": 1}
_JOINS: Final = {"round": 0, "miter": 2}
_MITER_LIMIT: Final = 4 << 16  # as in PDF viewers and browsers, in 16.16


def fill(outline: Shape, size_wh: tuple[int, int], *, pen: float = 0.0) -> NDArray[np.uint8]:
    """Coverage of what ``outline`` encloses: uint8 ``(H, W)``.

    The origin is the upper left corner of the first pixel. Contours that overlap in the same
    direction are filled once. ``pen``: the width in px of a pen that follows the outline as well,
    which makes letters bolder.
    """
    coverage = np.zeros((size_wh[1], size_wh[0]), np.uint8)
    for part in _parts(outline, _MOST_POINTS):
        with _handed_over(part, size_wh[1]) as handed:
            if pen > 0:
                with _grown(handed, pen) as grown:
                    _add(grown, coverage)
            else:
                _add(handed, coverage)
    return coverage


def stroke(
    outline: Shape,
    width: float,
    size_wh: tuple[int, int],
    *,
    closed: bool = True,
    ends: Ends = "butt",
    joins: Joins = "round",
) -> NDArray[np.uint8]:
    """Coverage of a pen of ``width`` px that follows ``outline``: uint8 ``(H, W)``.

    ``closed``: whether each contour's end is joined to its start; if not, ``ends`` is how it ends.
    """
    coverage = np.zeros((size_wh[1], size_wh[0]), np.uint8)
    for part in _parts(outline, _MOST_STROKED):
        with (
            _handed_over(part, size_wh[1]) as handed,
            _stroked(handed, width, closed, ends, joins) as pen,
        ):
            _add(pen, coverage)
    return coverage


def window_of(outline: Shape, size_wh: tuple[int, int], margin: float = 0.0) -> PixelWindow:
    """The rows and columns of a picture that ``outline`` may reach, or ``margin`` px beyond it.

    Both are empty if it lies outside.

    >>> from idphoto.drawing.outlines import rectangle
    >>> window_of(rectangle(Box(2.5, -4, 6, 3)), (100, 80))
    (slice(0, 3, None), slice(2, 6, None))
    """
    if not len(outline.points):
        return slice(0, 0), slice(0, 0)
    low = np.floor(outline.points.min(axis=0) - margin).clip(0, size_wh).astype(int)
    high = np.ceil(outline.points.max(axis=0) + margin).clip(low, size_wh).astype(int)
    columns, rows = (slice(int(a), int(b)) for a, b in zip(low, high, strict=True))
    return rows, columns


def ink_box(outline: Shape) -> Box:
    """The smallest box round ``outline``'s curves; empty if it has none."""
    if not len(outline.points):
        return Box(0, 0, 0, 0)
    boxes = []
    for part in _parts(outline, _MOST_POINTS):
        box = freetype().FT_BBox()
        with _handed_over(part, 0) as handed:
            _check(freetype().FT_Outline_Get_BBox(ctypes.byref(handed), ctypes.byref(box)))
        boxes.append((box.xMin, -box.yMax, -box.xMax, box.yMin))
    left, top, right, bottom = (min(sides) / _UNIT for sides in zip(*boxes, strict=True))
    return Box(left, top, -right, -bottom)


def _parts(outline: Shape, most: int) -> Iterator[Shape]:
    """The outline in parts that FreeType can count, cut between contours.

    A letter that is cut from the hole in it loses the hole: so long a text is filled line by line.
    """
    ends = [int(end) for end in outline.ends]
    first, start = 0, 0
    for number, end in enumerate(ends):
        following = ends[number + 1] if number + 1 < len(ends) else None
        if following is None or following - start > most:
            points = slice(start, end)
            yield Shape(
                outline.points[points],
                outline.tags[points],
                outline.ends[first : number + 1] - start,
            )
            first, start = number + 1, end


@contextmanager
def _handed_over(outline: Shape, height: int) -> Iterator[Any]:
    """FreeType's structure for ``outline``, y up from row ``height``, in the ``with`` block."""
    library = freetype()
    points = np.empty(outline.points.shape, np.dtype(ctypes.c_long))
    points[:, 0] = np.rint(outline.points[:, 0] * _UNIT)
    points[:, 1] = np.rint((height - outline.points[:, 1]) * _UNIT)
    tags = np.ascontiguousarray(outline.tags)
    ends = (outline.ends - 1).astype(np.int16)
    handed = library.FT_Outline()
    handed.n_points, handed.n_contours = len(points), len(ends)
    handed.points = points.ctypes.data_as(ctypes.POINTER(library.FT_Vector))
    handed.tags = tags.ctypes.data_as(ctypes.POINTER(ctypes.c_ubyte))
    handed.contours = ends.ctypes.data_as(ctypes.POINTER(ctypes.c_short))
    yield handed


@contextmanager
def _stroked(outline: Any, width: float, closed: bool, ends: Ends, joins: Joins) -> Iterator[Any]:
    """The outline of a pen's path along ``outline``."""
    library = freetype()
    points, contours = ctypes.c_uint(), ctypes.c_uint()
    with _stroker(outline, width, closed, ends, joins) as stroker:
        _check(library.FT_Stroker_GetCounts(stroker, ctypes.byref(points), ctypes.byref(contours)))
        with _empty(points, contours) as pen:
            library.FT_Stroker_Export(stroker, ctypes.byref(pen))
            yield pen


@contextmanager
def _grown(outline: Any, width: float) -> Iterator[Any]:
    """The outer border of a pen's path round ``outline``, which holds all that it encloses."""
    library = freetype()
    points, contours = ctypes.c_uint(), ctypes.c_uint()
    outside = library.FT_Outline_GetOutsideBorder(ctypes.byref(outline))
    with _stroker(outline, width, True, "butt", "miter") as stroker:
        counts = ctypes.byref(points), ctypes.byref(contours)
        _check(library.FT_Stroker_GetBorderCounts(stroker, outside, *counts))
        with _empty(points, contours) as border:
            library.FT_Stroker_ExportBorder(stroker, outside, ctypes.byref(border))
            yield border


@contextmanager
def _stroker(outline: Any, width: float, closed: bool, ends: Ends, joins: Joins) -> Iterator[Any]:
    """FreeType's pen that has followed ``outline``."""
    library = freetype()
    stroker = library.FT_Stroker()
    _check(library.FT_Stroker_New(_handle(), ctypes.byref(stroker)))
    try:
        radius = round(width * _UNIT / 2)
        library.FT_Stroker_Set(stroker, radius, _CAPS[ends], _JOINS[joins], _MITER_LIMIT)
        _check(library.FT_Stroker_ParseOutline(stroker, ctypes.byref(outline), not closed))
        yield stroker
    finally:
        library.FT_Stroker_Done(stroker)


@contextmanager
def _empty(points: Any, contours: Any) -> Iterator[Any]:
    """An outline without points, and with room for ``points`` and ``contours``."""
    library = freetype()
    outline = library.FT_Outline()
    _check(library.FT_Outline_New(_handle(), points, contours.value, ctypes.byref(outline)))
    try:
        outline.n_points = outline.n_contours = 0
        yield outline
    finally:
        library.FT_Outline_Done(_handle(), ctypes.byref(outline))


def _add(outline: Any, coverage: NDArray[np.uint8]) -> None:
    """Draw into ``coverage``, which keeps what it has."""
    drawn = np.zeros_like(coverage)
    _draw(outline, drawn)
    np.maximum(coverage, drawn, out=coverage)


def _draw(outline: Any, drawn: NDArray[np.uint8]) -> None:
    """Draw into ``drawn``, whose rows may lie apart; in parts, if one row has too much detail."""
    library = freetype()
    height, width = drawn.shape
    bitmap = library.FT_Bitmap()
    bitmap.rows, bitmap.width, bitmap.pitch = height, width, drawn.strides[0]
    bitmap.buffer = drawn.ctypes.data_as(ctypes.POINTER(ctypes.c_ubyte))
    bitmap.num_grays, bitmap.pixel_mode = 256, _GREY
    error = library.FT_Outline_Get_Bitmap(_handle(), ctypes.byref(outline), ctypes.byref(bitmap))
    if error != _OVERFLOW or width == 1:
        _check(error)
        return
    half = width // 2
    _draw(outline, drawn[:, :half])
    library.FT_Outline_Translate(ctypes.byref(outline), -half * _UNIT, 0)
    _draw(outline, drawn[:, half:])
    library.FT_Outline_Translate(ctypes.byref(outline), half * _UNIT, 0)


@cache
def _handle() -> Any:
    return freetype_handle()


def _check(error: int) -> None:
    if error:
        raise RuntimeError(f"FreeType error {error}")
