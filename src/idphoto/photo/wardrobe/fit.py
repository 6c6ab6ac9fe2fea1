"""Where a garment sits: the neck, the notch at its base and the shoulders.

Each is measured where the photo shows it (the neck's skin, the shoulders' contour, BlazePose) and
held to what people's proportions allow; what hair, a collar or the photo's edge hides comes from
the proportions alone. Those are from the US Army's anthropometric survey (ANSUR 1988: means of men
and women), over the head's height (menton to vertex: 23.2 and 21.8 cm).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.errors import CannotDress
from idphoto.face.landmarks import CHIN
from idphoto.imaging.arrays import Mask
from idphoto.photo.wardrobe.body import Body
from idphoto.photo.wardrobe.parts import Parts

# A head turned further shows a neck and shoulders that no garment seen from the front fits.
MAX_YAW_DEG: Final = 25.0
MAX_STRAY_SKIN: Final = 0.05
"""Skin beside head and neck, as a share of the face's area: ears and errors come to less than 0.03
on 62 portraits, hands and raised arms to 0.06 and more."""
MAX_COVERED: Final = 0.15
"""What is held before the chin, as a share of the region round it: 0.01 at most on them."""
MAX_UNCLEAR: Final = 0.1
"""The share of the pixels round the neck whose part is unknown: 0.07 at most on people with a neck
in sight, 0.19 on a child with the chin on the arms."""
MAX_IRIS: Final = 0.075
"""An iris's breadth as a share of the head's height. Irises hardly grow (11.7 mm), heads do: 0.082
of an infant's, 0.070 of a toddler's, 0.065 at most of 60 older people's."""

_GRID_HEAD_PX: Final = 110
# Half the neck's breadth: girths of 38.0 and 31.6 cm are those of circles with radii of 0.26 and
# 0.23 heads, 0.97 of half the jaw's width, which the mesh tells whatever hair hides.
_JAW: Final = (172, 397)
_NECK_TO_JAW: Final = 0.97
_HIDDEN_NECK: Final = 1.06
_NECK_RANGE: Final = (0.85, 1.18)
# The irises' sides.
_IRIS_SIDES: Final = ((469, 471), (474, 476))
# The jaw's corners: the middle between them is above the neck's, wherever the chin points.
_GONIA: Final = (58, 288)
# The neck is looked at between these depths below the chin.
_NECK_ROWS: Final = (0.04, 0.22)
# The notch below the chin: stature less suprasternal height less head height, 9.4 and 9.0 cm.
_PIT: Final = 0.40
# Where the neck's side meets the shoulder line: 3 to 6 cm below the chin.
_BASE: Final = 0.20
_BASE_RANGE: Final = (0.13, 0.30)
# Half the biacromial breadth: 19.9 and 18.2 cm.
_TIP_OUT: Final = 0.85
_TIP_RANGE: Final = (0.76, 0.98)
# The shoulder line falls so much per length, from the neck's side to the acromion (8.1 cm below
# the chin).
_SLOPE: Final = 0.29
_SLOPE_RANGE: Final = (0.16, 0.45)
# BlazePose marks the joints: on 12 portraits 0.62 heads from the middle.
_JOINT_TO_TIP: Final = 1.37
_JOINTS_RANGE: Final = (0.9, 1.6)
_MAX_SHIFT: Final = 0.3
_MAX_TILT: Final = 0.25
# The shoulders' contour is read between these distances from the neck's middle: nearer are
# collars and hoods, further sleeves.
_CONTOUR: Final = (0.42, 0.85)
# Old clothes may lift a contour so far from where the joints say it is, or lower it.
_HIGHER, _LOWER = 0.16, 0.12


@dataclass(frozen=True, slots=True)
class _Look:
    """The parts on a small grid, ``scale`` times as fine as the photo, and lengths in it."""

    hair: Mask
    skin: Mask
    cloth: Mask
    scale: float
    head: float
    chin: NDArray[np.float64]
    mesh: NDArray[np.float64]


def iris_px(mesh: NDArray[np.float64]) -> float:
    """The irises' breadth, in pixels of ``mesh``, the mean of both."""
    return float(
        np.mean([np.hypot(*(mesh[right, :2] - mesh[left, :2])) for right, left in _IRIS_SIDES])
    )


