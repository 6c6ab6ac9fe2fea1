"""The frame that meets the constraints and composes the photo best. Sees no pixels.

The eyes are level already and the face is centred, so two unknowns remain: the scale and the
vertical shift. All six quantities that a constraint can name are linear in them. So every range is
a strip of a plane (``lines.py``), the allowed frames are a convex polygon, and the best of them is
found exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from idphoto.errors import BadRequest
from idphoto.imaging.arrays import Point
from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints
from idphoto.photo.framing.covering import (
    MAX_SHIFT,
    MIN_HAIR_GAP,
    corner,
    coverage,
    gaps,
    hair_inside,
    inside,
)
from idphoto.photo.framing.frame import Frame, Head
from idphoto.photo.framing.lines import Lines, lines_of, whole_plane
from idphoto.photo.framing.move import moved
from idphoto.photo.framing.plane import HalfPlane, at_least, at_most, dot
from idphoto.photo.framing.rules import all_rules, conflict
from idphoto.photo.framing.wishes import DEFAULT_COMPOSITION, Composition, wishes_of

# How much the head may grow, and sink (a share of the photo's height), so that the source covers
# the photo. First the head grows a little. If the source still lacks more than may be completed,
# it grows further: a close photo is better than none.
EASY_GROWTH = 1.15
MAX_GROWTH = 1.5
MAX_DROP = 0.04
# How far the head may shrink so that no hair is cut by the photo's sides.
MAX_SHRINK = 0.85
# And so that no hair is cut by the photo's side: less, because the face counts for more.
MAX_HAIR_SHIFT = 0.02
# Gaps and coverage come no nearer to a range's ends than this share of it, because a later
# measurement of the photo has an error of its own.
RANGE_MARGIN = 0.1

COVERED_PX = 0.01  # less than this counts as covered


def solve_frame(
    head: Head,
    constraints: FrameConstraints,
    size_wh: tuple[int, int],
    *,
    default: Composition = DEFAULT_COMPOSITION,
    zoom: float = 0.0,
    shift: float = 0.0,
) -> Frame:
    """The best frame of ``size_wh`` pixels for this head.

    Targets hold within half a percent of the photo's height, and ranges exactly; crown and chin
    lie inside the photo and the face is no wider than it. Of the frames that are left, the best
    meets, in this order and each as far as the earlier ones allow:

    1. the targets;
    2. the hair is not cut;
    3. chin and hair keep a gap to the edges;
    4. what the source lacks at the bottom edge, then at both sides, is little enough to be
       completed, as long as the head grows by no more than MAX_GROWTH and sinks by no more than
       MAX_DROP; then it lacks nothing, as long as the head grows by no more than EASY_GROWTH;
    5. the middles of narrow ranges, then ``default``.

    ``zoom``, ``shift``: how far somebody moved the frame from there, −1 to 1; see ``move.py``.

    Raises:
        FramingConflict: no frame meets the constraints.
        BadRequest: the photo has no size.
    """
    if min(size_wh) <= 0:
        raise BadRequest("size_wh", f"must be positive, not {size_wh[0]} × {size_wh[1]}")
    lines = lines_of(head)
    rules = list(all_rules(constraints, lines, size_wh))
    wishes = list(wishes_of(constraints, lines, size_wh, default))

    allowed = whole_plane(lines).cut(*(rule.plane for rule in rules))
    if not allowed.corners:
        raise conflict(rules, size_wh[1])
    # nothing fails from here on: each line narrows the rest only as far as that leaves something
    allowed = allowed.cut(*_as_targeted(constraints, lines, allowed.best(wishes)))
    allowed = allowed.towards(at_least(lines["head_top"], 0.0))
    allowed = allowed.cut(*_off_the_ends(constraints, lines, allowed.best(wishes), size_wh[1]))
    for plane in gaps(constraints, lines):
        allowed = allowed.towards(plane)
    allowed = allowed.cut(*_near(lines, allowed.best(wishes)))
    tallest = EASY_GROWTH * dot(lines["head_height"], allowed.best(wishes))
    easy = at_most(lines["head_height"], tallest)
    for plane in (
        *coverage(head, size_wh, head.stretch_below, head.stretch_beside),
        *hair_inside(head, size_wh),
        *inside(head, size_wh),
        easy,
        *coverage(head, size_wh, 0.0, 0.0),
    ):
        allowed = allowed.towards(plane)
    at = allowed.best(wishes)
    if zoom or shift:
        at = moved(at, head, constraints, size_wh, zoom=zoom, shift=shift)
    return _frame(head, at, size_wh)


def _as_targeted(constraints: FrameConstraints, lines: Lines, at: Point) -> Iterator[HalfPlane]:
    """Keep the targets as they are met: their tolerance is not for the later wishes."""
    for name in SIZES + PLACES:
        limit = constraints[name]
        if limit is not None and limit.target is not None:
            now = dot(lines[name], at)
            yield at_least(lines[name], now)
            yield at_most(lines[name], now)


def _off_the_ends(
    constraints: FrameConstraints, lines: Lines, at: Point, height: int
) -> Iterator[HalfPlane]:
    """The ranges without RANGE_MARGIN at both ends, but wide enough to hold ``at``."""
    for name in SIZES + PLACES:
        limit = constraints[name]
        if limit is not None and limit.low is not None and limit.high is not None:
            now, margin = dot(lines[name], at), RANGE_MARGIN * (limit.high - limit.low)
            yield at_least(lines[name], min(now, (limit.low + margin) / height))
            yield at_most(lines[name], max(now, (limit.high - margin) / height))


def _near(lines: Lines, at: Point) -> Iterator[HalfPlane]:
    """How far the frame may leave the composition so that the source covers it."""
    head, top = lines["head_height"], lines["head_top"]
    yield at_least(head, dot(head, at) * MAX_SHRINK)
    yield at_most(head, dot(head, at) * MAX_GROWTH)
    yield at_most(top, dot(top, at) + MAX_DROP)


def _frame(head: Head, at: Point, size_wh: tuple[int, int]) -> Frame:
    """The frame at a point of the plane, in pixels."""
    width, height = size_wh
    a, b = at
    scale = a * height / (head.chin_y - head.top_y)
    dx, dy = width / 2 - scale * head.centre_x, b * height - scale * head.eyes_y
    left, right = head.left_x, head.right_x
    dx += width * _shift(head, scale, dx, width)
    return Frame(
        scale,
        dx,
        dy,
        size_wh,
        missing_bottom_px=_missing(
            height * (1.0 + corner(head, size_wh)) - (scale * head.body_bottom_y + dy)
        ),
        missing_left_px=0.0 if left is None else _missing(scale * left + dx),
        missing_right_px=0.0 if right is None else _missing(width - (scale * right + dx)),
    )


def _shift(head: Head, scale: float, dx: float, width: int) -> float:
    """How far the source is moved to the right, as a share of the width, so that the worse side
    shows less that the source lacks or, if it lacks nothing, cuts off less hair."""
    left, right = head.left_x, head.right_x
    lacks_left = 0.0 if left is None else _missing(scale * left + dx)
    lacks_right = 0.0 if right is None else _missing(width - (scale * right + dx))
    if lacks_left or lacks_right:
        return _towards_worse(lacks_right / width, lacks_left / width, MAX_SHIFT)
    if head.hair_left_x is None or head.hair_right_x is None:
        return 0.0
    gap = MIN_HAIR_GAP * width
    cut_left = _missing(gap - (scale * head.hair_left_x + dx))
    cut_right = _missing(scale * head.hair_right_x + dx - (width - gap))
    # what the source covers on the other side
    spare_left = math.inf if left is None else -(scale * left + dx)
    spare_right = math.inf if right is None else scale * right + dx - width
    return _towards_worse(
        min(cut_left, spare_left) / width, min(cut_right, spare_right) / width, MAX_HAIR_SHIFT
    )


def _towards_worse(rightwards: float, leftwards: float, most: float) -> float:
    """The shift to the right between two needs: half their difference if both are there."""
    both = rightwards > 0 and leftwards > 0
    wanted = (rightwards - leftwards) / (2 if both else 1)
    return max(-most, min(most, wanted))


def _missing(px: float) -> float:
    return px if px > COVERED_PX else 0.0
