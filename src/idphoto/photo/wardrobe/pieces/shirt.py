"""Shirts and blouses: body, front and collar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from idphoto.imaging.arrays import Point
from idphoto.photo.wardrobe.curves import Curve, inset, join, offset, spline, trace
from idphoto.photo.wardrobe.garment import Cloth, Shirt
from idphoto.photo.wardrobe.piece import Fold, Line, Piece, both
from idphoto.photo.wardrobe.pieces.trunk import button, inside, placket_lines, trunk

_CLOSED: Final[Curve] = trace("-0.34,-0.186 -0.2,-0.14 0,-0.1 0.2,-0.14 0.34,-0.186")
_OPEN_DEPTH: Final = 0.26
_FOLD: Final[tuple[Point, ...]] = (
    (0.272, -0.375),
    (0.262, -0.31),
    (0.205, -0.235),
    (0.10, -0.172),
    (0.008, -0.148),
)


def shirt_collar(part: Shirt) -> list[Piece]:
    """The pieces of its collar; a tie goes under them."""
    return _COLLARS[part.collar](part.collar_cloth or part.cloth, part)


def shirt_body(part: Shirt) -> list[Piece]:
    """The pieces of a shirt but for its collar."""
    cloth = part.collar_cloth or part.cloth
    if part.collar in ("open", "camp"):
        neckline = join(
            spline((-0.34, -0.186), (-0.24, -0.14), (-0.12, 0.03), (0.0, _OPEN_DEPTH)),
            spline((0.0, _OPEN_DEPTH), (0.12, 0.03), (0.24, -0.14), (0.34, -0.186)),
        )
    else:
        neckline = _CLOSED
    pieces = [inside(cloth, 0.272, -0.375 if part.collar != "peter_pan" else -0.22)]
    side = 1 if part.over == "left" else -1
    top = float(neckline[:, 1].max())
    pieces += trunk(part.cloth, neckline, hang=part.hang, lines=_front(part, top, side))
    pieces += _pockets(part)
    if part.collar in ("classic", "spread", "button_down"):
        pieces += _stand(cloth)
    return pieces + _buttons(part, top)


def _front(part: Shirt, top: float, side: int) -> tuple[Line, ...]:
    if part.front == "pleats":
        return tuple(
            Line(spline((x, top - 0.05), (x, 3.0)), 0.012, 0.006, 0.93)
            for x in (-0.24, -0.19, -0.14, -0.09, 0.09, 0.14, 0.19, 0.24)
        ) + placket_lines(top, 0.06)
    if part.front == "hidden":
        return (Line(spline((0.06 * side, top), (0.06 * side, 3.0)), 0.006, 0.006, 0.86),)
    lines = placket_lines(top, 0.065)
    return lines if side > 0 else tuple(line.mirrored() for line in lines)


def _buttons(part: Shirt, top: float) -> list[Piece]:
    if part.front == "hidden":
        return []
    first = max(top + 0.07, 0.02)
    return [button((0.0, first + 0.36 * k), 0.021, part.buttons) for k in range(5)]


def _pockets(part: Shirt) -> list[Piece]:
    if part.pockets == "none":
        return []
    box = trace("0.34,0.5 0.68,0.5 | 0.68,0.86 | 0.51,0.93 | 0.34,0.86")
    stitch = Line(offset(join(box, box[:1]), 0.014), 0.003, 0.0008, 0.88, 0.012)
    patch = Piece(
        box, part.cloth, 0.006, rim=(0.006, 0.006), drape=0.7, hang=part.hang, lines=(stitch,)
    )
    if part.pockets == "patch":
        return [patch]
    flap = Piece(
        trace("0.33,0.49 0.69,0.49 | 0.69,0.59 | 0.51,0.66 | 0.33,0.59"),
        part.cloth,
        0.012,
        rim=(0.006, 0.006),
        drape=0.7,
        hang=part.hang,
    )
    knob = button((0.51, 0.61), 0.024, part.buttons)
    pieces: list[Piece] = []
    for one in (patch, flap, knob):
        pieces += both(one)
    return pieces


def _leaf(cloth: Cloth, fold: Curve, front: Curve, outer: Curve, *, lift: float = 0.035) -> Piece:
    """A collar's leaf on the person's left: fold from the nape, front edge, outer edge back."""
    return Piece(
        join(fold, front, outer),
        cloth,
        lift,
        form="neck",
        rim=(0.0035, 0.004),
        roll=Fold(fold, 0.016, 0.010),
        lines=(Line(inset(front, outer[:-6], -0.020), 0.004, 0.0008, 0.91, 0.012),),
        grain_deg=35,
    )


def _pointed(cloth: Cloth, tip: Point, bow: float = 0.0) -> list[Piece]:
    fold = spline(*_FOLD)
    x, y = tip
    front = spline((0.008, -0.148), (0.45 * x + bow, 0.4 * y - 0.065), tip)
    outer = spline(
        tip,
        (0.62 * x + 0.125, 0.5 * y - 0.09),
        (0.335, -0.19),
        (0.322, -0.275),
        (0.298, -0.345),
        _FOLD[0],
    )
    return list(both(_leaf(cloth, fold, front, outer)))


def _stand(cloth: Cloth) -> list[Piece]:
    """The closed band below the leaves, seen where they part at the throat."""
    band = Piece(
        trace("-0.14,-0.185 0,-0.15 0.14,-0.185 | 0.14,-0.1 | 0,-0.055 -0.14,-0.1"),
        cloth,
        0.02,
        form="neck",
        tone=0.94,
    )
    return [band]


def _classic(cloth: Cloth, part: Shirt) -> list[Piece]:
    return [*_pointed(cloth, (0.175, 0.085))]


def _spread(cloth: Cloth, part: Shirt) -> list[Piece]:
    return [*_pointed(cloth, (0.265, 0.035), 0.02)]


def _button_down(cloth: Cloth, part: Shirt) -> list[Piece]:
    tip = (0.185, 0.095)
    knob = button((tip[0] + 0.005, tip[1] - 0.032), 0.015, part.buttons)
    return [*_pointed(cloth, tip, 0.022), *both(knob)]


def _wing(cloth: Cloth, part: Shirt) -> list[Piece]:
    stand = Piece(
        trace(
            "0.275,-0.36 0.262,-0.3 0.2,-0.22 0.1,-0.165 -0.015,-0.148 | "
            "-0.015,-0.02 | 0.16,-0.05 0.3,-0.14 0.315,-0.26 0.275,-0.36"
        ),
        cloth,
        0.03,
        form="neck",
        rim=(0.005, 0.004),
    )
    wing = Piece(
        trace("0.012,-0.15 0.075,-0.165 | 0.115,-0.06 | 0.06,-0.09 0.012,-0.15"),
        cloth,
        0.045,
        form="neck",
        rim=(0.005, 0.006),
    )
    return [*both(stand), *both(wing)]


def _band(cloth: Cloth, part: Shirt) -> list[Piece]:
    band = Piece(
        trace(
            "0.272,-0.34 0.262,-0.285 0.205,-0.215 0.1,-0.155 0.03,-0.132 | "
            "-0.02,-0.115 -0.03,-0.06 | 0.1,-0.075 0.24,-0.125 0.318,-0.19 "
            "0.296,-0.28 0.272,-0.34"
        ),
        cloth,
        0.02,
        form="neck",
        rim=(0.006, 0.006),
    )
    return [band.mirrored(), band, button((0.0, -0.095), 0.022, part.buttons)]


def _open(cloth: Cloth, part: Shirt) -> list[Piece]:
    """Unbuttoned at the throat: the fronts fall apart, the leaves lie on them."""
    facing = Piece(
        join(
            spline((0.262, -0.30), (0.22, -0.12), (0.12, 0.06), (0.0, _OPEN_DEPTH + 0.02)),
            spline(
                (0.0, _OPEN_DEPTH + 0.02), (0.13, 0.14), (0.25, -0.02), (0.33, -0.2), (0.262, -0.30)
            ),
        ),
        cloth,
        0.012,
        tone=0.9,
        rim=(0.006, 0.006),
    )
    fold = trace("0.272,-0.372 0.266,-0.3 0.232,-0.16 0.165,-0.03")
    front = trace("0.165,-0.03 0.22,0.05 0.285,0.135")
    outer = trace(
        "0.285,0.135 0.322,0.02 0.345,-0.09 0.345,-0.19 0.325,-0.28 0.3,-0.345 0.272,-0.372"
    )
    return [*both(facing), *both(_leaf(cloth, fold, front, outer))]


def _camp(cloth: Cloth, part: Shirt) -> list[Piece]:
    """A one-piece collar that lies flat and open, with small lapels of the front itself."""
    lapel = Piece(
        join(
            spline((0.255, -0.22), (0.20, -0.04), (0.10, 0.14), (0.0, _OPEN_DEPTH + 0.02)),
            spline((0.0, _OPEN_DEPTH + 0.02), (0.19, 0.20), (0.34, 0.09)),
            trace("0.34,0.09 0.26,0.02 0.255,-0.22"),
        ),
        cloth,
        0.022,
        rim=(0.006, 0.006),
        roll=Fold(trace("0.25,-0.2 0.2,-0.04 0.1,0.14"), 0.016, 0.012),
    )
    fold = trace("0.275,-0.34 0.268,-0.28 0.255,-0.18 0.225,-0.03")
    front = trace("0.225,-0.03 0.31,0.01 0.375,0.075")
    outer = trace("0.375,0.075 0.42,-0.02 0.42,-0.13 0.375,-0.23 0.325,-0.3 0.275,-0.34")
    return [*both(lapel), *both(_leaf(cloth, fold, front, outer))]


def _peter_pan(cloth: Cloth, part: Shirt) -> list[Piece]:
    inner = trace("0.272,-0.245 0.255,-0.2 0.17,-0.12 0.008,-0.075")
    outer = trace(
        "0.008,-0.075 0.03,0.03 0.11,0.115 0.21,0.1 0.33,0 0.4,-0.12 0.36,-0.2 0.272,-0.245"
    )
    leaf = Piece(
        join(inner, outer),
        cloth,
        0.022,
        form="collar",
        rim=(0.006, 0.006),
        roll=Fold(inner, 0.014, 0.012),
        lines=(Line(offset(outer, -0.018), 0.003, 0.0006, 0.92, 0.012),),
    )
    return list(both(leaf))


_COLLARS: Final[dict[str, Callable[[Cloth, Shirt], list[Piece]]]] = {
    "classic": _classic,
    "spread": _spread,
    "button_down": _button_down,
    "wing": _wing,
    "band": _band,
    "open": _open,
    "camp": _camp,
    "peter_pan": _peter_pan,
}