def measure_body(
    parts: Parts,
    mesh: NDArray[np.float64],
    head_height_px: float,
    yaw_deg: float,
    shoulders: NDArray[np.float64] | None,
) -> Body:
    """Where a garment sits on this person.

    ``parts``: the photo's. ``mesh``: float64 ``(478, 2)`` or more columns, in the photo's pixels,
    levelled. ``head_height_px``: chin to crown. ``yaw_deg``: the head's turn. ``shoulders``:
    float64 ``(2, 2)``, BlazePose's, in the photo's pixels, the person's right first; None where
    nobody was found. Those that cannot be this person's are not used.

    Raises:
        CannotDress: the head is turned too far or is an infant's, hands or things are at the neck,
            or neck and clothes cannot be told apart.
    """
    _refuse(parts, mesh, head_height_px, yaw_deg)
    look = _looked(parts, mesh, head_height_px)
    right, left = _neck(look)
    middle = (right + left) / 2
    joints = _plausible(look, None if shoulders is None else shoulders * look.scale, middle)
    lines = [_line(look, middle, side, joints) for side in (-1, 1)]
    low, high = look.chin[1] + look.head * np.array(_BASE_RANGE)
    base = [
        float(np.clip(y + slope * abs(x - middle), low, high))
        for (y, slope), x in zip(lines, (right, left), strict=True)
    ]
    # a shirt's collar may stand higher on one side, necks do not
    mean = sum(base) / 2
    base = [mean + (y - mean) / 2 for y in base]
    out = _half_breadth(look, joints)
    tips = [
        (middle + side * out, y + slope * (out - abs(x - middle)))
        for side, x, y, (_, slope) in zip((-1, 1), (right, left), base, lines, strict=True)
    ]

    def point(x: float, y: float) -> tuple[float, float]:
        return float(x) / look.scale, float(y) / look.scale

    return Body(
        neck_right=point(right, base[0]),
        neck_left=point(left, base[1]),
        pit=point(middle, mean + (_PIT - _BASE) * look.head),
        chin=point(*look.chin),
        shoulder_right=point(*tips[0]),
        shoulder_left=point(*tips[1]),
        head_height_px=head_height_px,
        # the torso follows the head half-way
        yaw_deg=yaw_deg / 2,
    )


def _looked(parts: Parts, mesh: NDArray[np.float64], head_height_px: float) -> _Look:
    height, width = parts.skin.shape
    scale = min(1.0, _GRID_HEAD_PX / head_height_px)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    hair, skin, cloth = (
        np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.float32)
        for each in (parts.hair, parts.skin, parts.cloth)
    )
    points = mesh[:, :2] * scale
    return _Look(hair, skin, cloth, scale, head_height_px * scale, points[CHIN], points)


def _neck(look: _Look) -> tuple[float, float]:
    """Where the neck's sides are: x of the person's right, of the left."""
    jaw = float(look.mesh[_JAW[1], 0] - look.mesh[_JAW[0], 0])
    expected = _NECK_TO_JAW * jaw / 2
    centre = float(look.mesh[list(_GONIA), 0].mean())
    top = int(look.chin[1] + _NECK_ROWS[0] * look.head)
    bottom = int(look.chin[1] + _NECK_ROWS[1] * look.head)
    low, high = expected * np.array(_NECK_RANGE)
    rows = range(max(0, top), min(bottom, look.skin.shape[0]))
    halves = []
    for side in (-1, 1):
        edges = [_edge(look, row, centre, side) for row in rows]
        free = [out for out, what in edges if what == "background"]
        hidden = [out for out, what in edges if what == "cloth"]
        # a collar's edge runs inwards of the neck's
        half = max(expected, float(np.percentile(hidden, 70)) if hidden else 0.0)
        half = min(half, _HIDDEN_NECK * expected)
        if len(free) >= 4:
            half = float(np.percentile(free, 10))
        halves.append(float(np.clip(half, low, high)))
    return centre - halves[0], centre + halves[1]


def _edge(look: _Look, row: int, centre: float, side: int) -> tuple[float, str]:
    """How far from ``centre`` the neck's skin goes to one side, and what comes next."""
    columns = look.skin.shape[1]
    start = int(np.clip(centre, 0, columns - 1))
    outwards = look.skin[row, start::side] if side > 0 else look.skin[row, start::-1]
    gaps = np.flatnonzero(outwards < 0.5)
    if not gaps.size or gaps[0] == 0:
        return 0.0, "hair" if not gaps.size else "nothing"
    x = start + side * int(gaps[0])
    beyond = int(np.clip(x + side, 0, columns - 1))
    kinds = {"hair": look.hair[row, beyond], "cloth": look.cloth[row, beyond]}
    what = max(kinds, key=lambda kind: float(kinds[kind]))
    return abs(x + 0.5 - side / 2 - centre), what if kinds[what] > 0.4 else "background"


