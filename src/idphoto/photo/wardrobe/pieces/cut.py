"""A jacket's lines on the body, which its fronts and lapels share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from idphoto.imaging.arrays import Point
from idphoto.photo.wardrobe.curves import Curve, spline, trace
from idphoto.photo.wardrobe.garment import Jacket

NAPE: Final[Point] = (0.294, -0.335)
SNUG: Final[Point] = (0.272, -0.30)
"""Without a shirt's collar the jacket's lies on the neck itself."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Curves of the person's left half."""

    roll: Curve
    """Neck to button: where the front turns back into the lapel."""
    cross: float
    """How far each front reaches past the middle."""
    part: Jacket

    @property
    def stance(self) -> float:
        """Where the lapels end."""
        return self.part.stance

    @property
    def turned(self) -> bool:
        """Whether the fronts turn back into lapels."""
        return self.part.lapel in ("notch", "peak", "shawl")

    @property
    def nape(self) -> Point:
        """Where the collar leaves the neck's side."""
        return SNUG if self.part.snug else NAPE


def roll_line(part: Jacket, cross: float) -> Curve:
    """From the neck to the button: where the front turns back, or its edge if it does not."""
    stance = part.stance
    if part.snug:
        return spline(
            SNUG,
            (0.262, -0.22),
            (0.228, -0.05),
            (0.18 - 0.2 * cross, 0.28 * stance),
            (0.09 - 0.6 * cross, 0.70 * stance),
            (-cross, stance),
        )
    if part.lapel == "none":
        return trace("0.315,-0.2 0.27,-0.06 0.17,0.055 0.07,0.099 0,0.105")
    if part.lapel == "stand":
        return trace("0.315,-0.2 0.22,-0.11 0.1,-0.062 0.05,-0.053 0,-0.05")
    low = 0.09 - 0.6 * cross
    return spline(
        NAPE,
        (0.284, -0.24),
        (0.245, -0.05),
        (0.20 - 0.2 * cross, 0.28 * stance),
        (low, 0.70 * stance),
        (-cross, stance),
    )
