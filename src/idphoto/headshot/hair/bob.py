"""A bob: the person's own hair down to the ears or the jaw, continued by drawn strands.

The person's own hair keeps its pixels wherever it is long enough. Hair beyond the cut is removed.
Where the cut needs more hair, it is drawn in the colours of the hair next to it. The face's oval
stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN, LEFT_CHEEK, RIGHT_CHEEK
from idphoto.face.outline import face_outline
from idphoto.headshot.hair.cut import LEVELS, TIP_V, Crown, Side, crown_over, cut_sides, under
from idphoto.headshot.hair.own import OwnHair, guide, own_hair, palette, refuse, too_short
from idphoto.headshot.hair.paint import Dye, HairLayer, blurred, filled, paint
from idphoto.headshot.hair.place import Place
from idphoto.headshot.hair.strands import grow, grow_behind
from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.body import Light
from idphoto.photo.wardrobe.parts import Parts

_PARTING_U: Final = 0.03
_BEHIND_LIGHT: Final = 0.50
# The fully opaque part begins here, and ends this far above the tips.
_SURE_V: Final = -0.60
_SHORT_OF_TIPS: Final = 0.045


@dataclass(frozen=True, slots=True)
class Bob:
    """A bob on the photo's grid: the hair in front of the person and the hair behind."""

    front: HairLayer
    back: HairLayer
    shadow: Field
    """float32 ``(H, W)``, 0–1: factor on everything under the hair."""
    kept: Field
    """float32 ``(H, W)``, 0–1: the person's own hair that stays."""


def draw_bob(
    rgb: NDArray[np.uint8],
    alpha: Field,
    parts: Parts,
    mesh: NDArray[np.float64],
    head_height_px: float,
    light: Light,
) -> Bob:
    """The bob of this person.

    ``rgb``: uint8 ``(H, W, 3)``, the photo; ``alpha``: float32 ``(H, W)``, the person's matte, on
    the same grid, as are ``parts``; ``mesh``: float64 ``(478, 3)`` in its pixels.

    Raises:
        CannotStyleHair: the head is bald, or a scarf covers it.
    """
    middle = float(mesh[RIGHT_CHEEK, 0] + mesh[LEFT_CHEEK, 0]) / 2
    place = Place(middle, float(mesh[CHIN, 1]), head_height_px)
    refuse(parts, mesh, place)
    colours = palette(rgb, parts, place)
    sides = cut_sides(parts, mesh, place, _PARTING_U)
    crown = None
    if too_short(parts.hair, mesh, place):
        crown = crown_over(parts, mesh, place, _PARTING_U)
        sides = under(crown, sides[0]), under(crown, sides[1])
    own = own_hair(parts, sides, place)
    near = guide(rgb, parts, place, colours) if crown is None else _everywhere(colours[1], alpha)
    dye = Dye(near, colours)
    draw = np.random.default_rng(11)
    shape = alpha.shape
    region = np.maximum(*(_sure(side, place, shape) for side in sides))
    if crown is not None:
        region = np.maximum(region, _crowned(crown, sides, place, shape))
    front = paint(grow(sides, draw, crown), region, sides, place, dye, light, crown)
    if crown is None:
        front = HairLayer(
            front.rgb, front.alpha * (1.0 - own.shows) * _begins(parts.skin, sides, place)
        )
    back = paint(grow_behind(sides, draw), _behind(sides, place, shape), sides, place, dye, light)
    back = HairLayer(back.rgb * np.float32(_BEHIND_LIGHT), back.alpha)
    shadow = _shadow(front, own, place) * _jaw_shadow(parts.hair - own.stays, mesh, place)
    return Bob(front, back, shadow, own.stays)


def without_hair(parts: Parts, bob: Bob) -> Parts:
    """The parts, with removed hair counted as cloth: dressing takes it off."""
    hair = np.minimum(parts.hair, bob.kept)
    return replace(parts, hair=hair, cloth=parts.cloth + parts.hair - hair)


