"""The paths of a bob's strands: thousands, in locks, from the lowest layer up, each with a tone.

A strand keeps its place between a side's two curves, joins its lock towards the tip, wanders a
little, and turns in at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.headshot.hair.cut import MEET_V, TIP_V, Crown, Side

POINTS: Final = 22
# How many of these lead from a crown's parting to where hair begins to fall.
_ARCH: Final = 11
# How many strands a side has, and how many locks.
_STRANDS: Final = 2100
_LOCKS: Final = 26
# How close a lock's strands are at its tip.
_GATHERED: Final = 0.45
_WANDER: Final = 0.0035
_SWING: Final = 0.0055
_TURN_IN: Final = 0.016
_RAGGED: Final = 0.013
_LAYERED: Final = 0.22
_FLYAWAYS: Final = 14
_BEHIND: Final = 420


@dataclass(frozen=True, slots=True)
class Strands:
    """``paths``: float32 ``(N, K, 2)``, from root to tip, the lowest layer first. ``tone``,
    ``gloss``, ``shift``: float32 ``(N,)``, 0–1: how light each strand is, how much it shines, and
    where along it. ``wide``: bool ``(N,)``: a coarse strand."""

    paths: NDArray[np.float32]
    tone: NDArray[np.float32]
    gloss: NDArray[np.float32]
    shift: NDArray[np.float32]
    wide: NDArray[np.bool_]

    def __add__(self, other: Strands) -> Strands:
        return Strands(
            np.concatenate([self.paths, other.paths]),
            np.concatenate([self.tone, other.tone]),
            np.concatenate([self.gloss, other.gloss]),
            np.concatenate([self.shift, other.shift]),
            np.concatenate([self.wide, other.wide]),
        )


def grow(
    sides: tuple[Side, Side], draw: np.random.Generator, crown: Crown | None = None
) -> Strands:
    """The strands of both sides, out of the own hair or from a drawn ``crown``'s parting."""
    left, right = (_locks(side, draw, crown) for side in sides)
    return left + right + _flyaways(sides[0], draw) + _flyaways(sides[1], draw)


def grow_behind(sides: tuple[Side, Side], draw: np.random.Generator) -> Strands:
    """The hair at the back of the neck, from side to side, hanging straight."""
    share = draw.uniform(0.03, 0.97, _BEHIND)
    s = np.linspace(0.0, 1.0, POINTS)
    # the nape is cut in a shallow curve, which looks a little higher than the sides
    end = 0.085 - 0.125 * (2 * share - 1) ** 2 + draw.normal(0.0, 0.008, _BEHIND)
    v = -0.5 + (end[:, None] + 0.5) * s
    edges = [side.at(np.ones(1), v) for side in sides]
    u = edges[0] + share[:, None] * (edges[1] - edges[0])
    u += 0.004 * np.sin(6.0 * s + draw.uniform(0, 6.3, (_BEHIND, 1)))
    lock = np.sin(40.0 * share) + np.sin(93.0 * share + 1.0)
    tone = np.clip(0.22 + 0.09 * lock + draw.normal(0.0, 0.08, _BEHIND), 0.0, 1.0)
    nothing = np.zeros(_BEHIND, np.float32)
    return Strands(
        np.stack([u, v], axis=-1).astype(np.float32),
        tone.astype(np.float32),
        nothing,
        nothing,
        np.ones(_BEHIND, bool),
    )


