"""What is tied round the neck."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from idphoto.photo.wardrobe.garment import Cloth, Neckwear
from idphoto.photo.wardrobe.piece import Piece
from idphoto.photo.wardrobe.pieces.bows import bow_tie, pussy_bow, ribbon
from idphoto.photo.wardrobe.pieces.scarves import neckerchief, red_scarf, sailor_knot
from idphoto.photo.wardrobe.pieces.ties import slim_tie, tie


def neckwear(part: Neckwear) -> list[Piece]:
    """The pieces of what is tied round the neck."""
    return _STYLES[part.style](part.cloth)


def under_collar(part: Neckwear) -> bool:
    """Whether a shirt's collar lies over it."""
    return part.style in ("tie", "slim_tie")


_STYLES: Final[dict[str, Callable[[Cloth], list[Piece]]]] = {
    "tie": tie,
    "slim_tie": slim_tie,
    "bow_tie": bow_tie,
    "ribbon": ribbon,
    "pussy_bow": pussy_bow,
    "neckerchief": neckerchief,
    "red_scarf": red_scarf,
    "sailor_knot": sailor_knot,
}
