"""What a garment is: a few layers of parts from a small vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Colour = tuple[float, float, float]
"""sRGB, 0–1."""

Weave = Literal[
    "poplin", "oxford", "twill", "flannel", "silk", "satin", "crepe",
    "jersey", "pique", "knit", "cable", "denim", "velvet", "linen", "leather", "metal", "horn",
]  # fmt: skip
Pattern = Literal[
    "plain", "pinstripe", "chalk", "stripe", "bars", "hoops", "check", "tartan", "glen", "houndstooth",
    "herringbone", "dots", "foulard", "medallion", "cable",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cloth:
    """A fabric: how it is woven, its colours, what is woven or printed into it."""

    weave: Weave
    colour: Colour
    pattern: Pattern = "plain"
    ink: Colour = (1.0, 1.0, 1.0)
    """The pattern's colour."""
    repeat_mm: float = 12.0
    """The pattern's period."""
    strength: float = 1.0
    """Opacity of the pattern, 0–1."""
