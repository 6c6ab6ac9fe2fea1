"""What of the person is hair, what skin, what clothes.

The segmenter's probabilities say what each pixel shows. What belongs to the head is decided by what
hangs together: hair with the head's hair, a beard with the face, a neck with the jaw. A hat or a
turban is kept with the hair. So is a headscarf that is wrapped round the face, down to its ends,
which have its colours. Everything else goes with the old clothes. All that happens on a small grid;
a guided filter carries the result onto the full one, along the photo's own edges.
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
from idphoto.models.segmenter import BodyPart
from idphoto.photo.edges import LinearFit
from idphoto.photo.wardrobe.seen import GRID_HEAD_PX

# Lengths are in head heights; v is measured down from the chin, u from the face's middle.
_BROW: Final = 105, 334
# Hair hangs from the head: from above the mouth, where no collar reaches.
_ABOVE_COLLARS: Final = -0.3
# A tail behind the neck is seen beside it, above the shoulders.
_BEHIND_NECK_TO: Final = 0.15
# Less than this, in square head heights, is a shadow or a seam taken for hair.
_LEAST_LOCK: Final = 0.004
# Headgear covers at least this share of what the photo shows above the brows.
_HEADGEAR: Final = 0.1
# A headscarf leaves hardly any hair in sight: at most this share of its own area.
_HAIR_IN_SCARF: Final = 0.15
# It goes round under the chin, where a hat leaves the neck bare: sideways, and down from there.
_WRAPPED: Final = 0.5
_THROAT: Final = (0.25, 0.03, 0.15)
# No headscarf hangs further down than this in front; no hat reaches further than the chin.
_SCARF_TO, _HAT_TO = 0.8, -0.05
# The clothes' colours are those of the lowest rows that show the person.
_CHEST: Final = 0.12
# Of a colour that is so much commoner in the clothes than in the hair, it is no strand.
_RATHER: Final = 10.0
_EDGE_PX: Final = 5  # so far from the clothes on the small grid
_UNDER_CHIN: Final = -0.06  # a tilted head's outline may lie over its collar
# Glasses and earrings, so near to the face, are the person's.
_WORN: Final = 0.35
_EARRING_TO: Final = 0.12
# A beard may grow so far below the chin.
_BEARD_TO: Final = 0.7
# Skin below the ears hangs together with the face, or is a hand.
_NECK_FROM: Final = -0.35
# Where old clothes and neck meet: what is unclear there will show beside the new collar.
_COLLAR: Final = (0.45, 0.0, 0.3)
_CLEAR: Final = 0.55
# Cloth beside the head is cloth if it is that probable; less sure, it is a gap in the hair.
_SURELY: Final = 0.7
# Skin further out than ears, beside the neck and above the shoulders, is a hand or an arm.
_BESIDE, _SHOULDERS, _EARS = 0.34, 0.02, 0.13
# Round the chin: sideways, up and down.
_CHIN: Final = (0.2, -0.2, 0.08)
# How far the likelier part is preferred on the full grid.
_DECIDED: Final = 0.3
_GUIDE_RADIUS: Final = 3
_GUIDE_EPS: Final = 1e-4
# A histogram of Lab: levels of L, a and b, of width 16, 4 and 4 in OpenCV's 8-bit Lab.
_LEVELS: Final = (16, 32, 32)


@dataclass(frozen=True, slots=True)
class Parts:
    """Soft masks, float32 ``(H, W)``, 0–1.

    ``hair`` with headgear, ``skin`` with the whole face and its beard, and ``cloth`` sum to the
    matte. ``front``: the share of hair and skin that lies in front of any garment: jaw and beard,
    and a headscarf. ``unclear``: the share, 0–1, of the pixels round the neck of which the
    segmenter does not know what they show. ``stray``: skin beside the head that is neither face nor
    neck, such as hands, as a share of the face's area. ``covered``: what is held before the chin,
    as a share of the region round it.
    """

    hair: Mask
    skin: Mask
    cloth: Mask
    front: Mask
    unclear: float = 0.0
    stray: float = 0.0
    covered: float = 0.0


@dataclass(frozen=True, slots=True)
class _Grid:
    """The small grid. ``u``, ``v``: how far each pixel lies to the right of and below the chin, in
    head heights. ``part``: the likeliest :class:`BodyPart` of each of the person's pixels;
    ``person``: where those are."""

    rgb: NDArray[np.uint8]
    person: NDArray[np.bool_]
    part: NDArray[np.uint8]
    oval: NDArray[np.bool_]
    u: Mask
    v: Mask
    brow: float

    def shows(self, *parts: BodyPart) -> NDArray[np.bool_]:
        return self.person & np.isin(self.part, parts)

    def near_face(self, reach: float) -> NDArray[np.bool_]:
        """Where the oval is no further than ``reach`` head heights."""
        away = cv2.distanceTransform((~self.oval).astype(np.uint8), cv2.DIST_L2, 3)
        return np.asarray(away <= reach * GRID_HEAD_PX)


def separate(
    seen: NDArray[np.float32],
    rgb: NDArray[np.uint8],
    alpha: Mask,
    mesh: NDArray[np.float64],
    head_height_px: float,
) -> Parts:
    """The person's parts.

    ``seen``: float32 ``(h, w, 6)``, as from ``seen.see`` for this photo. ``rgb``: uint8
    ``(H, W, 3)``. ``alpha``: float32 ``(H, W)``, 0–1, the person's matte on the same grid.
    ``mesh``: float64 ``(478, 2)`` or more columns, the face's landmarks in its pixels, levelled.
    ``head_height_px``: chin to crown.
    """
    size_wh = seen.shape[1], seen.shape[0]
    small = cv2.resize(rgb, size_wh, interpolation=cv2.INTER_AREA).astype(np.uint8)
    # the matte says where the person is, the segmenter what of them
    odds = seen[..., 1:] + np.float32(1e-4)
    odds = odds / odds.sum(axis=-1, keepdims=True)
    grid = _grid(small, odds, alpha, mesh, head_height_px)
    hair, skin, front, covered = _shares(odds, grid)
    fit = LinearFit.of(small.astype(np.float32) / np.float32(255.0), _GUIDE_RADIUS, _GUIDE_EPS)
    hair, skin, front = _enlarged(rgb, fit, (hair, skin, front))
    face = fill_outline(face_outline(mesh), rgb.shape[:2])
    face *= 1.0 - cv2.resize(covered, (rgb.shape[1], rgb.shape[0]))
    both = np.maximum(hair + skin, 1.0)
    skin = np.maximum(skin / both, face)
    hair = np.minimum(hair / both, 1.0 - skin)
    front = np.maximum(np.minimum(front, hair + skin), face)
    hair, skin, front = hair * alpha, skin * alpha, front * alpha
    cloth = np.maximum(alpha - hair - skin, 0.0)
    return Parts(hair, skin, cloth, front, _unclear(odds, grid), _stray(grid), _covered(grid))


def _grid(
    small: NDArray[np.uint8],
    odds: NDArray[np.float32],
    alpha: Mask,
    mesh: NDArray[np.float64],
    head_height_px: float,
) -> _Grid:
    height, width = small.shape[:2]
    scale = width / alpha.shape[1]
    points = mesh[:, :2] * (scale, height / alpha.shape[0])
    head = head_height_px * scale
    centre = (points[RIGHT_CHEEK, 0] + points[LEFT_CHEEK, 0] + 2 * points[CHIN, 0]) / 4
    x, y = np.arange(width, dtype=np.float32) + 0.5, np.arange(height, dtype=np.float32) + 0.5
    u, v = np.meshgrid((x - centre) / head, (y - points[CHIN, 1]) / head)
    matte = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_AREA)
    return _Grid(
        rgb=small,
        person=np.asarray(matte > 0.3),
        part=(odds.argmax(axis=-1) + 1).astype(np.uint8),
        oval=fill_outline(face_outline(points), (height, width)) > 0,
        u=u.astype(np.float32),
        v=v.astype(np.float32),
        brow=float((points[list(_BROW), 1].mean() - points[CHIN, 1]) / head),
    )


def _shares(odds: NDArray[np.float32], grid: _Grid) -> tuple[Mask, Mask, Mask, Mask]:
    """The shares of hair, of skin, and of what lies in front of garments, on the small grid; and
    where the face's outline lies over a collar."""
    gear, scarf = _headgear(grid)
    hair = _hair(grid, gear)
    face = _face(grid)
    neck = _reached(
        grid.shows(BodyPart.BODY_SKIN, BodyPart.FACE_SKIN) & (grid.v > _NECK_FROM) | face, face
    )
    worn = _worn(grid)
    probable = {part: odds[..., part - 1] for part in BodyPart if part != BodyPart.BACKGROUND}
    covers = probable[BodyPart.OTHER] + probable[BodyPart.CLOTHES]
    hair_share = np.maximum(
        probable[BodyPart.HAIR] * _around(hair),
        np.maximum(covers * _around(gear), (covers + probable[BodyPart.HAIR]) * _softened(scarf)),
    )
    hair_share *= 1.0 - _rather_cloth(grid, hair)
    hair_share = np.maximum(hair_share, probable[BodyPart.OTHER] * _around(worn))
    collar = _rather_cloth(grid, face)
    own_skin = 1.0 - collar
    face_share = probable[BodyPart.FACE_SKIN] * own_skin * _around(face)
    skin_share = face_share + probable[BodyPart.BODY_SKIN] * own_skin * _around(neck)
    front = np.maximum(face_share, covers * _softened(scarf))
    # what is neither is cloth, if it hangs together with what is worn below the chin
    rest = grid.person & ~(hair | gear | scarf | worn | neck | face) | (collar > 0)
    surely = rest & (probable[BodyPart.CLOTHES] > _SURELY)
    worn_below = _reached(rest, surely | rest & (grid.v > 0.0))
    both = hair_share + skin_share
    known = both + (1.0 - both) * _around(worn_below)
    lift = (1.0 - known) / np.maximum(both, 1e-3) + 1.0
    return hair_share * lift, skin_share * lift, front * lift, collar


