"""A copy in black and white, or starved of colour.

Skin is redder than the card's ground and than the portrait's white, whatever the person and the
lamp: by 0.3 in ln(red / green) at least. A copy in greys has one hue all over, the paper's under
that lamp. What is detected is therefore a grey portrait; a good copy in colour is not detected.
"""

from __future__ import annotations

from typing import Final

from idphoto.idcard.warnings.portrait import PortraitColours
from idphoto.idcard.warnings.score import score_of

# A face's chroma that scores a half.
_COLOURLESS: Final = 0.18


def photocopy_score(colours: PortraitColours) -> float:
    """0–1: how little colour the portrait has; 0.5 is where real portraits hardly ever come."""
    return score_of(_COLOURLESS / max(colours.chroma, 1e-3), 3)
