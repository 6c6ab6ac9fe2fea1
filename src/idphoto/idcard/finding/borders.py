"""Find the card's borders in the picture, near where the print puts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.finding.ground import GroundColour, ground_of, sample, within
from idphoto.idcard.finding.pose import Pose, Sights, fit, joined
from idphoto.idcard.layout import CARD_WH_MM, CORNER_RADIUS_MM, Layout
from idphoto.imaging.geometry import project

Samples = NDArray[np.float64]

# A lens bends sides, and a card: each end of a side may be off by this, squared.
_LENS_MM2: Final = 0.04
_REACH: Final = 3.0  # sigmas
_FARTHEST_MM: Final = 10.0
_AGAIN_MM: Final = 1.0  # once the other sides are known
_PLACES: Final = 64  # along a side
_STEP_MM: Final = 0.15  # across it
_ROUND_MM: Final = CORNER_RADIUS_MM + 1.0
# A side with a smaller share in the picture is not looked for.
_LEAST_SEEN: Final = 0.3
# Edges are looked for in a picture blurred by this. An edge counts half where codes differ by this
# many from one side to the other, or by this many times the usual difference.
BLUR_MM: Final = 0.2
_EDGE_CODES: Final = 6.0
_USUAL: Final = 1.5
# Just within the border there is the card's colour; likeness is half at a difference of this many
# codes. Under glare, fingers and shadows an edge still counts this much.
_LIKE_CODES: Final = 25.0
_UNLIKE: Final = 0.3
_WITHIN_MM: Final = (0.3, 1.2)
# A border needs edges along this share of a side. A line loses this much of 1 for every sigma² of
# its distance from the expected place.
_LEAST_EDGES: Final = 0.3
_FAR_COST: Final = 0.02
_BESIDE_MM: Final = 0.45  # a side is straight to within this
_SURE: Final = 0.5
# The error of an edge's place; neighbours err alike, so only about a dozen are independent.
_EDGE_MM: Final = 0.15
_INDEPENDENT: Final = 12


@dataclass(frozen=True, slots=True)
class Outline:
    """``pose``: fitted to the borders as well. ``found``: whether top, right, bottom, left were.
    ``sigma_mm``: how exactly the place of each is known.
    """

    pose: Pose
    found: tuple[bool, bool, bool, bool]
    sigma_mm: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Side:
    """A side's ends, in mm; the axis across it (0: x, 1: y), and the direction outwards (±1)."""

    begin: tuple[float, float]
    end: tuple[float, float]
    axis: int
    out: int


_W, _H = CARD_WH_MM
_SIDES: Final = (
    _Side((0.0, 0.0), (_W, 0.0), 1, -1),
    _Side((_W, 0.0), (_W, _H), 0, 1),
    _Side((0.0, _H), (_W, _H), 1, 1),
    _Side((0.0, 0.0), (0.0, _H), 0, -1),
)


@dataclass(frozen=True, slots=True)
class _Strip:
    """The picture along a side. Rows lead along it, columns across.

    ``along``: float64 ``(N,)``, shares of the side, 0–1. ``across``: float64 ``(M,)``, mm from its
    expected place. ``px``: float64 ``(N, M, 2)``, pixels of the picture. ``shown``: bool
    ``(N, M)``, False for what lies outside the picture.
    """

    side: _Side
    along: Samples
    across: Samples
    mm: Samples
    px: Samples
    shown: NDArray[np.bool_]


def find_outline(
    rgb: NDArray[np.uint8],
    prior: Pose,
    sights: Sights,
    layout: Layout,
    blur_mm: float = BLUR_MM,
) -> Outline:
    """``prior``, which fits ``sights``, moved to where the card's borders are.

    ``rgb``: uint8 ``(H, W, 3)``. ``blur_mm``: the blur before edges are looked for; best is the
    picture's own blur. The side whose place is most certain is looked for first:
    finding it makes the places of the others more certain. A side that is not found stays where the
    others put it.
    """
    found: dict[_Side, Sights] = {}
    pose, ground, left = prior, ground_of(rgb, prior, layout), list(_SIDES)
    while left:
        side = min(left, key=lambda each: float(np.trace(_spread(pose, each))))
        left.remove(side)
        seen = _look(rgb, pose, ground, side, _FARTHEST_MM, blur_mm)
        if seen is not None:
            found[side] = seen
            pose = fit(prior.start, joined([sights, *found.values()]))
    ground = ground_of(rgb, pose, layout)
    for side in list(found):  # a second look, with the sides straight
        seen = _look(rgb, pose, ground, side, _AGAIN_MM, blur_mm)
        if seen is not None:
            found[side] = seen
    top, right, bottom, left_side = (side in found for side in _SIDES)
    pose = fit(prior.start, joined([sights, *found.values()]))
    sigma = [float(np.sqrt(np.trace(_spread(pose, side)) / 2.0)) for side in _SIDES]
    return Outline(pose, (top, right, bottom, left_side), (sigma[0], sigma[1], sigma[2], sigma[3]))


def _spread(pose: Pose, side: _Side) -> Samples:
    """How far the side's ends may be off across it: covariance ``(2, 2)``, mm²."""
    spread: Samples = pose.spread_mm2(np.array([side.begin, side.end]), side.axis)
    return spread + _LENS_MM2 * np.eye(2)


