"""A card photographed from a screen: moiré and the screen's own grid.

A screen is a lattice of small coloured lamps. Where the camera's pixels resolve it, the picture's
spectrum has points: narrow peaks off the axes, at the same frequencies all over the card. Where
they do not, its lattice and that of the camera's colour filter beat: fringes that drift over the
card, in which red, green and blue do not rise and fall together.

The card's guilloches are lattices, too, and two inks side by side are out of step. But they end at
the portrait, and a screen's traces do not: only what both the portrait and the rest show counts.

All this needs the picture's own pixels: resampling onto the canvas wipes moiré out, or makes some.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Card
from idphoto.idcard.layout import CARD_WH_MM, PX_PER_MM
from idphoto.idcard.warnings.score import score_of
from idphoto.imaging.geometry import Box

# Patches are of so many pixels, the larger where there is room for enough of them: their spectra
# are finer.
_SIDES_PX: Final = (128, 64)
_ENOUGH: Final = 4  # in the portrait and beside it
# Patches at most, across and down; they may overlap.
_PORTRAIT_GRID: Final = (3, 4)
_REST_GRID: Final = (6, 5)
# Cards are printed at 300 dots per inch, 12 to the mm: where a picture resolves them, they are a
# lattice of the card's own.
_FINEST_PX_PER_MM: Final = 12.0
_MARGIN_MM: Final = 1.5  # of the portrait: prints differ by a millimetre
# What scores a half. Of 90 clean drawn cards, on desks and cropped to the border, 87 have a lattice
# of 1.2 at most, a coloured one of 1.4 and fringes in a share of 0.25.
_LATTICE_LIMIT: Final = 1.4
_COLOURED_LIMIT: Final = 1.4
_FRINGES_LIMIT: Final = 0.35
# A picture less sharp than this has hardly anything fine in it. What looks like a lattice is where
# its blur lets more through than beside: up to 1.6 in cards out of focus.
_BLURRED: Final = 6.0
_LIMIT_IN_BLUR: Final = 1.85
_STEEP: Final = 4
# In ln(power), over the neighbourhood: what the strongest of a patch's waves hardly ever reaches.
_FRINGE: Final = 3.5
_OUT_OF_STEP: Final = 0.3  # cosine between two colours' phases: more than 70° apart
_NEAR_ZERO: Final = 3.0  # waves longer than a third of a patch are light and print
_LIGHT: Final = np.array((0.3, 0.59, 0.11), np.float32)
_RED_AGAINST_BLUE: Final = np.array((1.0, 0.0, -1.0), np.float32)

_Spectrum = NDArray[np.complex64]


@dataclass(frozen=True, slots=True)
class Traces:
    """What the portrait and the rest of the card both show.

    ``lattice``: how far the third strongest point of the spectrum stands out, in ln(power);
    ``coloured``: the same of red less blue, which fabrics and halftones hardly have, and a screen's
    dots do. ``fringes``: the share of patches with fringes whose colours are out of step, 0–1.
    """

    lattice: float
    coloured: float
    fringes: float

    def score(self, sharp: float) -> float:
        """0–1: how like a screen's photograph this is; 0.5 is where clean cards hardly ever come.

        ``sharp``: how sharp the card is, as ``quality.Sharpness`` has it.
        """
        in_blur = sharp <= _BLURRED
        lattice = self.lattice / (_LIMIT_IN_BLUR if in_blur else _LATTICE_LIMIT)
        coloured = self.coloured / (_LIMIT_IN_BLUR if in_blur else _COLOURED_LIMIT)
        return score_of(max(lattice, coloured, self.fringes / _FRINGES_LIMIT), _STEEP)

    @property
    def score_by_colour(self) -> float:
        """The same by colours alone, wherever the picture is sharp."""
        by_colour = max(self.coloured / _COLOURED_LIMIT, self.fringes / _FRINGES_LIMIT)
        return score_of(by_colour, _STEEP)


def screen_traces(rgb: NDArray[np.uint8], card: Card) -> Traces:
    """``rgb``: uint8 ``(H, W, 3)``, the picture that ``card`` was found in.

    None of any where the card is too small in it for patches.
    """
    rgb, card = _coarser(rgb, card)
    for side in _SIDES_PX:
        portrait, rest = _places(rgb.shape[:2], card, side)
        if min(len(portrait), len(rest)) >= _ENOUGH:
            break
    else:
        return Traces(0.0, 0.0, 0.0)
    window = _window(side)
    parts = [
        [_spectrum(rgb[y : y + side, x : x + side], window) for x, y in places]
        for places in (portrait, rest)
    ]
    clear = ~_of_no_use(side)
    return Traces(
        _lattice(parts, clear, _LIGHT),
        _lattice(parts, clear, _RED_AGAINST_BLUE),
        min(_fringes(part, clear) for part in parts),
    )


def _coarser(rgb: NDArray[np.uint8], card: Card) -> tuple[NDArray[np.uint8], Card]:
    """The picture, and the card in it, without what is finer than a card's own print."""
    shrink = int(card.px_per_mm / _FINEST_PX_PER_MM)
    if shrink < 2:
        return rgb, card
    height, width = rgb.shape[0] // shrink, rgb.shape[1] // shrink
    whole = rgb[: height * shrink, : width * shrink]
    small = np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    to_canvas = card.to_canvas @ np.diag((shrink, shrink, 1.0))
    corners_px, px_per_mm = card.corners_px / shrink, card.px_per_mm / shrink
    return small, replace(card, to_canvas=to_canvas, corners_px=corners_px, px_per_mm=px_per_mm)