def _headgear(grid: _Grid) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Hats, turbans, bands; and headscarves, which go on below the chin."""
    nothing = np.zeros_like(grid.person)
    crown = grid.person & (grid.v < grid.brow) & ~grid.oval
    seeds = crown & grid.shows(BodyPart.OTHER)
    if not seeds.any():
        return nothing, nothing
    covers = grid.shows(BodyPart.OTHER, BodyPart.CLOTHES)
    hat = _reached(covers & (grid.v < _HAT_TO), seeds)
    if seeds.sum() < _HEADGEAR * crown.sum():
        return hat, nothing
    likely = _alike(grid, hat) & covers & (grid.v < _SCARF_TO)
    scarf = _reached(likely | hat, seeds)
    beside, top, bottom = _THROAT
    throat = (np.abs(grid.u) < beside) & (grid.v > top) & (grid.v < bottom)
    bare = grid.shows(BodyPart.HAIR).sum() > _HAIR_IN_SCARF * scarf.sum()
    if bare or not throat.any() or scarf[throat].mean() < _WRAPPED:
        return hat, nothing
    closed = cv2.morphologyEx(scarf.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    return hat, (closed > 0) & grid.person & ~grid.oval


def _rather_cloth(grid: _Grid, part: NDArray[np.bool_]) -> Mask:
    """Pixels that have a colour of the clothes and not of ``part``: float32, 0 or 1.

    Between strands and along the jaw the segmenter is coarser than the picture.
    """
    cloth = grid.shows(BodyPart.CLOTHES) & (grid.v > 0.0)
    sample = part & (grid.v < 0.0)
    if not (cloth.any() and sample.any()):
        return np.zeros(part.shape, np.float32)
    bins = _bins(grid.rgb)
    rather = _density(bins, cloth)[bins] > _RATHER * _density(bins, sample)[bins]
    edge = cv2.dilate(cloth.astype(np.uint8), np.ones((2 * _EDGE_PX + 1,) * 2, np.uint8)) > 0
    return (rather & edge & (grid.v > _UNDER_CHIN)).astype(np.float32)


def _alike(grid: _Grid, sample: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where colours are rather those of ``sample`` than those of the clothes at the bottom."""
    lowest = grid.v > float(grid.v[grid.person].max()) - _CHEST
    chest = grid.shows(BodyPart.CLOTHES) & lowest & ~sample
    if not chest.any():
        return np.ones_like(sample)
    bins = _bins(grid.rgb)
    return _density(bins, sample)[bins] > _density(bins, chest)[bins]


