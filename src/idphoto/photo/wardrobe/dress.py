"""Taking the old clothes off and putting a rendered garment on.

Layers from the back: hair, the garment's back, neck and chest, its front, hair that falls over it,
the face. What the old clothes covered and the new ones do not is skin again near the neck, and
background elsewhere.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.errors import CannotDress
from idphoto.face.outline import soft_oval
from idphoto.imaging.arrays import Field, Rgb
from idphoto.photo.edges import true_colours
from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.neck import bare_skin, cheek_colour, neck_shape, window
from idphoto.photo.wardrobe.parts import Parts
from idphoto.photo.wardrobe.render import GarmentLayers, RenderedLayer

MAX_DRAWN_SKIN: Final = 0.13
"""Skin that the photo hides and the garment bares, in square head heights: where an open collar
takes the place of a T-shirt it comes to 0.1, of a tie to 0.16."""
# Less of it is too much where hardly any neck of the person's own goes over into it.
_LITTLE, _MOSTLY_DRAWN = 0.09, 0.85
_SHRINK: Final = 4
# A lock that falls further than this over the garment lies in front of it, in head heights; hair
# that ends at the shoulders lies behind.
_HAIR_FALL: Final = 0.15
# Hair shades the garment it lies on.
_HAIR_SHADE: Final = 0.22
# Skin so near to old cloth lies in its shadow and is drawn anew, in head heights.
_CONTACT: Final = 0.012
# From there the drawn skin fades into the person's own over about twice this length.
_FADE: Final = 0.025
# The jaw's corners are so far above the chin: further up, skin is face and ears.
_JAW: Final = 0.12
# So far above the neck's base, skin so far beside the measured neck is kept: in head heights.
_NECK_MARGIN: Final = ((0.0, 0.25, 0.45), (0.0, 0.045, 0.6))
# A factor on light is about this power of itself in sRGB.
_SRGB_POWER: Final = 0.45


def dress(
    rgb: NDArray[np.uint8],
    alpha: Field,
    parts: Parts,
    mesh: NDArray[np.float64],
    body: Body,
    light: Light,
    layers: GarmentLayers,
) -> tuple[NDArray[np.uint8], Field]:
    """The person in the garment: uint8 ``(H, W, 3)`` and the new matte, float32 ``(H, W)``, 0–1.

    ``rgb``, ``alpha``: the photo and the person's matte on one grid, as are ``parts`` and
    ``layers``; ``mesh``: float64 ``(478, 2)`` or more columns, in its pixels. Inside the face's
    oval nothing changes. The colours are already those of the foreground, free of the old
    background and the old clothes: they need no ``true_colours``.

    Raises:
        CannotDress: the garment would show skin that the photo does not.
    """
    share = np.minimum(parts.hair + parts.skin, alpha)
    # old cloth mixes into the edges of hair and jaw as the old background does
    colours = true_colours(rgb, share)
    # the face, without what of a collar its outline may hold
    oval = np.minimum(soft_oval(mesh, alpha.shape), parts.front + 1.0 - alpha)
    # further up only hoods and the like are to go
    rows = slice(_first_row(layers, body), alpha.shape[0])
    bared, skin = _bared(colours, alpha, parts, oval, layers.front.alpha, body, light, mesh)
    colours[rows], share[rows] = _stacked(
        colours[rows],
        bared[rows],
        alpha[rows],
        parts.hair[rows],
        skin[rows],
        parts.front[rows],
        oval[rows],
        _cut(layers, rows),
        body.head_height_px,
    )
    out = (np.clip(colours, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    face = oval > 0.999
    out[face] = rgb[face]
    return out, _without_scraps(share, oval)


def _bared(
    colours: Rgb,
    alpha: Field,
    parts: Parts,
    oval: Field,
    front: Field,
    body: Body,
    light: Light,
    mesh: NDArray[np.float64],
) -> tuple[Rgb, Field]:
    """The photo with neck and chest drawn where cloth was, and where skin is now: float32
    ``(H, W)``, 0–1."""
    unit = body.head_height_px
    at = rows, _ = window(body, oval.shape)
    face, skin, hair = oval[at], parts.skin[at], parts.hair[at]
    below = (np.arange(rows.start, rows.stop) > body.chin[1] - _JAW * unit)[:, None]
    shape = neck_shape(body, mesh, at)
    # near old cloth skin lies in its shadow, and is partly cloth
    side = 2 * max(1, round(_CONTACT * unit)) + 1
    around = np.ones((side, side), np.uint8)
    cloth = cv2.dilate(parts.cloth[at], around)
    cheek = cheek_colour(colours, mesh)
    doubt = cv2.blur(cloth * below, (side, side)) * (1.0 - face)
    own = skin * (1.0 - doubt) * np.maximum(_beside(shape, rows, body), face)
    covered = np.maximum(alpha[at], _between(front[at])) * shape
    new = np.clip(covered - own - hair, 0.0, 1.0) * below
    _refuse_drawn(new * (1.0 - front[at]), own * (1.0 - front[at]) * (1.0 - face) * below, unit)
    known = np.clip(skin - 2.0 * cv2.dilate(cloth, around) - face, 0.0, 1.0)
    drawn = bare_skin(colours, known, body, light, cheek, at)
    bared = colours.copy()
    faded = 2.0 * cv2.GaussianBlur(cloth * below, (0, 0), _FADE * unit)
    faded = np.minimum(faded, 1.0) * own * (1.0 - parts.front[at])
    weight = np.maximum(new / (new + own + hair + 1e-3), faded)
    bared[at] += weight[..., None] * (drawn - bared[at])
    # bare shoulders, arms and hands go with the old clothes: the new ones have sleeves
    now = parts.skin.copy()
    now[max(0, int(body.chin[1] - _JAW * unit)) :] = 0.0
    now[at] = own + new
    return bared, now


def _refuse_drawn(drawn: Field, own: Field, unit: float) -> None:
    """Raises ``CannotDress`` where more skin in sight would be drawn than looks real."""
    area = float(drawn.sum()) / unit**2
    share = float(drawn.sum() / max(1.0, float(drawn.sum() + own.sum())))
    limit = _LITTLE if share > _MOSTLY_DRAWN else MAX_DRAWN_SKIN
    if area > limit:
        raise CannotDress(
            "the garment leaves skin bare that the photo does not show",
            100 * area,
            100 * limit,
            " %",
            " of the head's height squared",
            "choose one with a higher collar, or use a photo with the neck in sight",
        )


def _beside(shape: Field, rows: slice, body: Body) -> Field:
    """How far skin beside the measured neck is kept: all at the ears, none at the shoulders."""
    unit = body.head_height_px
    base = (body.neck_right[1] + body.neck_left[1]) / 2
    up = (base - np.arange(rows.start, rows.stop, dtype=np.float32)[:, None]) / unit
    margin = np.interp(up, *_NECK_MARGIN).astype(np.float32) * np.float32(unit)
    away = cv2.distanceTransform((shape < 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    return np.maximum(shape, np.clip(margin - away + 0.5, 0.0, 1.0))  # type: ignore[no-any-return]


def _stacked(
    colours: Rgb,
    bared: Rgb,
    alpha: Field,
    hair: Field,
    skin: Field,
    before: Field,
    face: Field,
    layers: GarmentLayers,
    unit: float,
) -> tuple[Rgb, Field]:
    """All layers in one, colours and share, from the back to the front.

    ``colours``: the person's; ``bared``: with the neck drawn. ``alpha``: the person's matte;
    ``hair``, the new ``skin``, what lies ``before`` any garment and ``face``: shares of it.
    """
    front, back = layers.front.alpha, layers.back.alpha
    hanging = _hanging(hair, np.maximum(front, back), unit)
    shade = np.power(np.maximum(layers.shade, 0.0), np.float32(_SRGB_POWER))
    lit = np.asarray(1.0 - skin * (1.0 - face) * (1.0 - shade), np.float32)
    out: Rgb = bared * lit[..., None]
    # what was hair and cloth by halves is hair alone
    hairy = np.asarray(hair / (hair + skin + 1e-3), np.float32)[..., None]
    out = np.asarray(out + hairy * (colours - out), np.float32)
    share: Field = np.minimum(hair + skin, 1.0)
    behind = back * (1.0 - np.minimum(skin + hanging, 1.0))
    out, share = _over(out, share, _as_float(layers.back.rgb), behind)
    worn = _as_float(layers.front.rgb) * _shadow_of(hanging, unit)[..., None]
    out, share = _over(out, share, worn, front)
    out, share = _over(out, share, colours, hanging)
    out, share = _over(out, share, colours, before)
    # nothing covers the face
    out += face[..., None] * (colours - out)
    return out, share + face * (alpha - share)


def _cut(layers: GarmentLayers, rows: slice) -> GarmentLayers:
    front, back = layers.front, layers.back
    return GarmentLayers(
        RenderedLayer(front.rgb[rows], front.alpha[rows]),
        RenderedLayer(back.rgb[rows], back.alpha[rows]),
        layers.shade[rows],
    )


def _hanging(hair: Field, garment: Field, unit: float) -> Field:
    """The share of hair that falls in front of the garment: locks that reach far into it."""
    height, width = hair.shape
    small = max(1, width // _SHRINK), max(1, height // _SHRINK)
    locks = cv2.resize(hair, small, interpolation=cv2.INTER_AREA)
    under = cv2.resize(garment, small, interpolation=cv2.INTER_AREA) > 0.5
    crossing = ((locks > 0.3) & under).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(crossing)
    far = stats[:, cv2.CC_STAT_HEIGHT] * _SHRINK > _HAIR_FALL * unit
    far[0] = False
    chosen = far[labels].astype(np.uint8)
    grown = cv2.dilate(chosen, np.ones((5, 5), np.uint8)).astype(np.float32)
    mask = cv2.resize(grown, (width, height), interpolation=cv2.INTER_LINEAR)
    return hair * mask


def _over(under: Rgb, share: Field, top: Rgb, top_share: Field) -> tuple[Rgb, Field]:
    """``top`` over ``under``: straight colours and the share of both."""
    left = share * (1.0 - top_share)
    total = top_share + left
    weight = (top_share / np.maximum(total, 1e-4))[..., None]
    return under + weight * (top - under), total


def _between(front: Field) -> Field:
    """1 where the garment is on both sides: in its neckline."""
    left = np.maximum.accumulate(front, axis=1)
    right = np.maximum.accumulate(front[:, ::-1], axis=1)[:, ::-1]
    return np.minimum(left, right)


def _shadow_of(hanging: Field, unit: float) -> Field:
    """Factor on the garment's colours: hair shades what it lies on."""
    small = max(1, hanging.shape[1] // _SHRINK), max(1, hanging.shape[0] // _SHRINK)
    blurred = cv2.resize(hanging, small, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(blurred, (0, 0), 0.025 * unit / _SHRINK)
    full = cv2.resize(blurred, (hanging.shape[1], hanging.shape[0]), interpolation=cv2.INTER_LINEAR)
    return 1.0 - np.float32(_HAIR_SHADE) * full


def _first_row(layers: GarmentLayers, body: Body) -> int:
    """The first row that garment or neck touch."""
    used = np.flatnonzero(np.maximum(layers.front.alpha, layers.back.alpha).max(axis=1) > 0.0)
    neck = max(0, int(body.chin[1] - 2 * _JAW * body.head_height_px))
    return min(neck, int(used[0])) if used.size else neck


def _without_scraps(share: Field, oval: Field) -> Field:
    """Without what hangs together with nothing: pieces of hood, other people's hands."""
    height, width = share.shape
    small = max(1, width // _SHRINK), max(1, height // _SHRINK)
    solid = (cv2.resize(share, small, interpolation=cv2.INTER_AREA) > 0.15).astype(np.uint8)
    labels = np.asarray(cv2.connectedComponents(solid)[1], np.intp)
    face = cv2.resize(oval, small, interpolation=cv2.INTER_AREA) > 0.5
    held = np.zeros(int(labels.max()) + 1, bool)
    held[labels[face]] = True
    held[labels[-1]] = True  # the garment, at the photo's bottom
    held[0] = False
    kept = cv2.dilate(held[labels].astype(np.float32), np.ones((3, 3), np.uint8))
    return share * cv2.resize(kept, (width, height), interpolation=cv2.INTER_LINEAR)


def _as_float(rgb: NDArray[np.uint8]) -> Rgb:
    return rgb.astype(np.float32) * np.float32(1 / 255)
