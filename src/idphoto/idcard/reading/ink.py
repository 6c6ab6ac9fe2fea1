"""How dark a card's ink is, place by place, and where something solid lies over the print."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.layout import PX_PER_MM
from idphoto.imaging.geometry import Box

# The map's scale: strokes are 0.3 mm wide, so they keep two pixels.
MAP_PX_PER_MM: Final = 8.0
# The ground's brightness is a median over a window in which a bar over one line of print fills less
# than half, once the strokes are gone; at this scale the window is small enough to be quick. Under
# a larger bar, the ground has this share of its usual brightness at the least.
_GROUND_PX_PER_MM: Final = 2.0
_STROKES_MM: Final = 1.5
_WINDOW_MM: Final = 10.5
_DARKEST_GROUND: Final = 0.45
# A disc of this diameter fits into no character, but into anything that hides one.
_SOLID_MM: Final = 1.3
_SOLID_PX: Final = 7.0  # of the picture: where these are more, characters are blots
# Within it, what hides print is uniform, in brightness relative to the ground, and differs from the
# ground by this or more. Print that is out of focus is not uniform, and texture is not different.
_UNIFORM: Final = 0.035
_DARKER: Final = 0.15
_STRONG: Final = 0.35  # the channels' spread, as a share of the ground's brightness
# What is hardly darker, or paler, than the ground is a mosaic, a sticker or correction fluid, and
# has an edge; or it is a shadow or a reflection, and mostly has none.
_SLIGHTLY: Final = 0.05
_EDGE: Final = 0.05
_EDGE_MM: Final = 0.6
_MOSTLY: Final = 0.6
# Shadows and reflections are uniform and different, too, but are longer or higher than anything
# that hides one field. What is darker than any shadow, or of a strong colour, hides print at any
# size.
_HIGHEST_MM: Final = 10.0
_LONGEST_MM: Final = 52.0
_OPAQUE: Final = 0.5  # of the ground's brightness
# A lamp's reflection takes contrast from print; the ground under it is this much brighter.
_LIT: Final = 1.12


_Piece = tuple[Box, NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class SolidArea:
    """An area that may hide what is printed under it.

    ``box_mm``: the upright box around it. ``is_pale``: paler than the ground, or hardly darker.
    Dark ones hide print; some of the pale ones are reflections, under which print is seen.
    """

    box_mm: Box
    is_pale: bool


class InkMap:
    """The ink of a card on its canvas."""

    def __init__(
        self,
        rgb: NDArray[np.uint8],
        px_per_mm: float = PX_PER_MM,
        seen: NDArray[np.bool_] | None = None,
    ) -> None:
        """``rgb``: uint8 ``(H, W, 3)``, a card's canvas. ``px_per_mm``, ``seen``: see ``Card``; by
        default all is seen. What is not seen counts as ground."""
        self._least_mm = max(_SOLID_MM, _SOLID_PX / px_per_mm)
        size = tuple(round(side * MAP_PX_PER_MM / PX_PER_MM) for side in rgb.shape[1::-1])
        small = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
        # coloured ink is bright in one channel at least; black ink, that of the values, in none
        brightest = _brightest(small)
        self._brightness = brightest.astype(np.float32)
        coarse = cv2.resize(
            brightest,
            None,
            fx=_GROUND_PX_PER_MM / MAP_PX_PER_MM,
            fy=_GROUND_PX_PER_MM / MAP_PX_PER_MM,
            interpolation=cv2.INTER_AREA,
        )
        strokes, window = (
            round(size_mm * _GROUND_PX_PER_MM) | 1 for size_mm in (_STROKES_MM, _WINDOW_MM)
        )
        bare = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((strokes, strokes), np.uint8))
        ground = cv2.medianBlur(bare, window)
        self._unseen = np.zeros(brightest.shape, bool)
        if seen is not None and not seen.all():
            unseen = cv2.resize((~seen).astype(np.uint8), size, interpolation=cv2.INTER_AREA)
            # and a little more, where the picture's edge is mixed with what is not in it
            self._unseen = cv2.dilate(unseen, np.ones((5, 5), np.uint8)) > 0
        self._usual_ground = float(np.median(ground))
        self._ground = np.maximum(
            cv2.resize(ground, size, interpolation=cv2.INTER_LINEAR).astype(np.float32),
            np.float32(_DARKEST_GROUND * self._usual_ground),
        )
        darkest = 255 - _brightest(np.asarray(cv2.bitwise_not(small), np.uint8))
        self._chroma = brightest - darkest

    @cached_property
    def ratio(self) -> NDArray[np.float32]:
        """float32, ``MAP_PX_PER_MM``: brightness relative to the ground: 1 without any ink."""
        ratio = np.asarray(self._brightness / np.maximum(self._ground, 1.0), np.float32)
        ratio[self._unseen] = 1.0
        return ratio

    @cached_property
    def solids(self) -> tuple[SolidArea, ...]:
        """The areas that hide print: bars, pens, stickers."""
        across = round(self._least_mm * MAP_PX_PER_MM) | 1
        mean = cv2.blur(self.ratio, (across, across))
        square = cv2.blur(self.ratio * self.ratio, (across, across))
        uniform = square - mean * mean < _UNIFORM**2
        opaque = (uniform & (mean < _OPAQUE)) | self._is_strongly_coloured(across)
        dark = opaque | (uniform & (mean < 1.0 - _DARKER))
        slight = uniform & (mean < 1.0 - _SLIGHTLY) & (mean >= 1.0 - _DARKER)
        found = [SolidArea(box, is_pale=False) for box, _ in _pieces(opaque, across)]
        found += [
            SolidArea(box, is_pale=False)
            for box, _ in _no_shadows(_pieces(dark, across))
            if not any(box.intersect(each.box_mm).area for each in found)
        ]
        for pale in (uniform & (mean > 1.0 + _SLIGHTLY), slight):
            found += [
                SolidArea(box, is_pale=True)
                for box, piece in _no_shadows(_pieces(pale, across))
                if self._has_edge(box, piece)
            ]
        return tuple(found)

    def _is_strongly_coloured(self, across: int) -> NDArray[np.bool_]:
        """Where a square is all of a strong colour: stickers and markers. No ground is."""
        weakest = cv2.erode(self._chroma, np.ones((across, across), np.uint8))
        return np.asarray(weakest > _STRONG * self._ground)

    def _has_edge(self, box_mm: Box, piece: NDArray[np.uint8]) -> bool:
        """Whether the brightness changes at once around a piece, and most of the way around it.

        ``piece``: uint8, 1 within, on the grid of the map's part ``box_mm``.
        """
        reach = round(_EDGE_MM * MAP_PX_PER_MM)
        wider = box_mm.grown(*((reach + 1) / MAP_PX_PER_MM,) * 4)
        around = self.part(wider)
        # at the map's border the part is cut off, and so is what goes around it
        left, top = (
            round(min(at * MAP_PX_PER_MM, reach + 1.0)) for at in (box_mm.left, box_mm.top)
        )
        inner = np.zeros(around.shape, np.uint8)
        inner[top : top + piece.shape[0], left : left + piece.shape[1]] = piece
        grown = cv2.dilate(inner, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
        beyond = cv2.dilate(grown, np.ones((3, 3), np.uint8)) > grown
        apart = around[beyond] - float(np.median(around[inner > 0]))
        return bool(max(np.mean(apart < -_EDGE), np.mean(apart > _EDGE)) > _MOSTLY)

    def own_print(self, rgb: NDArray[np.uint8], darkest: float, below: float) -> NDArray[np.uint8]:
        """``rgb``, the map's canvas, with nothing but the ink that is darker than ``below``.

        ``darkest``, ``below``: ratios; what is between them becomes grey. Returns uint8
        ``(H, W, 3)``, black on white.
        """
        height, width = rgb.shape[:2]
        ground = cv2.resize(self._ground, (width, height), interpolation=cv2.INTER_LINEAR)
        ratio = _brightest(rgb).astype(np.float32) / np.maximum(ground, 1.0)
        grey = np.clip((ratio - darkest) / (below - darkest), 0.0, 1.0) * 255.0
        return np.repeat(grey.astype(np.uint8)[..., None], 3, axis=2)

    def level(self, box_mm: Box) -> float:
        """The ratio of the darkest twentieth of a box: how dark the ink in it is."""
        part = self.part(box_mm)
        return float(np.percentile(part, 5)) if part.size else 1.0

    def is_lit(self, box_mm: Box) -> bool:
        """Whether a lamp shines on a box: the ground there is brighter than elsewhere."""
        return float(np.median(_within(self._ground, box_mm))) > _LIT * self._usual_ground

    def part(self, box_mm: Box) -> NDArray[np.float32]:
        """The ratios within a box."""
        return _within(self.ratio, box_mm)


def _within(map_: NDArray[np.float32], box_mm: Box) -> NDArray[np.float32]:
    left, top, right, bottom = (
        max(0, round(side * MAP_PX_PER_MM))
        for side in (box_mm.left, box_mm.top, box_mm.right, box_mm.bottom)
    )
    return map_[top:bottom, left:right]


def _brightest(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The brightest channel of each pixel."""
    red, green, blue = cv2.split(rgb)
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)


def _no_shadows(found: list[_Piece]) -> list[_Piece]:
    """The pieces that are small enough to hide one field."""
    return [
        (box, piece)
        for box, piece in found
        if box.height <= _HIGHEST_MM and box.width <= _LONGEST_MM
    ]


def _pieces(core: NDArray[np.bool_], across: int) -> list[_Piece]:
    """The connected pieces of which ``core`` has the middles: the upright box around each, and its
    pixels there, uint8, 1 within."""
    whole = cv2.dilate(core.astype(np.uint8), np.ones((across, across), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(whole)
    found = []
    for label in range(1, count):
        x, y, width, height = (int(each) for each in stats[label, :4])
        box = Box(x, y, x + width, y + height).scaled(1 / MAP_PX_PER_MM)
        piece = labels[y : y + height, x : x + width] == label
        found.append((box, piece.astype(np.uint8)))
    return found