def _places(
    picture_hw: tuple[int, int], card: Card, side: int
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Left and top of patches within the card and the picture: the portrait's and the others."""
    half = side / 2 / card.px_per_mm
    p = card.portrait_mm.grown(*[-_MARGIN_MM] * 4)
    inner = Box(*(p.left + half, p.top + half), *(p.right - half, p.bottom - half))
    portrait = _grid(inner, _PORTRAIT_GRID) if inner.right > inner.left else np.empty((0, 2))
    whole = Box(half, half, CARD_WH_MM[0] - half, CARD_WH_MM[1] - half)
    rest = _grid(whole, _REST_GRID)
    outer = card.portrait_mm.grown(*[_MARGIN_MM + 0.5 * half] * 4)
    beside = ~(
        (rest[:, 0] > outer.left)
        & (rest[:, 0] < outer.right)
        & (rest[:, 1] > outer.top)
        & (rest[:, 1] < outer.bottom)
    )
    return (
        _within(picture_hw, card, portrait, side),
        _within(picture_hw, card, rest[beside], side),
    )


def _grid(box: Box, columns_rows: tuple[int, int]) -> NDArray[np.float64]:
    columns, rows = columns_rows
    across = np.linspace(box.left, box.right, columns)
    down = np.linspace(box.top, box.bottom, rows)
    return np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)


def _within(
    picture_hw: tuple[int, int], card: Card, middles_mm: NDArray[np.float64], side: int
) -> list[tuple[int, int]]:
    """The patches round ``middles_mm`` that lie within the card and the picture, once each."""
    if not len(middles_mm):
        return []
    height, width = picture_hw
    back = np.linalg.inv(card.to_canvas)
    middles = cv2.perspectiveTransform((middles_mm * PX_PER_MM)[:, None], back)[:, 0]
    outline = card.corners_px.astype(np.float32)
    centre = outline.mean(axis=0)
    found: dict[tuple[int, int], None] = {}
    for middle in middles:
        # one that lies over the edge of a turned card is pulled inwards
        for pull in (0.0, 0.12, 0.25):
            x, y = middle + pull * (centre - middle) - side / 2
            left, top = round(float(x)), round(float(y))
            corners = [(left + a, top + b) for a in (0, side) for b in (0, side)]
            if (
                0 <= left <= width - side
                and 0 <= top <= height - side
                and all(cv2.pointPolygonTest(outline, c, False) >= 0 for c in corners)
            ):
                found[left, top] = None
                break
    return list(found)


def _window(side: int) -> NDArray[np.float32]:
    once = np.hanning(side).astype(np.float32)
    return np.outer(once, once)[..., None]


