"""Cards that are not all there: beyond the picture's edge, or cut."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.camera import View, corners_of, draw_view
from tools.cards.chance import Chance, Span, chance
from tools.cards.photograph import PHONE, Flat, Photograph, ShotSettings, expose, mask_of

BorderKind = Literal["one_side", "two_sides", "cut_corner", "torn_corner", "cut_side"]


@dataclass(frozen=True, slots=True)
class BorderSettings:
    """``beyond_mm``: of the card, outside of the picture. ``corner_mm``: the legs of a cut corner.

    ``side_mm``: a strip that is cut away.
    """

    kinds: tuple[BorderKind, ...] = (
        "one_side",
        "one_side",
        "one_side",
        "two_sides",
        "two_sides",
        "cut_corner",
        "torn_corner",
        "cut_side",
    )
    beyond_mm: Span = (3.0, 22.0)
    corner_mm: Span = (8.0, 26.0)
    side_mm: Span = (3.5, 16.0)


def incomplete(
    thing: Flat,
    seed: int,
    shot: ShotSettings = PHONE,
    settings: BorderSettings = BorderSettings(),
) -> tuple[Photograph, BorderKind, Flat]:
    """A photograph of ``thing`` with a part of it missing, in which way, and what is left of it."""
    rng = chance(seed, "border")
    kind = rng.choose(settings.kinds)
    view = draw_view(chance(seed, "view"), shot.view, thing.size_wh_mm)
    if kind in ("one_side", "two_sides"):
        sides = 1 if kind == "one_side" else 2
        view = _off(rng, view, thing.size_wh_mm, sides, settings)
    else:
        thing = _cut(rng, thing, kind, settings)
    return expose([(thing, view)], seed, shot), kind, thing


def _off(
    rng: Chance, view: View, size_wh_mm: tuple[float, float], sides: int, settings: BorderSettings
) -> View:
    """The same view, with the picture's frame so far along that a part of the card is outside."""
    corners = view.apply(corners_of(size_wh_mm))
    per_mm = view.px_per_mm(size_wh_mm)
    low, high = corners.min(axis=0), corners.max(axis=0)
    shift = np.zeros(2)
    axes = [rng.whole(0, 1)] if sides == 1 else [0, 1]
    for axis in axes:
        # a turned card's tip is narrow: what is outside is measured from where the card is broad
        beyond = per_mm * rng.scaled(settings.beyond_mm) + _tip(corners, axis)
        beyond = min(beyond, 0.45 * (high[axis] - low[axis]))
        if rng.happens(0.5):
            shift[axis] = -low[axis] - beyond
        else:
            shift[axis] = view.size_wh[axis] - high[axis] + beyond
    moved = np.eye(3)
    moved[:2, 2] = shift
    return replace(view, to_px=moved @ view.to_px)


def _tip(corners: NDArray[np.float64], axis: int) -> float:
    """How far the outermost corner stands out before its neighbour, along an axis: a part of it."""
    along = np.sort(corners[:, axis])
    return 0.5 * float(min(along[1] - along[0], along[3] - along[2]))


def _cut(rng: Chance, thing: Flat, kind: BorderKind, settings: BorderSettings) -> Flat:
    """With a corner or a strip gone."""
    width, height = thing.size_wh_mm
    if kind == "cut_side":
        strip = rng.scaled(settings.side_mm)
        slant = rng.about(3.0)
        polygon = np.array(
            [(-1, -1), (strip + slant, -1), (strip - slant, height + 1), (-1, height + 1)]
        )
    else:
        legs = rng.scaled(settings.corner_mm), rng.scaled(settings.corner_mm)
        edge = np.linspace((legs[0], -1.0), (-1.0, legs[1]), 24)
        if kind == "torn_corner":
            edge[1:-1] += np.cumsum(rng.rng.normal(0, 0.5, (22, 2)), axis=0)
        polygon = np.vstack([edge, [(-1.0, -1.0)]])
    if rng.happens(0.5):
        polygon = (width, 0) + polygon * (-1, 1)
    if rng.happens(0.5):
        polygon = (0, height) + polygon * (1, -1)
    cover = np.asarray(255 * mask_of(thing), np.uint8)
    points = np.round(polygon * thing.px_per_mm).astype(np.int32)
    rgb = thing.rgb
    if kind == "torn_corner":  # the core of the card shows white where it is torn
        rgb = rgb.copy()
        wide = round(rng.between((0.3, 1.2)) * thing.px_per_mm)
        cv2.polylines(rgb, [points], False, (246, 244, 240), 2 * wide, cv2.LINE_AA)
    cv2.fillPoly(cover, [points], 0, cv2.LINE_AA)
    return replace(thing, rgb=rgb, cover=cover)
