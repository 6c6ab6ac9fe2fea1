"""Pieces of the card where something else is seen: the table, or what lies on the card.

What is foreign is another colour than the card's ground, or darker than shadows make it, or so
light that print is washed out; and it has an outline.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.warnings.edges import widest_gap_mm
from idphoto.idcard.warnings.ground import CELLS_PER_MM, MARGIN_MM, GroundCells

# A table may be nearer to the ground than a cover, since all of it is there to compare with.
_FOREIGN_CHROMA: Final = 0.25
_FOREIGN_DARK: Final = -1.3
_TABLE: Final = 0.25
_GAP_MM: Final = 2.0  # of the border, where a table of the card's lightness may show
# Lamps of two colours make the ground drift, over centimetres; an outline is sharper than that. The
# ground's own pattern has steps of up to 0.18.
_STEP: Final = 0.25
# Print is visible with more than this share of the usual ink, and hidden with less, over this many
# cells.
_VISIBLE: Final = 0.6
_HIDDEN: Final = 0.25
_ENOUGH_PRINT: Final = 16
_GLYPH_MM: Final = 1.5
_SLIGHT: Final = 0.12  # in ln(light) and weighed chroma: a difference that needs more evidence
_SAME: Final = 0.2  # colours no farther apart may be of one thing
_MOSTLY: Final = 0.6
_SOME: Final = 200  # cells will do to compare colours
_FEW: Final = 3  # of them must be like a colour


def missing_pieces(ground: GroundCells) -> list[NDArray[np.bool_]]:
    """Pieces of the card, bool ``(124, 187)`` each, where the table shows instead."""
    # where the border is whole, a grey table's colour may be that of the card in a shadow
    has_gap = widest_gap_mm(ground.view, ground.view_seen) > _GAP_MM
    on = open_ground(ground)
    unlike = np.linalg.norm(ground.off, axis=-1) > _TABLE
    return [
        piece
        for piece in pieces(unlike & on)
        if (has_gap or not _may_be_light(ground, piece))
        and _step(ground, piece, on) > _STEP
        and _is_table(ground, piece)
    ]


def covering_pieces(
    ground: GroundCells, tables: list[NDArray[np.bool_]]
) -> list[NDArray[np.bool_]]:
    """Pieces of the card, bool ``(124, 187)`` each, that something else lies over."""
    on = open_ground(ground)
    for table in tables:
        on &= ~_grown(table, 1.0)
    coloured = np.hypot(ground.off[..., 1], ground.off[..., 2]) > _FOREIGN_CHROMA
    dark = ground.off[..., 0] < _FOREIGN_DARK
    # through the rainbow of a hologram, print can still be seen
    rainbow = _VISIBLE, np.inf
    found = [
        piece
        for piece in [*pieces(coloured & on & ~ground.labels), *pieces(dark & on)]
        if _step(ground, piece, on) > _STEP and not _has_print(ground, piece, on, rainbow)
    ]
    # white paper is hardly lighter than the card, but hides what is printed under it
    slightly = np.linalg.norm(ground.off, axis=-1) > _SLIGHT
    return found + [
        piece
        for piece in pieces(slightly & on)
        if _step(ground, piece, on) > _SLIGHT and _has_print(ground, piece, on, (-np.inf, _HIDDEN))
    ]


def open_ground(ground: GroundCells) -> NDArray[np.bool_]:
    """The cells that show the card beside its portrait."""
    return ground.inside & ground.seen & ~ground.portrait


def _has_print(
    ground: GroundCells,
    piece: NDArray[np.bool_],
    on: NDArray[np.bool_],
    shares: tuple[float, float],
) -> bool:
    """Whether values are printed within a piece and have between these shares of the usual ink."""
    side = 2 * round(_GLYPH_MM * CELLS_PER_MM) + 1
    closed = cv2.morphologyEx(piece.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((side, side)))
    print_ = ground.values & on
    here, elsewhere = ground.ink[print_ & (closed > 0)], ground.ink[print_ & (closed == 0)]
    if len(here) < _ENOUGH_PRINT or not len(elsewhere):
        return False
    share = float(here.mean()) / max(float(elsewhere.mean()), 1e-6)
    return shares[0] < share < shares[1]


def _may_be_light(ground: GroundCells, piece: NDArray[np.bool_]) -> bool:
    light, red, blue = np.median(ground.off[piece], axis=0)
    return bool(light > _FOREIGN_DARK and np.hypot(red, blue) < 0.5 * _FOREIGN_CHROMA)


def pieces(where: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
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