def _spectrum(patch: NDArray[np.uint8], window: NDArray[np.float32]) -> _Spectrum:
    """complex64 ``(N, N / 2 + 1, 3)``, the row of frequency 0 in the middle."""
    pixels = patch.astype(np.float32)
    pixels -= pixels.mean(axis=(0, 1))
    return np.fft.fftshift(np.fft.rfft2(pixels * window, axes=(0, 1)), axes=0)


def _frequencies(side: int) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """Down and across, in waves per patch."""
    down, across = np.mgrid[-side // 2 : side // 2, 0 : side // 2 + 1]
    return down, across


def _of_no_use(side: int) -> NDArray[np.bool_]:
    """Frequencies at which other things than screens have peaks.

    On the axes lie the edges of print and enlarged pixels; at multiples of an eighth JPEG's blocks;
    near 0 all the rest.
    """
    down, across = _frequencies(side)
    eighth = side // 8
    off = [np.abs((f + eighth // 2) % eighth - eighth // 2) for f in (down, across)]
    radius = np.hypot(down, across)
    return np.asarray(
        (radius < _NEAR_ZERO)
        | (across < 2)
        | (np.abs(down) < 2)
        | (np.maximum(across, np.abs(down)) > side // 2 - 2)
        | ((np.maximum(*off) < 2) & (radius > eighth - 2))
    )


def _lattice(
    parts: list[list[_Spectrum]], clear: NDArray[np.bool_], mix: NDArray[np.float32]
) -> float:
    """How far the third strongest point stands out, in the part where it does so less.

    ``mix``: of red, green and blue, what is looked at.
    """
    portrait, rest = (_standing_out(part, clear, mix) for part in parts)
    # the two parts lie apart: perspective moves a point by up to a step more
    both = np.minimum(cv2.dilate(portrait, np.ones((3, 3), np.uint8)), rest)
    for _ in range(2):
        row, column = np.unravel_index(int(both.argmax()), both.shape)
        both[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3] = 0.0
    return float(both.max())


def _standing_out(
    part: list[_Spectrum], clear: NDArray[np.bool_], mix: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What the patches have in common, over the neighbourhood; in ln(power)."""
    logs = []
    for spectrum in part:
        power = np.square(np.abs(spectrum @ mix))
        # perspective moves frequencies a little from patch to patch
        logs.append(cv2.dilate(np.log(power + 1.0), np.ones((3, 3), np.uint8)))
    common = np.median(np.stack(logs), axis=0)
    down, across = _frequencies(len(common))
    high = np.hypot(down, across) > 0.05 * len(common)
    return np.where(clear & high, common - _around(common), 0.0).astype(np.float32)


def _around(logs: NDArray[np.floating]) -> NDArray[np.float64]:
    """The median of the neighbourhood, to 0.1."""
    low = float(logs.min())
    steps = np.clip((logs - low) * 10.0, 0, 255).astype(np.uint8)
    return np.asarray(cv2.medianBlur(steps, 11) / 10.0 + low, np.float64)


def _fringes(part: list[_Spectrum], clear: NDArray[np.bool_]) -> float:
    """The share of patches whose strongest coloured wave is no ink."""
    count = 0
    for spectrum in part:
        red, green, blue = (spectrum[..., k] for k in range(3))
        power = np.square(np.abs(red - green)) + np.square(np.abs(blue - green))
        logs = np.log(power + 1.0)
        above = np.where(clear, logs - cv2.blur(logs, (15, 15)), 0.0)
        row, column = np.unravel_index(int(above.argmax()), above.shape)
        peak = spectrum[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2].reshape(-1, 3)
        count += bool(above[row, column] > _FRINGE and _least_in_step(peak) < _OUT_OF_STEP)
    return count / len(part)


def _least_in_step(peak: _Spectrum) -> float:
    """The least cosine between two colours' phases, weighed by power; ``peak``: ``(n, 3)``."""
    products = np.real(peak.conj().T @ peak)
    lengths = np.sqrt(np.diag(products)) + 1e-6
    return float((products / np.outer(lengths, lengths)).min())
