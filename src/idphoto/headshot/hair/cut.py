"""The cut: the curves between which hair falls on each side, derived from the person's own hair.

Lengths are in head heights: u to the picture's right of the face's middle, v down from the chin. A
side is two curves over v. The inner one starts at the parting and follows the hairline to the
temple and the face's outline to the jaw. The outer one is the head's own outline above and the
bob's below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import LEFT_CHEEK, RIGHT_CHEEK
from idphoto.headshot.hair.place import Place
from idphoto.photo.wardrobe.parts import Parts

HairCurve = NDArray[np.float64]

# The face's outline from the forehead's middle to the jaw's corner, on the picture's left (the
# person's right) and right.
_OUTLINES: Final = (
    (-1, (10, 109, 67, 103, 54, 21, 162, 127, 234, 93, 132, 58, 172)),
    (1, (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397)),
)
_TO_TEMPLE: Final = 7  # how many of these lie below the hairline
# How far above the oval the hairline is searched, and where it is assumed if none is found.
_HIGHEST_HAIRLINE: Final = 0.17
_USUAL_HAIRLINE: Final = 0.07
TOP_V: Final = -1.12
END_V: Final = 0.12
_STEP: Final = 0.01
# The tips' v at the inner and the outer curve: a bob is cut along the jaw.
TIP_V: Final = 0.028, -0.022
# The least and the largest half width beyond the face's own, and the range where it is measured.
_VOLUME: Final = 0.075, 0.140
_WIDEST: Final = (-0.62, -0.42)
# Where ears are, which a bob covers, and how far one may stick out.
_EARS: Final = (-0.50, -0.22)
_FAR_EAR: Final = 0.13
# Above the first, the outline is the head's own; below the second, the bob's; blended between.
_OWN_ABOVE, _BOB_BELOW = -0.74, -0.46
# The bob's half width over v, relative to its widest, in head heights.
_PROFILE: Final = (
    (-0.46, -0.004),
    (-0.34, 0.004),
    (-0.22, 0.003),
    (-0.12, -0.008),
    (-0.04, -0.028),
    (0.03, -0.058),
    (0.12, -0.085),
)
_CLEAR_OF_FACE: Final = 0.006
# Where hair drawn over a whole head stops arching and falls, and what it adds on top.
MEET_V: Final = -0.58
_LIFT: Final = 0.035


@dataclass(frozen=True, slots=True)
class Side:
    """One half of a bob. ``sign``: −1 on the picture's left, 1 on its right. ``inner``,
    ``outer``: float64 ``(K,)``, u at each of ``LEVELS``."""

    sign: int
    inner: HairCurve
    outer: HairCurve

    def at(self, place: NDArray[np.floating], v: NDArray[np.floating]) -> NDArray[np.float64]:
        """u at ``place`` (0 inner, 1 outer) and ``v``."""
        inner = np.interp(v, LEVELS, self.inner)
        return inner + place * (np.interp(v, LEVELS, self.outer) - inner)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Crown:
    """Hair drawn over the whole head: from a parting it arches to both sides and falls from
    ``MEET_V``. ``parting_u``; ``front_v``, ``top_v``: where the parting begins and ends."""

    parting_u: float
    front_v: float
    top_v: float

    def arch(
        self, side: Side, place: NDArray[np.floating], turn: NDArray[np.floating]
    ) -> NDArray[np.float64]:
        """Points on the way to ``place`` (0 inner, 1 outer): ``(..., 2)``.

        ``turn`` is 0 at the parting and 1 where the hair begins to fall.
        """
        angle = turn * (np.pi / 2)
        root = self.front_v + place * (self.top_v - self.front_v)
        # it leaves the parting at an angle near the hairline, and follows the skull on top
        fall = (1.0 - np.cos(np.abs(angle))) ** (0.66 + 0.34 * place)
        v = root + (MEET_V - root) * fall
        end = side.at(place, np.full_like(place, MEET_V))
        u = self.parting_u + (end - self.parting_u) * np.sin(angle)
        return np.stack([u, v], axis=-1)


LEVELS: Final = np.arange(TOP_V, END_V + _STEP / 2, _STEP)


def cut_sides(
    parts: Parts, mesh: NDArray[np.float64], place: Place, parting_u: float
) -> tuple[Side, Side]:
    """Both sides of this person's bob. ``parting_u``: the parting, in head heights."""
    half = float(mesh[LEFT_CHEEK, 0] - mesh[RIGHT_CHEEK, 0]) / 2 / place.unit
    sides = []
    for sign, outline in _OUTLINES:
        oval = place.heads(mesh[list(outline), :2])
        line = _hairline(parts, oval, place)
        inner = _inner(sign, oval, line, parting_u)
        outer = _outer(sign, half, parts, place, inner)
        sides.append(Side(sign, inner, outer))
    return sides[0], sides[1]


def crown_over(parts: Parts, mesh: NDArray[np.float64], place: Place, parting_u: float) -> Crown:
    """The crown for a head whose own hair is too short to be continued."""
    oval = place.heads(mesh[list(_OUTLINES[0][1]), :2])
    front = float(_hairline(parts, oval, place)[0, 1])
    own = np.maximum(*(_extent(sign, parts.hair + parts.skin, place) for sign in (-1, 1)))
    top = float(LEVELS[np.argmax(own > 0.02)])
    return Crown(parting_u, front - 0.01, min(top, front - 0.10) - _LIFT)


def under(crown: Crown, side: Side) -> Side:
    """The side below a crown: its outline is the crown's."""
    y = np.clip((LEVELS - MEET_V) / (crown.top_v - MEET_V), 0.0, 1.0)
    end = float(side.at(np.ones(1), np.full(1, MEET_V))[0])
    dome = crown.parting_u + (end - crown.parting_u) * np.sqrt(1.0 - y * y)
    return Side(side.sign, side.inner, np.where(LEVELS < MEET_V, dome, side.outer))


