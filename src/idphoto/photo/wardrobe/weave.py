"""How fabrics take the light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from idphoto.photo.wardrobe.garment import Weave

HEAD_MM: Final = 225.0
"""Chin to crown of an adult (ANSUR II: 50th percentile of menton to vertex, both sexes)."""


@dataclass(frozen=True, slots=True)
class Surface:
    """``fleck``: contrast of the yarns' irregularity, ``fleck_mm`` its size. ``thread_mm``: the
    period of the weave itself and ``thread``: its contrast. ``gloss``: strength of the highlight,
    ``tight``: its exponent. ``nap``: brightening at grazing angles, as of velvet.
    ``rib_mm``, ``rib``: period and height (share of the period) of vertical ribs.
    ``wrap``: how far light goes round the form (soft, deep cloths scatter it).
    """

    fleck: float
    fleck_mm: float
    thread: float
    thread_mm: float
    gloss: float
    tight: float
    nap: float = 0.0
    rib_mm: float = 0.0
    rib: float = 0.0
    wrap: float = 0.15


# By eye against photographs of such cloth at 300 px a head; threads counted on real cloth.
SURFACES: Final[dict[Weave, Surface]] = {
    "poplin": Surface(0.012, 2.0, 0.02, 0.5, 0.03, 12, wrap=0.25),
    "oxford": Surface(0.035, 1.1, 0.06, 1.1, 0.02, 8, wrap=0.25),
    "linen": Surface(0.06, 1.6, 0.05, 0.9, 0.01, 8, wrap=0.25),
    "twill": Surface(0.06, 1.2, 0.06, 0.9, 0.03, 10),
    "flannel": Surface(0.075, 1.6, 0.0, 1.0, 0.0, 8, nap=0.12, wrap=0.3),
    "crepe": Surface(0.05, 0.9, 0.03, 0.7, 0.03, 8),
    "silk": Surface(0.03, 1.0, 0.05, 0.8, 0.22, 14),
    "satin": Surface(0.02, 2.5, 0.0, 0.5, 0.28, 11),
    "jersey": Surface(0.03, 1.2, 0.03, 0.9, 0.0, 8, wrap=0.3),
    "pique": Surface(0.03, 1.2, 0.09, 1.7, 0.0, 8, wrap=0.3),
    "knit": Surface(0.05, 2.0, 0.07, 2.4, 0.0, 8, nap=0.08, rib_mm=4.5, rib=0.035, wrap=0.35),
    "cable": Surface(0.06, 2.5, 0.035, 3.0, 0.0, 8, nap=0.08, rib_mm=6.0, rib=0.05, wrap=0.35),
    "denim": Surface(0.10, 1.1, 0.08, 1.2, 0.0, 8, wrap=0.2),
    "velvet": Surface(0.14, 16.0, 0.0, 1.0, 0.0, 8, nap=0.75, wrap=0.05),
    "metal": Surface(0.02, 1.0, 0.0, 1.0, 0.9, 24),
    "horn": Surface(0.05, 2.0, 0.0, 1.0, 0.35, 24),
}  # fmt: skip
