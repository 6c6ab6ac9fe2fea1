"""Whether all of the card is there, and whether all of it is seen.

Two answers from one look. Incomplete: part of the card lies outside of the picture, or a piece of
it is missing, so that the table is seen where card should be. Covered: something else is seen there
(a finger, a note, a lamp's reflection), or print that every card has is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.layout import (
    ADDRESS_MM,
    DAY_MM,
    LABEL_COLUMN_MM,
    NAME_MM,
    NATION_MM,
    NUMBER_MM,
    SEX_MM,
    YEAR_MM,
)
from idphoto.idcard.warnings.edges import square_sides, widest_gap_mm
from idphoto.idcard.warnings.ground import CELLS_PER_MM, MARGIN_MM, GroundCells, cells
from idphoto.idcard.warnings.score import score_of

_MM2: Final = 1.0 / CELLS_PER_MM**2
_STEEPNESS: Final = 2
# What scores a half. ``inside`` begins 0.75 mm within the edge: the finder errs by less.
_OUTSIDE_MM2: Final = 8.0
_MISSING_MM2: Final = 6.0
_GAP_MM: Final = 4.0  # of the border
_CUT_OFF: Final = 1.5  # of a half's score, for each side without round corners
_COVERED_MM2: Final = 12.0
# Foreign matter is another colour, or darker than shadows make the ground, or so light that print
# is washed out; a table may be nearer to the ground, since all of it is there to compare with.
_FOREIGN_CHROMA: Final = 0.25
_FOREIGN_DARK: Final = -1.3
_FOREIGN_BRIGHT: Final = 0.2
_WASHED_OUT: Final = -0.16  # ln(light): sRGB codes above 237
_TABLE: Final = 0.25
# ... and it has an outline. Lamps of two colours make the ground drift, over centimetres.
_STEP: Final = 0.15
_SAME: Final = 0.2  # colours no farther apart may be of one thing
_MOSTLY: Final = 0.6
_SOME: Final = 200  # cells will do to compare colours
_FEW: Final = 3  # of them must be like a colour
# Of the usual ink, what is left at the least at places where something is always printed.
_LABEL_INK: Final = 0.4
_VALUE_INK: Final = 0.2  # 一 has a fifth of the ink of 鑫
_NUMBER_INK: Final = 0.22
_NUMBERS_MM: Final = (30.0, 64.0)  # within the number, whatever its pitch
_SLACK_MM: Final = 1.5  # prints differ by a millimetre
_CHARACTER_MM: Final = 3.0
_PITCH_MM: Final = 2.5  # of the number's digits, at the most
# Where print is to be expected, from and to: the labels and what values have at the least. A
# reflection beside it does no harm.
_PRINTED_MM: Final = (
    (*LABEL_COLUMN_MM, NAME_MM[1]),
    (*LABEL_COLUMN_MM, SEX_MM[1]),
    (*LABEL_COLUMN_MM, YEAR_MM[1]),
    (*LABEL_COLUMN_MM, ADDRESS_MM[1]),
    (NAME_MM[0], NAME_MM[0] + 7.0, NAME_MM[1]),
    (SEX_MM[0], SEX_MM[0] + 3.0, SEX_MM[1]),
    (NATION_MM[0] - 7.0, NATION_MM[0] + 3.0, NATION_MM[1]),
    (YEAR_MM[0], DAY_MM[0] + 5.0, YEAR_MM[1]),
    (ADDRESS_MM[0], ADDRESS_MM[0] + 28.0, ADDRESS_MM[1]),
    (*_NUMBERS_MM, NUMBER_MM[1]),
)


@dataclass(frozen=True, slots=True)
class BorderScores:
    """Scores, 0–1: ``incomplete`` (a piece is outside or missing), ``overlaid`` (something else is
    seen where card should be), ``unprinted`` (print that resident cards have is not seen)."""

    incomplete: float
    overlaid: float
    unprinted: float


def border_scores(ground: GroundCells) -> BorderScores:
    """0.5 is where clean cards hardly ever come."""
    outside = np.count_nonzero(ground.inside & ~ground.seen) * _MM2
    gap = widest_gap_mm(ground.view, ground.view_seen)
    tables = _tables(ground, gap > 0.5 * _GAP_MM)
    missing = max((_mm2(piece) for piece in tables), default=0.0)
    over = max((_mm2(piece) for piece in _covers(ground, tables)), default=0.0)
    if over > _COVERED_MM2:
        gap = 0.0  # what lies over the border hides it as well
    cut = _CUT_OFF * square_sides(ground.view, ground.view_seen)
    return BorderScores(
        score_of(
            max(outside / _OUTSIDE_MM2, missing / _MISSING_MM2, gap / _GAP_MM, cut), _STEEPNESS
        ),
        score_of(over / _COVERED_MM2, _STEEPNESS),
        score_of(_lost_print(ground), _STEEPNESS),
    )


def _mm2(piece: NDArray[np.bool_]) -> float:
    return np.count_nonzero(piece) * _MM2


def _open_ground(ground: GroundCells) -> NDArray[np.bool_]:
    return ground.inside & ground.seen & ~ground.portrait


def _tables(ground: GroundCells, has_gap: bool) -> list[NDArray[np.bool_]]:
    """Pieces of the card where the table shows.

    ``has_gap``: whether the border is interrupted. Where it is not, a grey table's colour may be
    that of the card in a shadow, or in a lamp's light.
    """
    on = _open_ground(ground)
    unlike = np.linalg.norm(ground.off, axis=-1) > _TABLE
    return [
        piece
        for piece in _pieces(unlike & on)
        if (has_gap or not _may_be_light(ground, piece))
        and _step(ground, piece, on) > _STEP
        and _is_table(ground, piece)
    ]


def _may_be_light(ground: GroundCells, piece: NDArray[np.bool_]) -> bool:
    light, red, blue = np.median(ground.off[piece], axis=0)
    return bool(light > _FOREIGN_DARK and np.hypot(red, blue) < 0.5 * _FOREIGN_CHROMA)


def _covers(ground: GroundCells, tables: list[NDArray[np.bool_]]) -> list[NDArray[np.bool_]]:
    """Pieces of the card that something else lies over."""
    on = _open_ground(ground)
    for table in tables:
        on &= ~_grown(table, 1.0)
    off = ground.off
    coloured = np.hypot(off[..., 1], off[..., 2]) > _FOREIGN_CHROMA
    dark = off[..., 0] < _FOREIGN_DARK
    found = [*_pieces(coloured & on), *_pieces(dark & on)]
    found = [piece for piece in found if _step(ground, piece, on) > _STEP]
    return found + _washed_out(ground, on)


def _washed_out(ground: GroundCells, on: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """What is lost of the print where a lamp shines on it."""
    fields = np.zeros_like(on)
    for left, right, top in _PRINTED_MM:
        fields[cells(top) : cells(top + _CHARACTER_MM), cells(left) : cells(right)] = True
    bright = (ground.off[..., 0] > _FOREIGN_BRIGHT) & (ground.bare[..., 0] > _WASHED_OUT)
    usual = float(np.mean(ground.ink[on & fields])) if (on & fields).any() else 0.0
    lost = [piece & fields for piece in _pieces(bright & on)]
    return [each for each in lost if each.any() and ground.ink[each].mean() < 0.2 * usual]


def _pieces(where: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Connected pieces, at least 2 mm wide."""
    solid = cv2.morphologyEx(where.astype(np.uint8), cv2.MORPH_OPEN, np.ones((4, 4), np.uint8))
    count, labels = cv2.connectedComponents(solid)
    return [labels == label for label in range(1, count)]


