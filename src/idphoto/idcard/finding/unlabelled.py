"""Cards found by portrait and borders alone, for pictures in which labels cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.card import Card
from idphoto.idcard.finding.borders import BLUR_MM, find_outline
from idphoto.idcard.finding.portrait_guess import PortraitGuess
from idphoto.idcard.finding.straighten import straighten
from idphoto.idcard.layout import ORDINARY
from idphoto.runtime.engine import Engine

# A face with this many of a card's borders around it is probably a card's portrait, ...
_LEAST_SIDES: Final = 3
# ... if it is a face: 59 of 60 portraits out of focus score 0.77 or more, other things up to 0.71.
_SURE_FACE: Final = 0.74
# The share of a card within borders: around a portrait photo, most of one would be outside.
_LEAST_SEEN: Final = 0.6
# Borders are looked for in two ways: for a sharp picture, and for one that is out of focus.
_BLURS_MM: Final = (BLUR_MM, 0.6)


@dataclass(frozen=True, slots=True)
class UnlabelledCard:
    """The card around a face, if the face is the one in its portrait.

    ``is_bordered``: whether this is certainly a face, within a card's borders. ``reason``: the
    reason that ``NoCard`` would give.
    """

    card: Card
    is_bordered: bool
    reason: str = ""


def find_unlabelled(
    engine: Engine, rgb: NDArray[np.uint8], guesses: Sequence[PortraitGuess]
) -> Iterator[UnlabelledCard]:
    """A card for the most likely face of ``guesses``, and for every other face within borders."""
    for place, guess in enumerate(guesses):
        looks = (find_outline(rgb, guess.pose, guess.sights, ORDINARY, blur) for blur in _BLURS_MM)
        outline = max(looks, key=lambda look: sum(look.found))
        is_bordered = guess.score >= _SURE_FACE and sum(outline.found) >= _LEAST_SIDES
        if place == 0 or is_bordered:
            card = straighten(engine, rgb, outline, ORDINARY)
            yield UnlabelledCard(card, is_bordered and float(card.seen.mean()) >= _LEAST_SEEN)
