"""The card's ground by place: what colour it has, and where something else is seen instead.

Everything is in cells of half a millimetre, over the card and a margin round it. Colours are
natural logarithms of linear light: a lamp's colour adds the same everywhere, a shadow changes the
first number only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Card
from idphoto.idcard.finding.ground import fit_surface, surface_terms
from idphoto.idcard.layout import (
    ADDRESS,
    BIRTH,
    CARD_WH_MM,
    DIGIT_PITCH_MM,
    DIGITS,
    LABEL_HEIGHT_MM,
    NAME,
    NATION,
    NUMBER,
    PX_PER_MM,
    SEX,
    VALUE_HEIGHT_MM,
    VALUE_PITCH_MM,
    Layout,
)
from idphoto.idcard.number import LENGTH
from idphoto.imaging.colour import to_linear
from idphoto.imaging.geometry import Box
from idphoto.imaging.warp import PixelT

CELLS_PER_MM: Final = 2
MARGIN_MM: Final = 4.0
FINE_PER_MM: Final = 4  # of the view that the cells are made of
_STROKE_MM: Final = 2.75  # no stroke or gap within a character is wider
_DARK: Final = 0.006  # added to light: below it there is noise and flare only
# The portrait's own place on the card, and the finder's error.
_SLACK_MM: Final = 1.5
_BLUR_MM: Final = 0.8
# The widths of values that every card has at the least.
_SHORTEST_MM: Final = {
    NAME: 7.0,
    SEX: VALUE_PITCH_MM,
    NATION: VALUE_PITCH_MM,
    BIRTH: 24.0,
    ADDRESS: 28.0,
    NUMBER: LENGTH * DIGIT_PITCH_MM,
}
_CHROMA_WEIGHT: Final = 3.0  # shadows change the ground's light, but not its chroma
_NOISE: Final = 0.01
_SPARSE: Final = 3  # every third cell will do
_FEWEST: Final = 60


@dataclass(frozen=True, slots=True)
class GroundCells:
    """Arrays of ``(124, 187)`` cells.

    ``colour``, ``bare``: float32 ``(…, 3)``: ln(light), ln(red / green), ln(blue / green); the
    second without print. ``off``: how far ``bare`` is from the ground that a smooth surface
    predicts. ``ink``: float32, 0–1, how much darker print makes the cell. ``seen``: bool, within
    the picture. ``inside``: bool, on the card, a cell or more from its edge. ``portrait``: bool,
    the portrait and what may belong to it. ``labels``, ``values``: bool, where labels are printed,
    and where values are, however short.

    ``view``: uint8 ``(248, 374, 3)``, sRGB, what the cells are made of; ``view_seen``: 255 within
    the picture.
    """

    colour: NDArray[np.float32]
    bare: NDArray[np.float32]
    off: NDArray[np.float32]
    ink: NDArray[np.float32]
    seen: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    portrait: NDArray[np.bool_]
    labels: NDArray[np.bool_]
    values: NDArray[np.bool_]
    view: NDArray[np.uint8]
    view_seen: NDArray[np.uint8]


def cells(mm: float) -> int:
    """The cell that a place on the card lies in: its row or its column."""
    return int((mm + MARGIN_MM) * CELLS_PER_MM)


def find_ground(rgb: NDArray[np.uint8], card: Card) -> GroundCells:
    """``rgb``: uint8 ``(H, W, 3)``, the picture that ``card`` was found in."""
    view, seen_view = _view(rgb, card)
    # a pixel's noise would be taken for print, and its brightest neighbour for the ground
    calm = np.asarray(cv2.medianBlur(view, 3), np.uint8)
    bare_view = _without_print(calm)
    colour, bare = _logs(view), _logs(bare_view)
    seen = _shrunk(seen_view) == 255
    x_mm, y_mm = places_mm(seen.shape)
    width, height = CARD_WH_MM
    inside = (
        (np.minimum(x_mm, width - x_mm) > 0.75)
        & (np.minimum(y_mm, height - y_mm) > 0.75)
        & ~_beyond_corners(x_mm, y_mm)
    )
    p = card.portrait_mm.grown(*[_SLACK_MM] * 4)
    portrait = (x_mm > p.left) & (x_mm < p.right) & (y_mm > p.top) & (y_mm < p.bottom)
    off = bare - _surface(bare, inside & seen & ~portrait, x_mm, y_mm)
    dark, light = (
        cv2.cvtColor(each, cv2.COLOR_RGB2GRAY).astype(np.float32) for each in (calm, bare_view)
    )
    ink = _shrunk(np.asarray(1.0 - dark / np.maximum(light, 1.0), np.float32))
    labels, values = (
        _within(boxes, card.shift_mm, x_mm, y_mm)
        for boxes in (_label_boxes(card.layout), _value_boxes(card.layout))
    )
    return GroundCells(
        colour, bare, off, ink, seen, inside, portrait, labels, values, view, seen_view
    )


def _view(rgb: NDArray[np.uint8], card: Card) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The card with its margin, 4 px to the mm, and 255 where the picture shows it."""
    per_mm = card.px_per_mm
    shrink = max(1, int(per_mm / FINE_PER_MM))
    height, width = rgb.shape[0] // shrink, rgb.shape[1] // shrink
    if shrink > 1:
        whole = rgb[: height * shrink, : width * shrink]
        rgb = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    fine = FINE_PER_MM / PX_PER_MM
    shift = MARGIN_MM * FINE_PER_MM
    to_view = np.array([[fine, 0, shift], [0, fine, shift], [0, 0, 1]]) @ card.to_canvas
    to_view = to_view @ np.diag([shrink, shrink, 1.0])
    # pixels' centres lie at halves
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    matrix = np.linalg.inv(half) @ to_view @ half
    w, h = (int((mm + 2 * MARGIN_MM) * FINE_PER_MM) // 2 * 2 for mm in CARD_WH_MM)
    view = cv2.warpPerspective(rgb, matrix, (w, h), borderMode=cv2.BORDER_REPLICATE)
    all_seen = np.full(rgb.shape[:2], 255, np.uint8)
    return view, cv2.warpPerspective(all_seen, matrix, (w, h))  # type: ignore[return-value]


def _without_print(view: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Strokes are narrower than the brush that fills them with what lies beside."""
    side = round(_STROKE_MM * FINE_PER_MM)
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return cv2.morphologyEx(view, cv2.MORPH_CLOSE, brush)  # type: ignore[return-value]


def _shrunk(view: NDArray[PixelT]) -> NDArray[PixelT]:
    block = FINE_PER_MM // CELLS_PER_MM
    size = view.shape[1] // block, view.shape[0] // block
    return cv2.resize(view, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _logs(view: NDArray[np.uint8]) -> NDArray[np.float32]:
    logs = np.log(to_linear(_shrunk(view)) + np.float32(_DARK))
    green = logs[..., 1]
    return np.stack([logs.mean(axis=-1), logs[..., 0] - green, logs[..., 2] - green], axis=-1)


def places_mm(shape: tuple[int, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """x and y of each cell's centre on the card, in mm; ``shape``: of the cells."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    return (x + 0.5) / CELLS_PER_MM - MARGIN_MM, (y + 0.5) / CELLS_PER_MM - MARGIN_MM


def _label_boxes(layout: Layout) -> list[Box]:
    half = LABEL_HEIGHT_MM / 2
    return [
        Box(place.first_mm - half, place.y_mm - half, place.last_mm + half, place.y_mm + half)
        for kind, place in layout.labels.items()
        if kind != DIGITS
    ]


def _value_boxes(layout: Layout) -> list[Box]:
    half = VALUE_HEIGHT_MM / 2
    return [
        Box(place.left_mm, place.y_mm - half, place.left_mm + _SHORTEST_MM[kind], place.y_mm + half)
        for kind, place in layout.values.items()
    ]


def _within(
    boxes: list[Box],
    shift_mm: tuple[float, float],
    x_mm: NDArray[np.float64],
    y_mm: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """The cells in any of ``boxes``, which are as little shifted as the print, and blurred."""
    found = np.zeros(x_mm.shape, np.bool_)
    for box in boxes:
        b = box.shifted(*shift_mm).grown(*[_BLUR_MM] * 4)
        found |= (x_mm > b.left) & (x_mm < b.right) & (y_mm > b.top) & (y_mm < b.bottom)
    return found


def _beyond_corners(x_mm: NDArray[np.float64], y_mm: NDArray[np.float64]) -> NDArray[np.bool_]:
    """What the card's rounded corners leave free, and a cell more."""
    radius = 3.5
    dx = np.maximum(radius - np.minimum(x_mm, CARD_WH_MM[0] - x_mm), 0.0)
    dy = np.maximum(radius - np.minimum(y_mm, CARD_WH_MM[1] - y_mm), 0.0)
    return np.asarray(np.hypot(dx, dy) > radius - 0.75)


def _surface(
    bare: NDArray[np.float32],
    ground: NDArray[np.bool_],
    x_mm: NDArray[np.float64],
    y_mm: NDArray[np.float64],
) -> NDArray[np.float32]:
    """The colours that ``bare`` has where ``ground`` is, on all cells."""
    mm = np.stack((x_mm, y_mm), axis=-1)
    if np.count_nonzero(ground) < _FEWEST:
        return np.zeros_like(bare)
    weight = np.array((1.0, _CHROMA_WEIGHT, _CHROMA_WEIGHT))
    fitted = fit_surface(mm[ground][::_SPARSE], bare[ground][::_SPARSE] * weight, _NOISE)
    return np.asarray(surface_terms(mm) @ fitted / weight, np.float32)
