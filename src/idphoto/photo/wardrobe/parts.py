"""What of the person is hair, what skin, what clothes.

Each part has a colour model (a smoothed histogram in Lab) and a place (how likely it is at each
spot round a face). The face's landmarks give the first samples: the oval is skin, what stands above
the forehead is hair or headgear, what fills the bottom is cloth. From there expectation and
maximisation take turns, each time smoothed along the picture's edges. All that happens on a small
grid; a guided filter carries the result onto the full one.

Headgear, a hijab too, has the colour found above the forehead, so it counts as hair: it stays with
the person, as hair does. A beard is in the oval and counts as skin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN, LEFT_CHEEK, RIGHT_CHEEK
from idphoto.face.outline import face_outline, fill_outline
from idphoto.imaging.arrays import Mask
from idphoto.imaging.filters import ramp
from idphoto.photo.edges import LinearFit

# The small grid: so many pixels from chin to crown.
_GRID_HEAD_PX: Final = 110
_ROUNDS: Final = 2
# The histogram: levels of L, a and b, of width 16, 4 and 4 in OpenCV's 8-bit Lab, a and b about
# their middle: no skin, no hair and little cloth is more colourful.
_LEVELS: Final = (16, 32, 32)
_HAIR, _SKIN, _CLOTH = 0, 1, 2
# Skin under the chin and at the neck's sides has the face's colour at these shares of its light.
_SHADES: Final = (1.0, 0.85, 0.7, 0.55, 0.42, 0.3)
# ... and hair's ends may be fairer, or darker in the neck's shade, than its top.
_HAIR_SHADES: Final = (1.0, 1.35, 0.65)
# In the canonical face model: eyes with brows, and lips, as boxes round these landmarks.
_RIGHT_EYE: Final = (70, 63, 105, 66, 107, 133, 145, 33)
_LEFT_EYE: Final = (300, 293, 334, 296, 336, 362, 374, 263)
_LIPS: Final = (61, 0, 291, 17)
_BROW: Final = 105, 334
# A colour no sample shows is still possible: the density of a model's floor, over the whole
# histogram.
_FLOOR: Final = 0.02
# Hair hangs from the head: from above the mouth, where no collar reaches.
_ABOVE_COLLARS: Final = -0.3
# A beard grows so far beyond the oval, in head heights.
_BEARD: Final = 0.15
# Where more than this of the chest looks like hair, or like skin, the clothes are of that colour.
_SAME_COLOUR: Final = 0.6
# How far the likelier part is preferred on the full grid.
_DECIDED: Final = 0.3
_GUIDE_RADIUS: Final = 3
_GUIDE_EPS: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Parts:
    """Soft masks, float32 ``(H, W)``, 0–1, whose sum is the matte: hair with headgear, skin with
    the whole face, and cloth."""

    hair: Mask
    skin: Mask
    cloth: Mask


@dataclass(frozen=True, slots=True)
class _Grid:
    """The small grid: ``scale`` times the photo's pixels. ``u``, ``v``: how far each of its pixels
    lies to the right of and below the chin, in head heights."""

    rgb: NDArray[np.uint8]
    alpha: Mask
    mesh: NDArray[np.float64]
    u: Mask
    v: Mask
    scale: float


def separate(
    rgb: NDArray[np.uint8], alpha: Mask, mesh: NDArray[np.float64], head_height_px: float
) -> Parts:
    """The person's parts.

    ``rgb``: uint8 ``(H, W, 3)``. ``alpha``: float32 ``(H, W)``, 0–1, the person's matte on the same
    grid. ``mesh``: float64 ``(478, 2)`` or more columns, the face's landmarks in its pixels,
    levelled. ``head_height_px``: chin to crown.
    """
    grid = _shrunk(rgb, alpha, mesh[:, :2], head_height_px)
    guide = grid.rgb.astype(np.float32) * np.float32(1 / 255)
    fit = LinearFit.of(guide, _GUIDE_RADIUS, _GUIDE_EPS)
    hair, skin = _enlarged(rgb, fit, _settled(grid, fit))
    face = fill_outline(face_outline(mesh), rgb.shape[:2])
    skin = np.maximum(skin, face)
    hair = np.minimum(hair, 1.0 - skin)
    hair, skin = hair * alpha, skin * alpha
    return Parts(hair, skin, np.maximum(alpha - hair - skin, 0.0))


def _shrunk(
    rgb: NDArray[np.uint8], alpha: Mask, mesh: NDArray[np.float64], head_height_px: float
) -> _Grid:
    scale = min(1.0, _GRID_HEAD_PX / head_height_px)
    height, width = alpha.shape
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    matte = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.float32)
    points = mesh * (size[0] / width, size[1] / height)
    head = head_height_px * scale
    centre = (points[RIGHT_CHEEK, 0] + points[LEFT_CHEEK, 0] + 2 * points[CHIN, 0]) / 4
    x, y = np.arange(size[0], dtype=np.float32) + 0.5, np.arange(size[1], dtype=np.float32) + 0.5
    u, v = np.meshgrid((x - centre) / head, (y - points[CHIN, 1]) / head)
    return _Grid(small, matte, points, u.astype(np.float32), v.astype(np.float32), scale)


def _places(grid: _Grid) -> NDArray[np.float32]:
    """How likely each part is where: ``(3, h, w)``, hair, skin, cloth, summing to 1."""
    u, v = np.abs(grid.u), grid.v
    head = _head_px(grid)
    oval = fill_outline(face_outline(grid.mesh), u.shape)
    brow = float(grid.v[0, 0] + (grid.mesh[list(_BROW), 1].mean() - 0.5) / head)
    beyond = _distance(oval > 0) / head
    # beside the neck and on the shoulders hair may fall, further down it becomes rare
    below = ramp(v, 0.0, 0.35)
    deep = ramp(v, 0.35, 0.8)
    neck = 1.0 - ramp(u, 0.2, 0.3)
    hair = 0.8 - 0.5 * below - 0.08 * deep
    hair = hair * (1.0 - 0.8 * neck * ramp(v, -0.1, 0.05) * (1.0 - deep))
    cloth = 0.03 + 0.07 * ramp(v, -0.3, 0.0) + 0.6 * below + 0.2 * deep
    skin = 0.015 + 0.75 * neck * ramp(v, -0.15, 0.0) * (1.0 - 0.7 * deep) + 0.2 * below
    # forehead, temples and ears: up to a tenth of a head outside of the oval
    near = np.clip(1.0 - beyond / 0.1, 0.0, 1.0) * (v < 0.0)
    skin = skin + near * np.where(v > brow, 0.6, 0.25)
    cloth = np.where(v < brow, 0.005, cloth)
    stack = np.stack([hair, skin, cloth]).astype(np.float32)
    stack[:, oval > 0] = np.array([[0.0], [1.0], [0.0]])
    return stack / stack.sum(axis=0)  # type: ignore[no-any-return]


def _settled(grid: _Grid, fit: LinearFit) -> NDArray[np.float32]:
    """The shares of hair, skin and cloth of each pixel, ``(3, h, w)``, summing to 1."""
    bins = _bins(grid.rgb)
    solid = grid.alpha > 0.9
    head = _head_px(grid)
    skin = _skin_model(grid)
    oval = fill_outline(face_outline(grid.mesh), grid.alpha.shape) > 0
    brow = float(grid.v[0, 0] + (grid.mesh[list(_BROW), 1].mean() - 0.5) / head)
    above = solid & (grid.v < brow) & (_distance(oval) > 0.02 * head)
    # a bald head is skin above the brows too: what looks like it is no sample of hair
    likely_skin = skin[bins] > 1.0
    hair_seed = above & ~likely_skin
    if hair_seed.sum() < 0.1 * max(1, above.sum()):
        hair_seed = above
    hair = _shaded_model(grid.rgb[hair_seed], _HAIR_SHADES)
    bottom = solid & (grid.v > 0.35) & (np.abs(grid.u) < 0.6)
    middle = bottom & (np.abs(grid.u) < 0.25)
    # long hair before the clothes and bare skin are no samples of cloth, unless most of it looks so
    for like in (hair[bins] > 1.0, likely_skin):
        if middle.any() and like[middle].mean() < _SAME_COLOUR:
            bottom &= ~like
    models = [
        hair,
        skin,
        _model(bins, bottom.astype(np.float32), floor=0.15),
    ]
    shares = places = _places(grid)
    for turn in range(_ROUNDS):
        shares = _posterior(models, bins, places)
        if turn + 1 < _ROUNDS:
            shares = np.stack([cv2.blur(share, (3, 3)) for share in shares])
            models = [
                0.5 * hair + 0.5 * _model(bins, hair_seed + solid * (shares[_HAIR] > 0.7)),
                0.5 * skin + 0.5 * _model(bins, solid * (shares[_SKIN] > 0.7)),
                _model(bins, solid * (shares[_CLOTH] > 0.7), floor=0.05),
            ]
    shares = _smoothed(fit, shares)
    shares = _closed(shares, models[_HAIR][bins] > 1.0, grid)
    # of a colour that the clothes do not have, at the chin: a beard
    beard = (_distance(oval) < _BEARD * head) & (grid.v > -0.15) & (models[_CLOTH][bins] < 1.0)
    return _gathered(shares, oval, beard, grid)


def _closed(
    shares: NDArray[np.float32], hair_like: NDArray[np.bool_], grid: _Grid
) -> NDArray[np.float32]:
    """Gaps between locks filled where their colour may be hair's; laces and seams taken out."""
    hair = (shares[_HAIR] > 0.5).astype(np.uint8)
    round_ = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9))
    closed = cv2.morphologyEx(hair, cv2.MORPH_CLOSE, round_)
    filled = (closed > hair) & hair_like & (grid.v < 0.6) & (shares[_SKIN] < 0.3)
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    thin = (closed > opened) & (grid.v > 0.1) & ~filled
    out = shares.copy()
    out[_HAIR] = np.where(filled, np.maximum(out[_HAIR], 0.8), np.where(thin, 0.0, out[_HAIR]))
    out[_SKIN] = np.minimum(out[_SKIN], 1.0 - out[_HAIR])
    out[_CLOTH] = 1.0 - out[_HAIR] - out[_SKIN]
    return out


