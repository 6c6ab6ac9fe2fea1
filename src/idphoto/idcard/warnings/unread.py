"""Why a visible card cannot be read, where its picture shows the reason."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import CardBlurred, CardOnScreen
from idphoto.idcard.card import Card
from idphoto.idcard.warnings.judge import CardWarning, Thresholds
from idphoto.idcard.warnings.quality import sharpness
from idphoto.idcard.warnings.reshoot import screen_traces

_SURELY: Final = 0.95  # a screen: of 60 tables and people without a card one scores 0.93
_SURE: Final = 0.9
_ENOUGH: Final = 24  # characters: more than a number's


def why_unread(
    rgb: NDArray[np.uint8], card: Card, thresholds: Thresholds, *, is_bordered: bool
) -> CardOnScreen | CardBlurred | None:
    """``rgb``: uint8 ``(H, W, 3)``, the picture that ``card`` was found in.

    ``is_bordered``: whether the card's borders were found.

    A screen is looked for first: its grid weakens print as bad light does. A screen may also hide
    borders; its colours, which nothing else has, are then evidence enough. A blurred thing without
    borders may be anything. Where other text is read well, the picture is not to blame.
    """
    found, traces = sharpness(card), screen_traces(rgb, card)
    score = traces.score(found.sharp) if is_bordered else traces.score_by_colour
    least = thresholds.scores[CardWarning.RESHOOT]
    if score >= (least if is_bordered else max(least, _SURELY)):
        return CardOnScreen(score)
    if is_bordered and found.quality < thresholds.min_quality and not _is_legible(card):
        return CardBlurred(found.quality, thresholds.min_quality)
    return None


def _is_legible(card: Card) -> bool:
    """Whether most of the text that is seen is read for sure."""
    found = [each for line in card.lines for each in line.reading.characters]
    sure = sum(probability >= _SURE for _, probability, _ in found)
    return sure >= _ENOUGH and sure > len(found) / 2
