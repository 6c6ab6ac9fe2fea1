"""Whether something lies over the card: a finger, a note, a lamp's reflection.

That print is faint or missing is not evidence of it: cards wear, and copies lose pale labels. It
counts only where something else is seen.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.warnings.foreign import covering_pieces, missing_pieces, open_ground, pieces
from idphoto.idcard.warnings.ground import CELLS_PER_MM, GroundCells
from idphoto.idcard.warnings.score import score_of

_MM2: Final = 1.0 / CELLS_PER_MM**2
_STEEPNESS: Final = 2
_COVERED_MM2: Final = 12.0  # scores a half
# A lamp's reflection: lighter than the ground, and near to white.
_BRIGHT: Final = 0.2
_WASHED_OUT: Final = -0.16  # ln(light): sRGB codes above 237
_LEFT: Final = 0.2  # of the usual ink: less is lost


def cover_score(ground: GroundCells) -> float:
    """0–1, how likely something covers the card; 0.5 is where clean cards hardly ever come."""
    found = [*covering_pieces(ground, missing_pieces(ground)), *_washed_out(ground)]
    largest = max((np.count_nonzero(piece) * _MM2 for piece in found), default=0.0)
    return score_of(largest / _COVERED_MM2, _STEEPNESS)


def _washed_out(ground: GroundCells) -> list[NDArray[np.bool_]]:
    """What is lost of the print where a lamp shines on it. Beside print it does no harm."""
    on = open_ground(ground)
    print_ = ground.labels | ground.values
    bright = (ground.off[..., 0] > _BRIGHT) & (ground.bare[..., 0] > _WASHED_OUT)
    usual = float(np.mean(ground.ink[on & print_])) if (on & print_).any() else 0.0
    lost = [piece & print_ for piece in pieces(bright & on)]
    return [each for each in lost if each.any() and ground.ink[each].mean() < _LEFT * usual]
