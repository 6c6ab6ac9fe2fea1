"""Whether all of the card is in the picture: nothing cut off by its rim, and nothing missing.

The picture's rim may run along the card's border, as in a scan that was cropped to the card. That
is complete. A piece counts as outside only where it lies deeper in the card than its border's place
is uncertain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Card
from idphoto.idcard.layout import CARD_WH_MM
from idphoto.idcard.warnings.edges import square_sides
from idphoto.idcard.warnings.foreign import missing_pieces
from idphoto.idcard.warnings.ground import CELLS_PER_MM, GroundCells, places_mm
from idphoto.idcard.warnings.score import score_of

_MM2: Final = 1.0 / CELLS_PER_MM**2
_STEEPNESS: Final = 2
# A rim that cuts off less than this is not reported: real pictures are cropped tightly (the nearest
# side is 0.7 mm from the rim, in the median of 26 cards), and no print is as near to the border.
_TOLERATED_MM: Final = 1.0
_SIGMAS: Final = 2.0  # of a side's place
# What scores a half: of the card outside of the picture, beyond that; of a piece that is missing.
_OUTSIDE_MM2: Final = 4.0
_MISSING_MM2: Final = 6.0
_CUT_OFF: Final = 1.5  # of a half's score, for each side without round corners
# Where a side is neither seen nor known to within this, at the rim, nothing can be said of it.
_UNKNOWN_MM: Final = 1.0


@dataclass(frozen=True, slots=True)
class Completeness:
    """``score``: 0–1, how likely a piece is outside or missing; 0.5 is where clean cards hardly
    ever come. ``is_judged``: False where a side lies near the picture's rim and cannot be placed.
    """

    score: float
    is_judged: bool


def completeness(ground: GroundCells, card: Card) -> Completeness:
    """Look for pieces of the card that the picture does not show."""
    outside = np.count_nonzero(_certainly_outside(ground, card)) * _MM2
    missing = max((np.count_nonzero(piece) * _MM2 for piece in missing_pieces(ground)), default=0.0)
    cut = _CUT_OFF * square_sides(ground.view, ground.view_seen)
    score = score_of(max(outside / _OUTSIDE_MM2, missing / _MISSING_MM2, cut), _STEEPNESS)
    return Completeness(score, score >= 0.5 or not any(_unknown_sides(ground, card)))


def _certainly_outside(ground: GroundCells, card: Card) -> NDArray[np.bool_]:
    """Cells that the picture does not show and that are deeper in the card than its sides err."""
    deep = ground.inside & ~ground.seen
    for depth, sigma in zip(_depths_mm(ground), card.sides_sigma_mm, strict=True):
        deep &= depth > _TOLERATED_MM + _SIGMAS * sigma
    return deep


def _unknown_sides(ground: GroundCells, card: Card) -> list[bool]:
    """Of top, right, bottom, left: whether it is unseen, near the rim and not known exactly."""
    return [
        not found and sigma > _UNKNOWN_MM and not _is_within(ground, depth, _SIGMAS * sigma)
        for found, sigma, depth in zip(
            card.sides_found, card.sides_sigma_mm, _depths_mm(ground), strict=True
        )
    ]


def _is_within(ground: GroundCells, depth_mm: NDArray[np.float64], beyond_mm: float) -> bool:
    """Whether the picture goes on for ``beyond_mm`` beyond a side, along most of it."""
    along = (depth_mm > -beyond_mm) & (depth_mm < 0.0)
    return bool(not along.any() or ground.seen[along].mean() > 0.5)


def _depths_mm(ground: GroundCells) -> tuple[NDArray[np.float64], ...]:
    """The cells' distances inwards from top, right, bottom and left."""
    x, y = places_mm(ground.seen.shape)
    width, height = CARD_WH_MM
    return y, width - x, height - y, x
