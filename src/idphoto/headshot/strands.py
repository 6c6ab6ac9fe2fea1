"""Where a bob's strands run: from the parting over the head and past the ears to the jaw.

Each side lies between two curves: the inner one follows the hairline and then the face, the outer
one is the silhouette. A strand keeps its place between the two, gathers with its neighbours into
locks, and wanders a little. Lengths in head heights; u to the picture's right of the face's middle,
v below the chin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Curve = NDArray[np.float32]
"""``(K, 2)``: u, v."""

POINTS: Final = 36
# The silhouette: out from the parting to where the head is widest and in again to the tips. Each
# point is the share of the bob's half width, and v.
_SILHOUETTE: Final = (
    (0.30, -1.066),
    (0.57, -1.015),
    (0.78, -0.915),
    (0.91, -0.77),
    (0.98, -0.59),
    (1.01, -0.40),
    (1.02, -0.22),
    (0.98, -0.07),
    (0.86, 0.065),
)
CROWN_V: Final = -1.075
# Beyond the face's half width: hair over the ears.
VOLUME: Final = 0.11
# Strands a side, and the locks they gather into.
_STRANDS: Final = 3000
_LOCKS: Final = 64
# How far a lock's strands have come together at its tip.
_GATHERED: Final = 0.62
_WANDER: Final = 0.0055
_RAGGED: Final = 0.024
_PARTING_SPREAD: Final = 0.010
_HAIRLINE_STRANDS: Final = 500
_FLYAWAYS: Final = 40


@dataclass(frozen=True, slots=True)
class Side:
    """One half of a bob: ``inner`` and ``outer`` curves from root to tip, ``(K, 2)``."""

    inner: Curve
    outer: Curve


@dataclass(frozen=True, slots=True)
class Strands:
    """``paths``: float32 ``(N, K, 2)``, root to tip. ``tone``, ``gloss``, ``shift``: float32
    ``(N,)``, 0–1: how light each is, how it shines, and where along it. ``order``: what is drawn
    first lies below."""

    paths: NDArray[np.float32]
    tone: NDArray[np.float32]
    gloss: NDArray[np.float32]
    shift: NDArray[np.float32]

    def __add__(self, other: Strands) -> Strands:
        return Strands(
            *(
                np.concatenate([getattr(self, name), getattr(other, name)])
                for name in ("paths", "tone", "gloss", "shift")
            )
        )


def resampled(points: NDArray[np.floating], count: int = POINTS) -> Curve:
    """A smooth curve through ``points`` ``(N, 2)``, as ``(count, 2)`` evenly spaced."""
    points = np.asarray(points, np.float64)
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    fine = np.linspace(0.0, lengths[-1], 8 * count)
    dense = np.column_stack([np.interp(fine, lengths, points[:, i]) for i in (0, 1)])
    # a moving average rounds the corners; the ends stay
    width = 3 * count // 4
    padded = np.concatenate(
        [
            2 * dense[0] - dense[width:0:-1],
            dense,
            2 * dense[-1] - dense[-2 : -width - 2 : -1],
        ]
    )
    kernel = np.hanning(2 * width + 1)
    kernel /= kernel.sum()
    smooth = np.column_stack([np.convolve(padded[:, i], kernel, "valid") for i in (0, 1)])
    chosen = np.linspace(0, len(smooth) - 1, count).round().astype(int)
    return np.asarray(smooth[chosen], np.float32)


def silhouette(side: int, half_width: float, parting_u: float, top_v: float) -> Curve:
    """The outer curve of a side, −1 or 1. ``half_width``: of the bob; ``top_v``: of its crown."""
    points = [(parting_u, top_v)]
    points += [
        (side * half_width * share, v * top_v / CROWN_V if v < -0.8 else v)
        for share, v in _SILHOUETTE
    ]
    return resampled(np.array(points))


def grow(sides: tuple[Side, Side], draw: np.random.Generator) -> Strands:
    """All strands of a bob, those below first."""
    parts = [_locks(side, draw) for side in sides]
    both = parts[0] + parts[1]
    order = np.argsort(both.tone + draw.normal(0.0, 0.22, len(both.tone)))
    body = _ordered(both, order)
    edge = _hairline(sides[0], draw) + _hairline(sides[1], draw)
    return body + edge + _flyaways(sides[0], draw) + _flyaways(sides[1], draw)


def grow_behind(sides: tuple[Side, Side], draw: np.random.Generator) -> Strands:
    """The hair at the back of the neck: from side to side, hanging straight."""
    count = 900
    left, right = sides[0].outer, sides[1].outer
    share = draw.uniform(0.0, 1.0, count)
    top_v, end_v = -0.5, 0.0
    s = np.linspace(0.0, 1.0, POINTS)
    v = top_v + (end_v + draw.normal(0.0, 0.014, (count, 1)) - top_v) * s
    edges = [np.interp(v, curve[:, 1], curve[:, 0]) for curve in (left, right)]
    u = edges[0] + share[:, None] * (edges[1] - edges[0])
    u += 0.006 * np.sin(6.0 * s + draw.uniform(0, 6.3, (count, 1)))
    tone = draw.uniform(0.0, 0.35, count)
    return Strands(
        np.stack([u, v], axis=-1).astype(np.float32),
        tone.astype(np.float32),
        np.zeros(count, np.float32),
        np.zeros(count, np.float32),
    )


def _between(side: Side, place: NDArray[np.float64], s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points at ``place`` (0 inner, 1 outer) and ``s`` (0 root, 1 tip), both ``(N, K)``."""
    at = s * (POINTS - 1)
    inner, outer = (
        np.stack([np.interp(at, np.arange(POINTS), curve[:, i]) for i in (0, 1)], axis=-1)
        for curve in (side.inner, side.outer)
    )
    return inner + place[..., None] * (outer - inner)