def _locks(side: Side, draw: np.random.Generator, crown: Crown | None) -> Strands:
    widths = draw.gamma(2.2, 1.0, _LOCKS) + 0.25
    ends = np.concatenate([[0.0], np.cumsum(widths / widths.sum())])
    middles, halves = (ends[:-1] + ends[1:]) / 2, (ends[1:] - ends[:-1]) / 2
    lock = np.sort(draw.choice(_LOCKS, _STRANDS, p=widths / widths.sum()))
    across = np.clip(draw.normal(0.0, 0.62, _STRANDS), -1.7, 1.7)
    own = middles[lock] + across * halves[lock]
    own = np.where(own > 1.0, 2.0 - own, np.abs(own))
    s = np.linspace(0.0, 1.0, POINTS)
    gathered = np.clip(draw.normal(_GATHERED, 0.2, _LOCKS), 0.0, 0.85)[lock]
    place = own[:, None] + (middles[lock] - own)[:, None] * gathered[:, None] * s**2.2
    # where each begins and ends; roots further out are lower
    root = draw.uniform(-0.98, -0.55, _STRANDS) + 0.10 * (own - 0.5)
    tip = TIP_V[0] + own**2 * (TIP_V[1] - TIP_V[0]) + draw.normal(0.0, 0.013, _LOCKS)[lock]
    tip -= np.abs(draw.normal(0.0, _RAGGED, _STRANDS)) + 0.006 * np.abs(across)
    layered = draw.uniform(0.0, 1.0, _STRANDS) < _LAYERED
    tip -= np.where(layered, draw.uniform(0.01, 0.16, _STRANDS), 0.0)
    if crown is None:
        v = root[:, None] + (tip - root)[:, None] * s
        u = side.at(place, v)
    else:
        u, v = _from_crown(side, crown, place, tip, draw)
    hang = np.clip((v + 0.75) / 0.75, 0.0, 1.0)
    swing = draw.normal(0.0, _SWING, (_LOCKS, 3))[lock]
    waves = np.stack([np.sin((k + 1.1) * 3.0 * hang + k) for k in range(3)])
    u += hang * np.einsum("nk,knp->np", swing, waves) * 0.8
    turn = draw.normal(_TURN_IN, 0.007, _LOCKS)[lock] + draw.normal(0.0, 0.003, _STRANDS)
    u -= side.sign * turn[:, None] * np.clip((v + 0.11) / 0.13, 0.0, None) ** 2
    paths = np.stack([u, v], axis=-1) + _wander(draw, _STRANDS)
    # a lock is round: its sides are darker than its ridge; some locks are behind others
    depth = draw.uniform(0.0, 1.0, _LOCKS)
    tone = 0.45 + draw.normal(0.0, 0.12, _LOCKS)[lock] + 0.16 * (depth[lock] - 0.5)
    tone += draw.normal(0.0, 0.15, _STRANDS) - 0.17 * np.clip(np.abs(across) - 0.45, 0.0, 1.0)
    gloss = draw.normal(0.5, 0.22, _LOCKS)[lock] + draw.normal(0.0, 0.18, _STRANDS)
    shift = draw.normal(0.5, 0.20, _LOCKS)[lock] + draw.normal(0.0, 0.08, _STRANDS)
    order = np.argsort(depth[lock] + draw.normal(0.0, 0.10, _STRANDS) - 0.25 * np.abs(across))
    marks = np.clip([tone, gloss, shift], 0.0, 1.0)[:, order].astype(np.float32)
    coarse = draw.uniform(0.0, 1.0, _STRANDS) < 0.25
    return Strands(paths[order].astype(np.float32), marks[0], marks[1], marks[2], coarse)


def _from_crown(
    side: Side,
    crown: Crown,
    place: NDArray[np.float64],
    tip: NDArray[np.float64],
    draw: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """u and v, ``(N, K)``, of strands that arch from a parting and then fall to ``tip``."""
    # a parting is not a line: roots are on both sides of it, and hair differs in length
    first = draw.uniform(-0.03, 0.04, len(tip))
    later = draw.uniform(0.0, 1.0, len(tip)) < _LAYERED
    first += np.where(later, draw.uniform(0.0, 0.5, len(tip)), 0.0)
    turn = first[:, None] + (1.0 - first[:, None]) * np.linspace(0.0, 1.0, _ARCH)
    arch = crown.arch(side, place[:, :_ARCH], turn)
    stray = draw.normal(0.0, 1.0, (2, len(tip), 1)) * (1.0 - np.abs(turn))
    arch += np.stack([0.005 * stray[0], 0.007 * stray[1]], axis=-1)
    s = np.linspace(0.0, 1.0, POINTS - _ARCH + 1)[1:]
    v = MEET_V + (tip[:, None] - MEET_V) * s
    u = side.at(place[:, _ARCH:], v)
    return (
        np.concatenate([arch[..., 0], u], axis=1),
        np.concatenate([arch[..., 1], v], axis=1),
    )


def _flyaways(side: Side, draw: np.random.Generator) -> Strands:
    """Single hairs that leave the outline."""
    count = _FLYAWAYS
    s = np.linspace(0.0, 1.0, POINTS)
    root = draw.uniform(-0.70, -0.25, (count, 1))
    v = root + np.minimum(draw.uniform(0.20, 0.40, (count, 1)), -root) * s
    away = np.abs(draw.normal(0.0, 0.10, (count, 1)))
    place = draw.uniform(0.80, 0.96, (count, 1)) + away * s**1.5
    paths = np.stack([side.at(place, v), v], axis=-1) + _wander(draw, count)
    tone, gloss, shift = draw.uniform(0.4, 0.8, (3, count)).astype(np.float32)
    return Strands(paths.astype(np.float32), tone, gloss, shift, np.zeros(count, bool))


def _wander(draw: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Each hair's own slow deviation: ``(count, K, 2)``."""
    s = np.linspace(0.0, 1.0, POINTS)
    waves = np.stack([np.sin((k + 0.7) * np.pi * s) for k in range(4)])
    waves *= (1.0 / (1.0 + np.arange(4)))[:, None]
    return _WANDER * np.einsum("nak,kp->npa", draw.normal(0.0, 0.6, (count, 2, 4)), waves)  # type: ignore[no-any-return]