def _gathered(
    shares: NDArray[np.float32], oval: NDArray[np.bool_], beard: NDArray[np.bool_], grid: _Grid
) -> NDArray[np.float32]:
    """Hair that does not hang together with the head's is cloth of its colour, or a ``beard``; skin
    that does not hang together with the face, but touches hair, is a lighter strand."""
    seen = grid.alpha > 0.3
    skin = seen & (shares[_SKIN] > 0.5)
    own = _reached(skin | oval, oval)
    orphans = skin & ~own
    hair = seen & (shares[_HAIR] > 0.5)
    held = _reached(hair | orphans, hair & (grid.v < _ABOVE_COLLARS))
    bearded = hair & ~held & beard
    locks, bare = _around(held), _around(own | bearded)
    strands = _around(orphans & held)
    out = np.empty_like(shares)
    out[_HAIR] = np.maximum(shares[_HAIR] * locks, shares[_SKIN] * strands * (1.0 - bare))
    out[_HAIR] *= 1.0 - bearded
    out[_SKIN] = np.maximum(shares[_SKIN] * bare, bearded)
    both = np.maximum(out[_HAIR] + out[_SKIN], 1.0)
    out[:2] /= both
    # a glint within the hair is no cloth: that comes up from below, or stands beside
    rest = 1.0 - out[_HAIR] - out[_SKIN]
    other = seen & (rest > 0.3)
    outside = cv2.dilate((grid.alpha < 0.5).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    worn = _around(_reached(other, other & ((grid.v > 0.05) | outside)))
    out[_CLOTH] = rest * worn
    on_face = out[_SKIN] > out[_HAIR]
    out[_SKIN] += np.where(on_face, rest * (1.0 - worn), 0.0)
    out[_HAIR] += np.where(on_face, 0.0, rest * (1.0 - worn))
    return out


def _around(which: NDArray[np.bool_]) -> Mask:
    """1 there and a pixel around, fading over two more."""
    grown = cv2.dilate(which.astype(np.float32), np.ones((5, 5), np.uint8))
    return cv2.blur(grown, (3, 3))  # type: ignore[return-value]


def _reached(parts: NDArray[np.bool_], seeds: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those connected parts that hold a seed."""
    labels = np.asarray(cv2.connectedComponents(parts.astype(np.uint8), connectivity=4)[1], np.intp)
    held = np.zeros(int(labels.max()) + 1, bool)
    held[labels[seeds]] = True
    held[0] = False
    return held[labels]


def _posterior(
    models: list[NDArray[np.float32]], bins: NDArray[np.intp], places: NDArray[np.float32]
) -> NDArray[np.float32]:
    shares = np.stack([model[bins] for model in models]) * places
    return shares / (shares.sum(axis=0) + 1e-9)  # type: ignore[no-any-return]


def _smoothed(fit: LinearFit, shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """The shares made to agree along the picture's edges."""
    out = np.empty_like(shares)
    for part in (_HAIR, _SKIN):
        slope, offset = fit.to(shares[part])
        out[part] = np.clip(_dot(slope, fit.guide) + offset, 0.0, 1.0)
    both = np.maximum(out[_HAIR] + out[_SKIN], 1.0)
    out[_HAIR] /= both
    out[_SKIN] /= both
    out[_CLOTH] = 1.0 - out[_HAIR] - out[_SKIN]
    return out


def _enlarged(
    rgb: NDArray[np.uint8], fit: LinearFit, shares: NDArray[np.float32]
) -> tuple[Mask, Mask]:
    """Hair and skin on the full grid, their edges those of the full picture."""
    height, width = rgb.shape[:2]
    full = rgb.astype(np.float32)
    full *= np.float32(1 / 255)
    found = []
    for part in (_HAIR, _SKIN):
        sure = np.clip(2.0 * shares[part] - 0.5, 0.0, 1.0)
        slope, offset = fit.to(sure)
        fitted = _dot(np.asarray(cv2.resize(slope, (width, height)), np.float32), full)
        fitted += cv2.resize(offset, (width, height))
        # a lock's darker gaps are hair all the same: what is likelier is taken for most of it
        fitted *= 1.0 + 2.0 * _DECIDED
        fitted -= _DECIDED
        found.append(np.clip(fitted, 0.0, 1.0, out=fitted))
    hair, skin = found
    both = np.maximum(hair + skin, 1.0)
    return hair / both, skin / both


# --- colour models ------------------------------------------------------------------------------


def _skin_model(grid: _Grid) -> NDArray[np.float32]:
    """From the oval without eyes, brows and lips, in all the shades that a neck may have."""
    inside = fill_outline(face_outline(grid.mesh), grid.alpha.shape)
    size = 2 * max(1, round(0.02 * _GRID_HEAD_PX)) + 1
    inside = np.asarray(cv2.erode(inside, np.ones((size, size), np.uint8)), np.float32)
    for feature in (_RIGHT_EYE, _LEFT_EYE, _LIPS):
        left, top = np.floor(grid.mesh[list(feature)].min(axis=0)).astype(int)
        right, bottom = np.ceil(grid.mesh[list(feature)].max(axis=0)).astype(int)
        inside[max(0, top) : bottom + 1, max(0, left) : right + 1] = 0
    samples = grid.rgb[inside > 0].reshape(-1, 3)
    if not len(samples):
        samples = grid.rgb.reshape(-1, 3)
    light = samples.sum(axis=1)
    # glints, and a beard's and glasses' darkness, are no colours of skin
    low, high = np.percentile(light, (20, 97))
    samples = samples[(light >= low) & (light <= high)]
    own = _shaded_model(samples, _SHADES)
    # ... but a beard grows on below the oval, and belongs to the face
    chin = (inside > 0) & (grid.v > -0.14) & (np.abs(grid.u) < 0.2)
    if not chin.any():
        return own
    return 0.7 * own + 0.3 * _shaded_model(grid.rgb[chin], (1.0, 0.8, 0.6))


def _shaded_model(samples: NDArray[np.uint8], shades: tuple[float, ...]) -> NDArray[np.float32]:
    """The colours of ``samples`` ``(N, 3)``, in several shades; the first, their own, weighs most.

    A share of linear light is that share to the power of 1/2.2, about, in sRGB. Without samples
    every colour is as likely.
    """
    if not len(samples):
        return np.ones(_LEVELS[0] * _LEVELS[1] * _LEVELS[2], np.float32)
    own = samples.astype(np.float32)
    shaded = np.concatenate([np.minimum(own * share**0.45, 255.0) for share in shades])
    weights = np.linspace(1.0, 0.4, len(shades), dtype=np.float32)
    return _model(_bins(shaded.astype(np.uint8)[None])[0], np.repeat(weights, len(samples)))


def _bins(rgb: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Each pixel's place in the histogram: ``(h, w)``."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.intp)
    level, a, b = lab[..., 0] >> 4, lab[..., 1] - 64 >> 2, lab[..., 2] - 64 >> 2
    a, b = np.clip(a, 0, _LEVELS[1] - 1), np.clip(b, 0, _LEVELS[2] - 1)
    return (level * _LEVELS[1] + a) * _LEVELS[2] + b  # type: ignore[no-any-return]


def _model(
    bins: NDArray[np.intp], weights: NDArray[np.floating], floor: float = _FLOOR
) -> NDArray[np.float32]:
    """A part's colours: the density over the histogram relative to an even one, flat."""
    size = _LEVELS[0] * _LEVELS[1] * _LEVELS[2]
    counts = np.bincount(bins.ravel(), np.asarray(weights, np.float32).ravel(), size)
    planes = counts.reshape(_LEVELS).transpose(1, 2, 0).astype(np.float32)
    blurred = np.asarray(cv2.GaussianBlur(planes, (5, 5), 0.9)).reshape(-1, _LEVELS[0])
    blurred = np.asarray(cv2.GaussianBlur(blurred, (5, 1), 0.8), np.float32)
    density = blurred.reshape(_LEVELS[1], _LEVELS[2], _LEVELS[0]).transpose(2, 0, 1).ravel()
    total = float(density.sum())
    if total <= 0:
        return np.ones(size, np.float32)
    return (1.0 - floor) * density * (size / total) + floor


# --- shapes -------------------------------------------------------------------------------------


def _dot(a: NDArray[np.float32], b: NDArray[np.float32]) -> Mask:
    return np.einsum("ijk,ijk->ij", a, b)  # type: ignore[no-any-return]


def _head_px(grid: _Grid) -> float:
    """Head height on a grid that is as fine as the photo."""
    return float(1.0 / max(1e-6, grid.v[1, 0] - grid.v[0, 0]))


def _distance(which: NDArray[np.bool_]) -> Mask:
    return cv2.distanceTransform((~which).astype(np.uint8), cv2.DIST_L2, 3)  # type: ignore[return-value]