def _grown(piece: NDArray[np.bool_], mm: float) -> NDArray[np.bool_]:
    side = 2 * round(mm * CELLS_PER_MM) + 1
    return cv2.dilate(piece.astype(np.uint8), np.ones((side, side), np.uint8)) > 0


def _step(ground: GroundCells, piece: NDArray[np.bool_], on: NDArray[np.bool_]) -> float:
    """How much the colour changes within a millimetre across the piece's outline."""
    within = piece & _grown(~piece & on, 1.0)
    beside = _grown(piece, 1.5) & ~_grown(piece, 0.5) & on
    if not within.any() or not beside.any():
        return 0.0
    change = ground.off[within].mean(axis=0) - ground.off[beside].mean(axis=0)
    return float(np.linalg.norm(change))


def _is_table(ground: GroundCells, piece: NDArray[np.bool_]) -> bool:
    """Whether the piece goes on beyond the card's edge, and looks as the table does elsewhere."""
    height, width = piece.shape
    card = np.zeros_like(piece)
    edge = round(MARGIN_MM * CELLS_PER_MM)
    card[edge : height - edge, edge : width - edge] = True
    around = ~_grown(card, 1.0) & ground.seen
    beyond = _grown(piece, 4.0) & around
    elsewhere = around & ~_grown(piece, 8.0)
    if not beyond.any() or not elsewhere.any():
        return False
    return _alike(ground.bare[piece], ground.bare[beyond]) > _MOSTLY and (
        _alike(ground.bare[piece], ground.bare[elsewhere]) > _MOSTLY
    )


