"""The frame that meets the constraints and composes the photo best. Sees no pixels.

The eyes are level already and the face is centred, so two unknowns remain: the scale and the
vertical shift. All six quantities that a constraint can name are linear in them. So every range is
a strip of a plane (``lines.py``), the allowed frames are a convex polygon, and the best of them is
found exactly.
"""

from __future__ import annotations

from collections.abc import Iterator

from idphoto.errors import BadRequest
from idphoto.imaging.arrays import Point
from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints
from idphoto.photo.framing.frame import Frame, Head
from idphoto.photo.framing.lines import Lines, below_eyes, length, lines_of, whole_plane
from idphoto.photo.framing.plane import HalfPlane, at_least, at_most, dot
from idphoto.photo.framing.rules import all_rules, conflict
from idphoto.photo.framing.wishes import DEFAULT_COMPOSITION, Composition, wishes_of

# How much the head may grow, and sink (a share of the photo's height), so that the source's body
# reaches the edges. More of either is noticed at once; a few extended pixels of cloth are not.
MAX_GROWTH = 1.12
MAX_DROP = 0.04
# The least gaps unless the request asks for others, in shares of the height: above the hair, and
# below the chin (half of the Chinese passport's 7 of 48 mm).
MIN_HAIR_GAP = 0.03
MIN_CHIN_GAP = 0.07
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
) -> Frame:
    """The best frame of ``size_wh`` pixels for this head.

    Targets hold within half a percent of the photo's height, and ranges exactly; crown and chin
    lie inside the photo and the face is no wider than it. Of the frames that are left, the best
    meets, in this order and each as far as the earlier ones allow:

    1. the targets;
    2. the hair is not cut;
    3. chin and hair keep a gap to the edges;
    4. the body reaches the bottom edge, then both sides, as long as the head grows by no more than
       MAX_GROWTH and sinks by no more than MAX_DROP;
    5. the middles of narrow ranges, then ``default``.

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
    for plane in _gaps(constraints, lines):
        allowed = allowed.towards(plane)
    allowed = allowed.cut(*_near(lines, allowed.best(wishes)))
    for plane in _coverage(head, size_wh):
        allowed = allowed.towards(plane)
    return _frame(head, allowed.best(wishes), size_wh)


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


def _gaps(constraints: FrameConstraints, lines: Lines) -> Iterator[HalfPlane]:
    """The least gaps below the chin and above the hair, unless the request sets them."""
    if constraints.chin_top is None:
        yield at_most(lines["chin_top"], 1 - MIN_CHIN_GAP)
    if constraints.head_top is None:
        yield at_least(lines["head_top"], MIN_HAIR_GAP)


def _near(lines: Lines, at: Point) -> Iterator[HalfPlane]:
    """How far the frame may leave the composition so that no edge of the source shows."""
    head, top = lines["head_height"], lines["head_top"]
    yield at_least(head, dot(head, at))
    yield at_most(head, dot(head, at) * MAX_GROWTH)
    yield at_most(top, dot(top, at) + MAX_DROP)


def _coverage(head: Head, size_wh: tuple[int, int]) -> Iterator[HalfPlane]:
    """The frames in which the source's body reaches the photo's edges, the most important first.

    The bottom is first: a torso that ends in the air looks worse than an extended sleeve.
    """
    yield at_least(below_eyes(head, head.body_bottom_y), 1.0)
    half_width = size_wh[0] / 2 / size_wh[1]
    if head.body_left_x is not None:
        yield at_least(length(head, head.centre_x - head.body_left_x), half_width)
    if head.body_right_x is not None:
        yield at_least(length(head, head.body_right_x - head.centre_x), half_width)


def _frame(head: Head, at: Point, size_wh: tuple[int, int]) -> Frame:
    """The frame at a point of the plane, in pixels."""
    width, height = size_wh
    a, b = at
    scale = a * height / (head.chin_y - head.top_y)
    dx, dy = width / 2 - scale * head.centre_x, b * height - scale * head.eyes_y
    left, right = head.body_left_x, head.body_right_x
    return Frame(
        scale,
        dx,
        dy,
        size_wh,
        missing_bottom_px=_missing(height - (scale * head.body_bottom_y + dy)),
        missing_left_px=0.0 if left is None else _missing(scale * left + dx),
        missing_right_px=0.0 if right is None else _missing(width - (scale * right + dx)),
    )


def _missing(px: float) -> float:
    return px if px > COVERED_PX else 0.0