def lay_bob(
    rgb: NDArray[np.uint8], alpha: Field, oval: Field, bob: Bob
) -> tuple[NDArray[np.uint8], Field]:
    """A dressed person with the bob in front and behind: uint8 ``(H, W, 3)``, and the new matte.

    ``rgb``, ``alpha``: the person; ``oval``: 1 where nothing may change.
    """
    # the mesh's outline may run outside the face, where there may be hair
    oval = oval * np.clip(4.0 * alpha - 1.0, 0.0, 1.0)
    own = rgb.astype(np.float32) / 255.0
    free = (1.0 - oval)[..., None]
    shaded = own * (1.0 - free * (1.0 - bob.shadow[..., None]))
    below = bob.back.alpha * (1.0 - alpha)
    share = alpha + below
    out = shaded + (below / np.maximum(share, 1e-4))[..., None] * (bob.back.rgb - shaded)
    top = bob.front.alpha * (1.0 - oval)
    left = share * (1.0 - top)
    total = top + left
    out = out + (top / np.maximum(total, 1e-4))[..., None] * (bob.front.rgb - out)
    pixels = (np.clip(out, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    face = oval > 0.999
    pixels[face] = rgb[face]
    return pixels, np.clip(total, 0.0, 1.0)


def _everywhere(colour: NDArray[np.float32], like: Field) -> Field:
    """One colour for the whole grid: beside cropped hair there is skin, not more hair."""
    return np.broadcast_to(colour, (*like.shape, 3))


def _sure(side: Side, place: Place, shape: tuple[int, ...]) -> Field:
    """Where this side's hair is opaque."""
    v = LEVELS[(_SURE_V <= LEVELS) & (TIP_V[1] - _SHORT_OF_TIPS >= LEVELS)]
    near, far = (np.column_stack([side.at(np.full(len(v), at), v), v]) for at in (0.05, 0.93))
    return filled(np.vstack([near, far[::-1]]), place, shape, 0.006)


def _crowned(crown: Crown, sides: tuple[Side, Side], place: Place, shape: tuple[int, ...]) -> Field:
    """Where a drawn crown is opaque: everywhere but at its parting."""
    turn = np.linspace(0.06, 1.0, 24)
    both = []
    for side in sides:
        near, far = (crown.arch(side, np.full(24, at), turn) for at in (0.10, 0.95))
        both.append(filled(np.vstack([near, far[::-1]]), place, shape, 0.006))
    return np.maximum(*both)


def _behind(sides: tuple[Side, Side], place: Place, shape: tuple[int, ...]) -> Field:
    """The area within the outline, down to the nape, where no background may show through."""
    v = LEVELS[(LEVELS >= -0.62) & (LEVELS <= 0.02)]
    far = 0.92 - 0.5 * np.clip((v + 0.14) / 0.16, 0.0, 1.0) ** 2
    left, right = (np.column_stack([side.at(far, v), v]) for side in sides)
    return filled(np.vstack([left, right[::-1]]), place, shape, 0.006)


def _begins(skin: Field, sides: tuple[Side, Side], place: Place) -> Field:
    """Where drawn hair begins, as a factor: float32 ``(H, W)``.

    It emerges from the person's own hair above the temples, but not over bare skin there.
    """
    u, v = place.grid(*skin.shape)
    left, right = (side.at(np.full(1, 0.5), v).astype(np.float32) for side in sides)
    within = np.clip((u - left) / 0.03, 0.0, 1.0) * np.clip((right - u) / 0.03, 0.0, 1.0)
    bare = blurred(skin, 0.008, place) * within * np.clip((-0.48 - v) / 0.14, 0.0, 1.0)
    return np.clip((v + 0.95) / 0.28, 0.0, 1.0) * (1.0 - bare)  # type: ignore[no-any-return]


def _jaw_shadow(gone: Field, mesh: NDArray[np.float64], place: Place) -> Field:
    """The face's shadow on the neck that ``gone`` hair has hidden: float32 ``(H, W)``, a factor."""
    face = filled(place.heads(face_outline(mesh)), place, gone.shape, 0.045)
    _, v = place.grid(*gone.shape)
    bared = blurred(gone, 0.02, place)
    return 1.0 - 0.55 * np.clip(2.0 * face, 0.0, 1.0) * bared * np.clip((v + 0.2) / 0.1, 0.0, 1.0)  # type: ignore[no-any-return]


def _shadow(front: HairLayer, own: OwnHair, place: Place) -> Field:
    hair = np.maximum(front.alpha, own.stays)
    soft = blurred(hair, 0.03, place)
    contact = blurred(hair, 0.010, place)
    shadow = 0.28 * np.clip(soft, 0.0, 1.0) + 0.20 * np.clip(contact, 0.0, 1.0)
    _, v = place.grid(*hair.shape)
    shadow = shadow * np.clip((v + 0.66) / 0.2, 0.0, 1.0)
    return (1.0 - shadow * (1.0 - own.stays)).astype(np.float32)  # type: ignore[no-any-return]
