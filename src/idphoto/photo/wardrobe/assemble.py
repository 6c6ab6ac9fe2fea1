"""A garment's parts as pieces, in the order in which they are painted."""

from __future__ import annotations

from functools import lru_cache

from idphoto.photo.wardrobe.garment import (
    Garment,
    Jacket,
    Knit,
    Neckwear,
    Part,
    Pinafore,
    Polo,
    SailorCollar,
    Shirt,
    StandCoat,
    Top,
    Trim,
)
from idphoto.photo.wardrobe.piece import Piece
from idphoto.photo.wardrobe.pieces.jacket import jacket
from idphoto.photo.wardrobe.pieces.knit import knit
from idphoto.photo.wardrobe.pieces.neckwear import neckwear, under_collar
from idphoto.photo.wardrobe.pieces.polo import polo
from idphoto.photo.wardrobe.pieces.school import pinafore, sailor_collar
from idphoto.photo.wardrobe.pieces.shirt import shirt_body, shirt_collar
from idphoto.photo.wardrobe.pieces.standcoat import stand_coat
from idphoto.photo.wardrobe.pieces.top import top
from idphoto.photo.wardrobe.pieces.trim import trim


@lru_cache(maxsize=64)
def pieces_of(garment: Garment) -> tuple[Piece, ...]:
    """What does not depend on who wears it: kept for the process."""
    pieces: list[Piece] = []
    collar: list[Piece] = []
    for part in garment.parts:
        if collar and not (isinstance(part, Neckwear) and under_collar(part)):
            pieces += collar
            collar = []
        if isinstance(part, Shirt):
            pieces += shirt_body(part)
            collar = shirt_collar(part)
        else:
            pieces += _pieces(part)
    return (*pieces, *collar)


def _pieces(part: Part) -> list[Piece]:
    match part:
        case Shirt():
            return [*shirt_body(part), *shirt_collar(part)]
        case Top():
            return top(part)
        case Polo():
            return polo(part)
        case Jacket():
            return jacket(part)
        case Knit():
            return knit(part)
        case Pinafore():
            return pinafore(part)
        case StandCoat():
            return stand_coat(part)
        case Neckwear():
            return neckwear(part)
        case SailorCollar():
            return sailor_collar(part)
        case Trim():
            return trim(part)