def _hair(grid: _Grid, gear: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Hair that hangs together with the head's, or comes out from behind the neck."""
    hair = grid.shows(BodyPart.HAIR)
    skin = grid.shows(BodyPart.FACE_SKIN, BodyPart.BODY_SKIN) & (grid.v < _BEHIND_NECK_TO)
    seeds = (hair | skin) & (grid.v < _ABOVE_COLLARS) & grid.near_face(1.0)
    # strands cross, and bands hold them together
    bridged = cv2.dilate((hair | gear | skin).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    reached = _reached(bridged & grid.person, seeds) & hair
    return _larger(reached, _LEAST_LOCK)


def _worn(grid: _Grid) -> NDArray[np.bool_]:
    """Glasses and earrings; what hangs further down is a necklace, and goes with the clothes."""
    near = grid.shows(BodyPart.OTHER) & grid.near_face(_WORN)
    return near & ~_reached(near, near & (grid.v > _EARRING_TO))


def _face(grid: _Grid) -> NDArray[np.bool_]:
    """The face with its beard, ears and double chin."""
    like = grid.shows(BodyPart.FACE_SKIN) & (grid.v < _BEARD_TO)
    return _reached(like | grid.oval, grid.oval)


def _unclear(odds: NDArray[np.float32], grid: _Grid) -> float:
    beside, top, bottom = _COLLAR
    collar = (np.abs(grid.u) < beside) & (grid.v > top) & (grid.v < bottom) & grid.person
    # at least half of the region counts, even if the photo ends above it
    size = max(float(collar.sum()), beside * (bottom - top) * GRID_HEAD_PX**2)
    return float((odds.max(axis=-1)[collar] < _CLEAR).sum()) / size


def _stray(grid: _Grid) -> float:
    beside = (np.abs(grid.u) > _BESIDE) & (grid.v < _SHOULDERS) & ~grid.near_face(_EARS)
    return float((grid.shows(BodyPart.BODY_SKIN) & beside).sum() / max(1, grid.oval.sum()))


def _covered(grid: _Grid) -> float:
    beside, top, bottom = _CHIN
    chin = (np.abs(grid.u) < beside) & (grid.v > top) & (grid.v < bottom)
    return float(grid.shows(BodyPart.OTHER)[chin].mean()) if chin.any() else 0.0


def _around(which: NDArray[np.bool_]) -> Mask:
    """1 there and a pixel around, fading over two more."""
    grown = cv2.dilate(which.astype(np.float32), np.ones((5, 5), np.uint8))
    return cv2.blur(grown, (3, 3))  # type: ignore[return-value]


def _softened(which: NDArray[np.bool_]) -> Mask:
    return cv2.blur(which.astype(np.float32), (3, 3))  # type: ignore[return-value]


def _reached(parts: NDArray[np.bool_], seeds: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those connected parts that hold a seed."""
    labels = np.asarray(cv2.connectedComponents(parts.astype(np.uint8), connectivity=4)[1], np.intp)
    held = np.zeros(int(labels.max()) + 1, bool)
    held[labels[seeds]] = True
    held[0] = False
    return held[labels]


def _larger(parts: NDArray[np.bool_], least: float) -> NDArray[np.bool_]:
    """Those connected parts that are larger than ``least`` square head heights."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(parts.astype(np.uint8))
    large = stats[:, cv2.CC_STAT_AREA] > least * GRID_HEAD_PX**2
    large[0] = False
    return large[labels]  # type: ignore[no-any-return]


def _enlarged(rgb: NDArray[np.uint8], fit: LinearFit, shares: tuple[Mask, ...]) -> list[Mask]:
    """The shares on the full grid, their edges those of the full picture."""
    height, width = rgb.shape[:2]
    full = rgb.astype(np.float32)
    full *= np.float32(1 / 255)
    found = []
    for share in shares:
        slope, offset = fit.to(share)
        fitted = _dot(np.asarray(cv2.resize(slope, (width, height)), np.float32), full)
        fitted += cv2.resize(offset, (width, height))
        # a lock's darker gaps are hair all the same: what is likelier is taken for most of it
        fitted *= 1.0 + 2.0 * _DECIDED
        fitted -= _DECIDED
        found.append(np.clip(fitted, 0.0, 1.0, out=fitted))
    return found


def _dot(a: NDArray[np.float32], b: NDArray[np.float32]) -> Mask:
    return np.einsum("ijk,ijk->ij", a, b)  # type: ignore[no-any-return]


def _bins(rgb: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Each pixel's place in the histogram: ``(h, w)``."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.intp)
    level, a, b = lab[..., 0] >> 4, lab[..., 1] - 64 >> 2, lab[..., 2] - 64 >> 2
    a, b = np.clip(a, 0, _LEVELS[1] - 1), np.clip(b, 0, _LEVELS[2] - 1)
    return (level * _LEVELS[1] + a) * _LEVELS[2] + b  # type: ignore[no-any-return]


def _density(bins: NDArray[np.intp], which: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The smoothed histogram of the pixels ``which``, flat, summing to 1."""
    size = _LEVELS[0] * _LEVELS[1] * _LEVELS[2]
    planes = np.bincount(bins[which], minlength=size).reshape(_LEVELS).transpose(1, 2, 0)
    blurred = cv2.GaussianBlur(planes.astype(np.float32), (5, 5), 0.9).reshape(-1, _LEVELS[0])
    blurred = np.asarray(cv2.GaussianBlur(blurred, (5, 1), 0.8), np.float32)
    density = blurred.reshape(_LEVELS[1], _LEVELS[2], _LEVELS[0]).transpose(2, 0, 1).ravel()
    return np.asarray(density / max(float(density.sum()), 1e-6), np.float32)