def _inner(sign: int, oval: HairCurve, line: HairCurve, parting_u: float) -> HairCurve:
    jaw = oval[-1]
    points = [
        (parting_u, TOP_V),
        (parting_u + sign * 0.01, float(line[0, 1]) - 0.05),
        *((u, v - 0.012) for u, v in line[2:]),
        *((u + sign * _CLEAR_OF_FACE, v) for u, v in oval[_TO_TEMPLE + 1 :]),
        (jaw[0] - sign * 0.010, 0.0),
        (jaw[0] - sign * 0.030, END_V),
    ]
    return _over_levels(np.array(points), 1.2)


def _outer(sign: int, half: float, parts: Parts, place: Place, inner: HairCurve) -> HairCurve:
    own = _extent(sign, parts.hair + parts.skin, place)
    low, high = _WIDEST
    there = own[(low <= LEVELS) & (high >= LEVELS)]
    widest = float(np.clip(np.median(there), half + _VOLUME[0], half + _VOLUME[1]))
    ears = _extent(sign, parts.skin, place)[(_EARS[0] <= LEVELS) & (_EARS[1] >= LEVELS)]
    widest = max(widest, min(float(ears.max()), half + _FAR_EAR) + 0.016)
    widest += 0.004 * sign  # real hair is never the same on both sides
    v, more = np.array(_PROFILE).T
    bob = widest + np.interp(LEVELS, v, more)
    # the curve of the skull, for hair that does not follow it
    y = np.clip((LEVELS + 0.46) / 0.60, -1.0, 0.0)
    skull = (widest - 0.01) * np.sqrt(1.0 - y * y)
    own = np.maximum(own, np.minimum(skull, own + 0.05))
    # trim big hair to an arch, beginning above the temples
    top = float(LEVELS[np.argmax(own > 0.02)])
    y = np.clip((LEVELS + 0.46) / min(-0.5, top + 0.46), 0.0, 1.0)
    arch = (widest + 0.012) * np.sqrt(1.0 - y * y)
    trim = np.clip((LEVELS + 0.92) / 0.12, 0.0, 1.0)
    own = own + trim * (np.minimum(own, arch) - own)
    own = np.minimum(own, np.where(LEVELS < -0.80, own[LEVELS >= -0.80][0] + 0.005, 1.0))
    share = np.clip((LEVELS - _OWN_ABOVE) / (_BOB_BELOW - _OWN_ABOVE), 0.0, 1.0)
    share = share * share * (3 - 2 * share)
    width = own + share * (bob - own)
    kernel = np.hanning(13)
    width = np.convolve(np.pad(width, 6, "edge"), kernel / kernel.sum(), "valid")
    return sign * np.maximum(width, sign * inner + 0.02)


def _extent(sign: int, head: NDArray[np.float32], place: Place) -> HairCurve:
    """How far ``head``, float32 ``(H, W)``, reaches outwards at each level."""
    height, width = head.shape
    rows = np.clip((LEVELS * place.unit + place.y).astype(int), 0, height - 1)
    columns = np.arange(width)
    reach = np.where(head[rows] > 0.5, sign * (columns + 0.5 - place.x) / place.unit, -1.0)
    far = reach.max(axis=1)
    # a stray lock is not part of the outline
    far = np.array([np.median(far[max(0, i - 4) : i + 5]) for i in range(len(far))])
    return np.maximum(far, 0.0)  # type: ignore[no-any-return]


def _hairline(parts: Parts, oval: HairCurve, place: Place) -> HairCurve:
    """The hairline from the forehead's middle to the temple: ``(8, 2)``, head heights."""
    rises = []
    centre = np.array([0.0, -0.5])
    for point in oval[: _TO_TEMPLE + 1]:
        outwards = (point - centre) / np.hypot(*(point - centre))
        steps = np.arange(0.0, _HIGHEST_HAIRLINE, 0.008)
        walk = place.px(point + steps[:, None] * outwards)
        x = np.clip(walk[:, 0].astype(int), 0, parts.hair.shape[1] - 1)
        y = np.clip(walk[:, 1].astype(int), 0, parts.hair.shape[0] - 1)
        found = np.flatnonzero(parts.hair[y, x] > 0.5)
        rises.append(float(steps[found[0]]) if found.size else np.nan)
    rise = np.array(rises)
    known = np.isfinite(rise)
    rise[~known] = float(np.median(rise[known])) if known.any() else _USUAL_HAIRLINE
    # a smooth line; at the temples it meets the oval
    rise = np.convolve(np.pad(rise, 1, "edge"), (0.25, 0.5, 0.25), "valid")
    rise *= np.array([1, 1, 1, 1, 1, 0.8, 0.5, 0.2])
    outwards = oval[: _TO_TEMPLE + 1] - centre
    outwards /= np.hypot(*outwards.T)[:, None]
    return oval[: _TO_TEMPLE + 1] + rise[:, None] * outwards  # type: ignore[no-any-return]


def _over_levels(points: HairCurve, rounding: float) -> HairCurve:
    """u at ``LEVELS`` of a curve whose v only grows; ``rounding``: in levels."""
    v = np.maximum.accumulate(points[:, 1]) + 1e-6 * np.arange(len(points))
    u = np.interp(LEVELS, v, points[:, 0])
    reach = int(3 * rounding) + 1
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / rounding) ** 2)
    return np.convolve(np.pad(u, reach, "edge"), kernel / kernel.sum(), "valid")