def _plausible(
    look: _Look, joints: NDArray[np.float64] | None, middle: float
) -> NDArray[np.float64] | None:
    """The joints, unless they cannot be those of this head."""
    if joints is None:
        return None
    across = joints[1] - joints[0]
    down = float(joints[:, 1].mean() - look.chin[1]) / look.head
    fits = (
        _JOINTS_RANGE[0] * look.head < across[0] < _JOINTS_RANGE[1] * look.head
        and abs(float(joints[:, 0].mean()) - middle) < _MAX_SHIFT * look.head
        and abs(float(across[1])) < _MAX_TILT * float(across[0])
        and 0.0 < down < 0.6
    )
    return joints if fits else None


def _line(
    look: _Look, middle: float, side: int, joints: NDArray[np.float64] | None
) -> tuple[float, float]:
    """One side's shoulder line: its y below the neck's middle, and how steeply it falls outwards.

    From the contour where that is seen; hair and the photo's edge may hide it.
    """
    expected = look.chin[1] + (_BASE - _SLOPE * 0.25) * look.head, _SLOPE
    if joints is not None:
        # the joint lies a little below the line
        x, y = joints[0 if side < 0 else 1]
        out = abs(float(x) - middle)
        expected = float(y) - 0.04 * look.head - _SLOPE * out, _SLOPE
    edges, below_hair = _contour(look, middle, side)
    slope, start = expected[1], expected[0]
    if len(edges) >= 0.12 * look.head:
        slope = float(np.clip(np.polyfit(edges[:, 0], edges[:, 1], 1)[0], *_SLOPE_RANGE))
        start = float(np.median(edges[:, 1] - slope * edges[:, 0]))
    if len(below_hair) >= 0.06 * look.head:
        # hair rests on the shoulder: that is no lower than the cloth below the hair's ends
        start = min(start, float(np.median(below_hair[:, 1] - slope * below_hair[:, 0])))
    # what is worn lies on the shoulder: coats and hoods by a good deal
    low, high = expected[0] - _HIGHER * look.head, expected[0] + _LOWER * look.head
    return float(np.clip(start, low, high)), slope


def _contour(
    look: _Look, middle: float, side: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One shoulder's contour: how far out and how far down, ``(N, 2)``, where it stands against the
    background; and where hair ends above it, which may hide it."""
    rows, columns = look.skin.shape
    body = look.cloth + look.skin
    top = int(max(0, look.chin[1] - 0.05 * look.head))
    edges: list[tuple[float, float]] = []
    below_hair: list[tuple[float, float]] = []
    first, last = (round(middle + side * each * look.head) for each in _CONTOUR)
    for x in range(first, last, side):
        if not 0 <= x < columns:
            break
        column = np.flatnonzero(body[top:, x] > 0.5)
        if not column.size:
            continue
        y = top + int(column[0])
        if y >= rows - 1 or y == top:
            continue
        seen = below_hair if look.hair[max(0, y - 2), x] > 0.4 else edges
        seen.append((abs(x + 0.5 - middle), float(y)))
    return np.array(edges).reshape(-1, 2), np.array(below_hair).reshape(-1, 2)


def _half_breadth(look: _Look, joints: NDArray[np.float64] | None) -> float:
    """From the middle to the tips of the shoulders."""
    out = _TIP_OUT
    if joints is not None:
        measured = _JOINT_TO_TIP * float(joints[1, 0] - joints[0, 0]) / 2 / look.head
        out = (out + measured) / 2
    return float(np.clip(out, *_TIP_RANGE)) * look.head


def _refuse(parts: Parts, mesh: NDArray[np.float64], head_height_px: float, yaw_deg: float) -> None:
    """Raises ``CannotDress`` for a person whom no garment fits without visible faults."""
    if abs(yaw_deg) > MAX_YAW_DEG:
        raise CannotDress("the head is turned too far", abs(yaw_deg), MAX_YAW_DEG, "°")
    shares = (
        (iris_px(mesh) / head_height_px, MAX_IRIS, "an infant's head", " of its height is an iris"),
        (parts.stray, MAX_STRAY_SKIN, "a hand or other skin covers the neck", " of the face area"),
        (parts.covered, MAX_COVERED, "something is held before the chin", " of its surroundings"),
        (parts.unclear, MAX_UNCLEAR, "neck and clothes cannot be told apart", " of the collar"),
    )
    for found, limit, what, of in shares:
        if found > limit:
            raise CannotDress(what, 100 * found, 100 * limit, " %", of)
