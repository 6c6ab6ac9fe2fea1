"""A temporary card: light green, its portrait grey, with 签发机关 and 有效期限 beside it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from idphoto.idcard.warnings.portrait import PortraitColours

# Labels that second-generation cards have on their other side.
_LABELS: Final = ("签发机关", "有效期限")
_BY_COLOUR: Final = 0.7  # the most that colours say: a copy on green paper has the same
_GREY: Final = 0.18
_GREEN: Final = 0.1  # ln(green / red) and ln(green / blue), of the ground beside white
_PORTRAIT_IS_WHITE: Final = 0.05


def temporary_score(texts: Sequence[str], colours: PortraitColours) -> float:
    """0–1. ``texts``: of the lines on the card, as they were read."""
    return max(_by_text(texts), _by_colour(colours))


def _by_text(texts: Sequence[str]) -> float:
    """Three of a label's four characters in a row make it likely, two labels make it sure."""
    found = sorted(max((_part(text, label) for text in texts), default=0.0) for label in _LABELS)
    if found[1] < 0.75:
        return 0.0
    return 0.75 + 0.1 * (found[1] == 1.0) + 0.1 * (found[0] >= 0.75)


def _part(text: str, label: str) -> float:
    """The share of ``label`` that stands at the line's head, in order."""
    blocks = SequenceMatcher(None, text[: len(label) + 2], label, autojunk=False)
    return sum(block.size for block in blocks.get_matching_blocks()) / len(label)


def _by_colour(colours: PortraitColours) -> float:
    grey = float(np.hypot(*(colours.skin - colours.white)))
    # the portrait's white is the white to compare with, unless it is printed on the green itself
    by_white = float(np.hypot(*colours.white)) > _PORTRAIT_IS_WHITE
    green = float(min(colours.white if by_white else -colours.ground))
    if green <= 0.0:
        return 0.0
    ratio = min(_GREY / max(grey, 1e-3), green / _GREEN)
    return _BY_COLOUR * ratio**3 / (0.4 + ratio**3)  # 0.5 at a ratio of 1