def _locks(side: Side, draw: np.random.Generator) -> Strands:
    middles = (np.arange(_LOCKS) + draw.uniform(0.1, 0.9, _LOCKS)) / _LOCKS
    lock = draw.integers(0, _LOCKS, _STRANDS)
    across = draw.normal(0.0, 1.0, _STRANDS)
    own = middles[lock] + across * 0.62 / _LOCKS
    own = np.where(own > 1.0, 2.0 - own, np.abs(own))
    s = np.linspace(0.0, 1.0, POINTS)
    together = _GATHERED * s**1.4
    place = own[:, None] + (middles[lock] - own)[:, None] * together
    # locks swing a little against each other, more so towards their tips
    swing = draw.normal(0.0, 1.0, (_LOCKS, 3))
    waves = np.stack([np.sin((k + 1.2) * np.pi * s) for k in range(3)])
    place += (0.020 * s * (swing @ waves))[lock]
    reach = 1.0 - np.abs(draw.normal(0.0, _RAGGED, _STRANDS))
    reach += draw.normal(0.0, 0.012, _LOCKS)[lock]
    # some are cut shorter, in layers
    short = draw.uniform(0.0, 1.0, _STRANDS) < 0.16
    reach = np.where(short, reach - draw.uniform(0.02, 0.16, _STRANDS), reach)
    along = s * np.clip(reach, 0.5, 1.0)[:, None]
    paths = _between(side, place, along)
    paths += _wander(draw, _STRANDS)
    # a parting is no line: roots stand on both sides of it
    paths[..., 0] += draw.normal(0.0, _PARTING_SPREAD, (_STRANDS, 1)) * np.exp(-s / 0.08)
    lightness = np.clip(draw.normal(0.42, 0.19, _LOCKS), 0.0, 1.0)[lock]
    # a lock is round: its flanks are darker than its ridge
    tone = lightness + draw.normal(0.0, 0.13, _STRANDS) - 0.10 * (np.abs(across) - 0.8)
    tone = np.clip(tone, 0.0, 1.0)
    gloss = np.clip(draw.normal(0.55, 0.2, _LOCKS)[lock] + draw.normal(0, 0.18, _STRANDS), 0, 1)
    shift = np.clip(draw.normal(0.5, 0.16, _LOCKS)[lock] + draw.normal(0, 0.10, _STRANDS), 0, 1)
    return Strands(*(each.astype(np.float32) for each in (paths, tone, gloss, shift)))


def _hairline(side: Side, draw: np.random.Generator) -> Strands:
    """Short fine hair that grows out of the skin along the hairline and joins the rest."""
    count = _HAIRLINE_STRANDS
    start = draw.uniform(0.0, 0.40, count)
    length = draw.uniform(0.10, 0.26, count)
    t = np.linspace(0.0, 1.0, POINTS)
    s = np.clip(start[:, None] + length[:, None] * t, 0.0, 1.0)
    rooted = draw.uniform(-0.06, 0.01, count)[:, None]
    joined = draw.uniform(0.04, 0.16, count)[:, None]
    place = rooted + (joined - rooted) * t**0.8
    paths = _between(side, place, s) + 0.5 * _wander(draw, count)
    tone = np.clip(draw.normal(0.4, 0.16, count), 0.0, 1.0)
    return Strands(
        paths.astype(np.float32),
        tone.astype(np.float32),
        draw.uniform(0.2, 0.6, count).astype(np.float32),
        draw.uniform(0.3, 0.7, count).astype(np.float32),
    )


def _flyaways(side: Side, draw: np.random.Generator) -> Strands:
    """Single hairs that left the silhouette."""
    count = _FLYAWAYS
    t = np.linspace(0.0, 1.0, POINTS)
    start = draw.uniform(0.0, 0.62, count)[:, None]
    s = np.clip(start + draw.uniform(0.10, 0.36, (count, 1)) * t, 0.0, 1.0)
    # they come out from among the others, some fall back
    away = np.abs(draw.normal(0.0, 0.09, (count, 1)))
    place = draw.uniform(0.82, 0.99, (count, 1))
    place = place + away * np.sin(draw.uniform(0.9, 2.6, (count, 1)) * t)
    paths = _between(side, place, s) + 2.2 * _wander(draw, count)
    return Strands(
        paths.astype(np.float32),
        draw.uniform(0.3, 0.8, count).astype(np.float32),
        draw.uniform(0.2, 0.6, count).astype(np.float32),
        draw.uniform(0.3, 0.7, count).astype(np.float32),
    )


def _wander(draw: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Each hair's own slow deviation: ``(count, K, 2)``."""
    s = np.linspace(0.0, 1.0, POINTS)
    waves = np.stack([np.sin((k + 0.7) * np.pi * s) for k in range(4)])
    waves *= (1.0 / (1.0 + np.arange(4)))[:, None]
    return _WANDER * np.einsum("nak,kp->npa", draw.normal(0.0, 0.6, (count, 2, 4)), waves)  # type: ignore[no-any-return]


def _ordered(strands: Strands, order: NDArray[np.intp]) -> Strands:
    return Strands(
        strands.paths[order], strands.tone[order], strands.gloss[order], strands.shift[order]
    )