def _alike(these: NDArray[np.float32], those: NDArray[np.float32]) -> float:
    """The share of ``these`` colours that have one like them among ``those``; each ``(n, 3)``.

    A table may have a pattern: its colours are compared one by one, not their mean.
    """
    some, others = (each[:: len(each) // _SOME + 1] for each in (these, those))
    apart = np.linalg.norm(some[:, None] - others[None], axis=-1)
    return float(np.mean(np.sort(apart, axis=1)[:, :_FEW].max(axis=1) < _SAME))


def _lost_print(ground: GroundCells) -> float:
    """1 where as much of the print that all cards have is lost as scores a half, more beyond."""
    rows = (NAME_MM, SEX_MM, YEAR_MM, ADDRESS_MM)
    left, right = LABEL_COLUMN_MM
    labels = [_most_ink(ground, left, y, right - left) for _, y in rows]
    values = [_most_ink(ground, x, y, _CHARACTER_MM) for x, y in rows]
    return max(
        _lack(labels, _LABEL_INK), _lack(values, _VALUE_INK), _lack(_along(ground), _NUMBER_INK)
    )


def _most_ink(ground: GroundCells, x_mm: float, y_mm: float, width_mm: float) -> float:
    """The ink in a box of one line, wherever near there is most."""
    slack = round(_SLACK_MM * CELLS_PER_MM)
    top, left = cells(y_mm), cells(x_mm)
    rows, columns = round(_CHARACTER_MM * CELLS_PER_MM), round(width_mm * CELLS_PER_MM)
    part = ground.ink[
        max(0, top - slack) : top + rows + slack, max(0, left - slack) : left + columns + slack
    ]
    means = cv2.blur(part, (columns, rows), borderType=cv2.BORDER_REPLICATE)
    return float(means[rows // 2 : -(rows // 2), columns // 2 : -(columns // 2)].max())


def _along(ground: GroundCells) -> list[float]:
    """The ink along the number, in windows as wide as a digit."""
    side = round(_PITCH_MM * CELLS_PER_MM)
    means = cv2.blur(ground.ink, (side, side))
    left, right = _NUMBERS_MM
    top = NUMBER_MM[1]
    row = means[cells(top - 1.0) : cells(top + 4.5), cells(left) : cells(right)]
    return [float(ink) for ink in row.max(axis=0)]


def _lack(inks: list[float], limit: float) -> float:
    usual = float(np.median(inks))
    if usual <= 0.0:
        return 0.0
    return limit / max(min(inks) / usual, 0.1 * limit)
