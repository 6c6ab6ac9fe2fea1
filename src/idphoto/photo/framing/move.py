"""A frame that somebody moves by hand: a larger or smaller head, higher or lower. Sees no pixels.

The automatic frame is a point of the plane of all frames (``lines.py``). Everything that it
achieves stays achieved: the ranges that were asked for, and gaps, coverage and uncut hair as far
as the automatic frame has them. That leaves a convex polygon around it, and ``zoom`` and ``shift``
lead from the automatic frame towards the polygon's ends. So no value of theirs breaks a limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from idphoto.imaging.arrays import Point
from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints, Limit
from idphoto.photo.framing.covering import coverage, gaps, hair_inside, inside
from idphoto.photo.framing.frame import Head
from idphoto.photo.framing.lines import Lines, lines_of, whole_plane
from idphoto.photo.framing.plane import ROUNDING, HalfPlane, Region, at_least, at_most, dot
from idphoto.photo.framing.rules import all_rules

FREE: Final = 0.2
"""How much the head may grow and shrink where nobody limits its size, and rise and sink, in head
heights, where nobody limits its place."""


def moved(
    at: Point,
    head: Head,
    constraints: FrameConstraints,
    size_wh: tuple[int, int],
    *,
    zoom: float,
    shift: float,
) -> Point:
    """The frame ``at``, which meets the constraints, with the head's size and height changed.

    ``zoom``: the size, linear from 0, as it is, to 1, the largest, and −1, the smallest. The eyes
    keep their height as far as the limits allow. ``shift``: the height at that size, from 0 to 1,
    the highest, and −1, the lowest. Targets give way: ranges hold.
    """
    lines = lines_of(head)
    allowed = _allowed(at, head, constraints, size_wh, lines)
    size = _between(at[0], _ends(allowed, (1.0, 0.0)), zoom)
    column = allowed.cut(at_least((1.0, 0.0), size), at_most((1.0, 0.0), size))
    lowest, highest = _ends(column, (0.0, 1.0))
    eyes = min(max(at[1], lowest), highest)
    if not _limited(constraints, PLACES, "low"):
        lowest = max(lowest, eyes - FREE * size)
    if not _limited(constraints, PLACES, "high"):
        highest = min(highest, eyes + FREE * size)
    # the eye line is measured from the top edge: a head moves up as it shrinks
    return size, _between(eyes, (lowest, highest), -shift)


def _allowed(
    at: Point,
    head: Head,
    constraints: FrameConstraints,
    size_wh: tuple[int, int],
    lines: Lines,
) -> Region:
    """The frames that may be moved to; ``at`` is one of them."""
    rules = all_rules(_without_targets(constraints), lines, size_wh)
    allowed = whole_plane(lines).cut(*(rule.plane for rule in rules))
    wanted = (
        at_least(lines["head_top"], 0.0),
        *gaps(constraints, lines),
        # clothes are stretched to save a photo, not because somebody prefers a smaller head
        *coverage(head, size_wh, 0.0, 0.0),
        *inside(head, size_wh),
        *hair_inside(head, size_wh, gap=0.0),
        *_free_size(constraints, at[0]),
    )
    return allowed.cut(*(HalfPlane(each.normal, _met(each, at)) for each in wanted))


def _met(plane: HalfPlane, at: Point) -> float:
    """The plane's bound, or as much of it as the frame ``at`` meets."""
    return min(plane.bound, dot(plane.normal, at) - ROUNDING)


def _free_size(constraints: FrameConstraints, size: float) -> Iterator[HalfPlane]:
    if not _limited(constraints, SIZES, "low"):
        yield at_least((1.0, 0.0), (1.0 - FREE) * size)
    if not _limited(constraints, SIZES, "high"):
        yield at_most((1.0, 0.0), (1.0 + FREE) * size)


def _without_targets(constraints: FrameConstraints) -> FrameConstraints:
    ranges: dict[str, Limit | None] = {}
    for name in SIZES + PLACES:
        limit = constraints[name]
        bare = limit is None or (limit.low, limit.high) == (None, None)
        ranges[name] = None if bare or limit is None else replace(limit, target=None)
    return FrameConstraints(**ranges)


def _limited(constraints: FrameConstraints, names: tuple[str, ...], end: str) -> bool:
    limits = (constraints[name] for name in names)
    return any(limit is not None and getattr(limit, end) is not None for limit in limits)


def _ends(region: Region, normal: Point) -> tuple[float, float]:
    """The least and the largest normal·p in the region."""
    return -region.most((-normal[0], -normal[1])), region.most(normal)


def _between(now: float, ends: tuple[float, float], share: float) -> float:
    """From ``now`` towards the lower end for a negative share, towards the upper one else."""
    end = ends[0] if share < 0 else ends[1]
    return now + abs(share) * (end - now)
