"""A card by its portrait and its borders alone, where its labels cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.canvas import lay_out
from idphoto.idcard.card import Card
from idphoto.idcard.layout import NUMBER_MM, PX_PER_MM
from idphoto.idcard.number import LENGTH, is_number
from idphoto.idcard.outline import BLUR_MM, find_outline
from idphoto.idcard.spots import Spot
from idphoto.runtime.engine import Engine

# A face that has so many of a card's borders round it is likely to be the portrait of one, ...
_LEAST_SIDES: Final = 3
# ... if it is a face. Portraits out of focus score 0.77 and more, but for one in sixty; what is
# none up to 0.71.
_SURE_FACE: Final = 0.74
# Borders are looked for as in a sharp picture, and as in one that is out of focus.
_BLURS_MM: Final = (BLUR_MM, 0.6)
_ABOVE_NUMBER_MM: Final = NUMBER_MM[1] - 4.0


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Where a card would be whose portrait a face is.

    ``is_bordered``: whether it is a face for sure, within a card's borders. ``reason``: what
    ``NoCard`` would say of it.
    """

    card: Card
    is_bordered: bool
    reason: str = ""

    @property
    def bears_number(self) -> bool:
        """Whether a valid number stands where it should, within borders. Labels are pale, digits
        are black: they are read where nothing else can be."""
        low = [each for each in self.card.lines if _height_mm(each.quad) > _ABOVE_NUMBER_MM]
        return self.is_bordered and any(is_number(each.reading.text[-LENGTH:]) for each in low)


def glimpse_cards(
    engine: Engine, rgb: NDArray[np.uint8], spots: Sequence[Spot]
) -> Iterator[Glimpse]:
    """What there is about the likeliest face of ``spots``, and about others within borders."""
    for place, spot in enumerate(spots):
        looks = (find_outline(rgb, spot.pose, spot.sights, blur) for blur in _BLURS_MM)
        outline = max(looks, key=lambda look: sum(look.found))
        is_bordered = spot.score >= _SURE_FACE and sum(outline.found) >= _LEAST_SIDES
        if place == 0 or is_bordered:
            yield Glimpse(lay_out(engine, rgb, outline.pose), is_bordered)


def _height_mm(quad: NDArray[np.float64]) -> float:
    return float(quad[:, 1].mean()) / PX_PER_MM