def _look(
    rgb: NDArray[np.uint8],
    pose: Pose,
    ground: GroundColour,
    side: _Side,
    farthest_mm: float,
    blur_mm: float,
) -> Sights | None:
    """Points on the border ``side``; None if no edge can be it."""
    spread = _spread(pose, side)
    reach = min(farthest_mm, _REACH * float(np.sqrt(spread.diagonal().max())))
    strip = _strip(rgb, pose, side, reach)
    if strip.shown[:, len(strip.across) // 2].mean() < _LEAST_SEEN:
        return None
    sharp = sample(rgb, strip.px)
    smooth: Samples = np.asarray(cv2.GaussianBlur(sharp, (0, 0), blur_mm / _STEP_MM, sigmaY=0.8))
    edges = _edges(smooth, strip, blur_mm)
    likely = np.multiply(edges, _likeness(smooth, ground, strip))
    line = _likeliest(likely, strip, spread)
    return None if line is None else _on_edge(edges, strip, line)


def _strip(rgb: NDArray[np.uint8], pose: Pose, side: _Side, reach_mm: float) -> _Strip:
    begin, end = np.array(side.begin), np.array(side.end)
    share = _ROUND_MM / float(np.hypot(*(end - begin)))
    along = np.asarray(np.linspace(share, 1.0 - share, _PLACES), np.float64)
    steps = int(np.ceil(reach_mm / _STEP_MM))
    across = np.asarray(_STEP_MM * np.arange(-steps, steps + 1), np.float64)
    mm = np.repeat((begin + along[:, None] * (end - begin))[:, None], len(across), axis=1)
    mm[..., side.axis] += across
    px = project(np.linalg.inv(pose.to_mm), mm.reshape(-1, 2)).reshape(mm.shape)
    return _Strip(side, along, across, mm, px, within(px, rgb))


def _edges(smooth: Samples, strip: _Strip, blur_mm: float) -> Samples:
    """The strength of the edge at each place, 0–1: ``(N, M)``."""
    slope = np.abs(np.gradient(smooth, axis=1)).max(axis=2)
    # the slope of a blurred step of this many codes
    least = _EDGE_CODES * _STEP_MM / (np.sqrt(2.0 * np.pi) * blur_mm)
    half = max(least, _USUAL * float(np.median(slope[strip.shown])))
    # the picture's own rim is not an edge: what is sampled beyond it is the same
    edges: Samples = np.where(strip.shown, slope**2 / (slope**2 + half**2), 0.0)
    return edges


def _likeness(smooth: Samples, ground: GroundColour, strip: _Strip) -> Samples:
    """How well the colour just within each place fits the card's, 0–1: ``(N, M)``."""
    unlike = np.abs(smooth - ground.at(strip.mm)).max(axis=2)
    like = 1.0 / (1.0 + (unlike / _LIKE_CODES) ** 2)
    near, far = (round(mm / _STEP_MM) for mm in _WITHIN_MM)
    window = np.zeros(2 * far + 1)
    window[: far - near + 1] = 1.0 / (far - near + 1)
    mean = cv2.filter2D(like, -1, window[None, :: strip.side.out], borderType=cv2.BORDER_REPLICATE)
    return _UNLIKE + (1.0 - _UNLIKE) * np.asarray(mean, np.float64)


def _likeliest(edges: Samples, strip: _Strip, spread: Samples) -> tuple[float, float] | None:
    """The best line by edges and expectation: mm across at the side's two ends."""
    ends = np.stack(np.meshgrid(strip.across, strip.across, indexing="ij"), axis=-1).reshape(-1, 2)
    far = ((ends @ np.linalg.inv(spread)) * ends).sum(axis=1)
    ends, far = ends[far <= _REACH**2], far[far <= _REACH**2]
    at = ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * strip.along
    row, column = np.arange(len(strip.along)), np.rint(at / _STEP_MM).astype(int) + _middle(strip)
    shown = strip.shown[row, column]
    seen = np.maximum(shown.sum(axis=1), _LEAST_SEEN * len(row))
    support = (edges[row, column] * shown).sum(axis=1) / seen
    best = int((support - _FAR_COST * far).argmax())
    return (float(ends[best, 0]), float(ends[best, 1])) if support[best] >= _LEAST_EDGES else None


def _on_edge(edges: Samples, strip: _Strip, line: tuple[float, float]) -> Sights:
    """The edges beside ``line``, as sights of the border."""
    beside = round(_BESIDE_MM / _STEP_MM)
    at = line[0] + (line[1] - line[0]) * strip.along
    middle = np.rint(at / _STEP_MM).astype(int) + _middle(strip)
    columns = (middle[:, None] + np.arange(-beside, beside + 1)).clip(0, len(strip.across) - 1)
    row = np.arange(len(strip.along))
    near = edges[row[:, None], columns]
    weights = near**4 + 1e-9  # of the steepest part alone
    place = (weights * columns).sum(axis=1) / weights.sum(axis=1)
    before = np.floor(place).astype(int).clip(0, len(strip.across) - 2)
    part = (place - before)[:, None]
    px = (1.0 - part) * strip.px[row, before] + part * strip.px[row, before + 1]
    px = px[near.max(axis=1) >= _SURE]
    mm = np.full_like(px, 0.0)
    mm[:, strip.side.axis] = strip.side.begin[strip.side.axis]
    sigma = np.full_like(px, np.inf)
    sigma[:, strip.side.axis] = _EDGE_MM * np.sqrt(_PLACES / _INDEPENDENT)
    return Sights(px, mm, sigma, np.zeros(len(px), np.bool_))


def _middle(strip: _Strip) -> int:
    return len(strip.across) // 2
