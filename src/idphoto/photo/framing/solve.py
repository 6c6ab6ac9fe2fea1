"""From measurements of the head and constraints to one transform. Sees no pixels.

The eyes are level already, the face is centred, so two unknowns remain: the scale and the vertical
shift. All six quantities a constraint can name are linear in them, hence every range is a strip of
a plane, what is allowed is a convex polygon, and the best composition in it is found exactly.

The plane's coordinates are shares of the photo's height: a, the visible head's (chin to the top of
the hair), and b, the eye line's below the top edge. A point of the source that lies t head heights
below the eyes comes out at t·a + b. Nothing in it depends on either resolution.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from idphoto.errors import BadRequest
from idphoto.imaging.arrays import Point
from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints
from idphoto.photo.framing.frame import Frame, Head
from idphoto.photo.framing.plane import HalfPlane, Region, Wish, at_least, at_most, dot
from idphoto.photo.framing.rules import all_rules, conflict

# Each class of wishes outranks the next so far that the next only decides what it leaves open.
TARGET_WEIGHT = 1.0
RANGE_WEIGHT = 1e-3
DEFAULT_WEIGHT = 1e-6
# A tolerance as narrow as Doc 9303's 70–80 % (half of it: 0.05) is to be met in the middle. A wide
# range says what is forbidden, not what is wished: twice as wide counts a sixteenth.
NARROW_RANGE = 0.05
# The gap above the hair decides before the eye line does.
HEAD_TOP_PART, EYES_PART = 0.75, 0.25

# How far the head may grow, and sink (a share of the photo's height), so that the source's body
# reaches the edges: more of either is seen at once, a few extended pixels of cloth are not.
MAX_GROWTH = 1.12
MAX_DROP = 0.04
# Whatever the head's size, unless the request says so: between the edge and the hair, and below the
# chin (half of the Chinese passport's 7 of 48 mm), shares of the height.
MIN_HAIR_GAP = 0.03
MIN_CHIN_GAP = 0.07
# Neither that nor covering goes nearer to a range's ends than this share of it: whoever measures
# the photo errs as well.
RANGE_MARGIN = 0.1

COVERED_PX = 0.01  # less than this is not missing


@dataclass(frozen=True, slots=True)
class Composition:
    """What to aim for where nothing is asked: shares of the photo's height, or of its width."""

    # The US rule is 50–69 % of the height with hair, the Chinese passport's 28–33 of 48 mm
    # (58–69 %) without.
    head_height: float = 0.60
    # The same for a square: near the US rule's middle, with more room for the shoulders.
    head_height_in_square: float = 0.56
    # The Chinese passport allows up to 67 %, 22 of 33 mm.
    head_width: float = 0.64
    # The Chinese passport: 3–5 of 48 mm.
    head_top: float = 0.09
    # The middle of ISO/IEC 19794-5:2005's eye line, 50–70 % of the height above the bottom edge.
    eyes_top: float = 0.40


DEFAULT_COMPOSITION = Composition()


def solve_frame(
    head: Head,
    constraints: FrameConstraints,
    size_wh: tuple[int, int],
    *,
    default: Composition = DEFAULT_COMPOSITION,
) -> Frame:
    """The best frame of ``size_wh`` pixels for this head.

    Targets hold within half a percent of the photo's height, ranges exactly; crown and chin lie
    inside the photo and the face is no wider than it. Within that, each as far as those before it
    allow: targets are met; the hair is not cut; chin and hair keep off the edges; the body reaches
    the bottom edge, then both sides, without the head growing by more than MAX_GROWTH or sinking by
    more than MAX_DROP; the middles of narrow ranges are met, and ``default``.

    Raises :class:`FramingConflict` where no frame meets the constraints, :class:`BadRequest` for a
    photo of no size.
    """
    if min(size_wh) <= 0:
        raise BadRequest("size_wh", f"must be positive, not {size_wh[0]} × {size_wh[1]}")
    lines = _lines(head)
    rules = list(all_rules(constraints, lines, size_wh))
    wishes = list(_wishes(constraints, lines, size_wh, default))

    allowed = _anything(lines).cut(*(rule.plane for rule in rules))
    if not allowed.corners:
        raise conflict(rules, size_wh[1])
    # From here on nothing fails: each step narrows what is left as far as it can be narrowed.
    allowed = allowed.cut(*_as_targeted(constraints, lines, allowed.best(wishes)))
    allowed = allowed.towards(at_least(lines["head_top"], 0.0))
    allowed = allowed.cut(*_off_the_ends(constraints, lines, allowed.best(wishes), size_wh[1]))
    for plane in _gaps(constraints, lines):
        allowed = allowed.towards(plane)
    allowed = allowed.cut(*_near(lines, allowed.best(wishes)))
    for plane in _coverage(head, size_wh):
        allowed = allowed.towards(plane)
    return _frame(head, allowed.best(wishes), size_wh)


# --- the plane ----------------------------------------------------------------------------------


def _below_eyes(head: Head, y: float) -> Point:
    """The normal that tells where the row ``y`` comes out."""
    return (y - head.eyes_y) / (head.chin_y - head.top_y), 1.0


def _length(head: Head, px: float) -> Point:
    """The normal that tells how long ``px`` of the source come out."""
    return px / (head.chin_y - head.top_y), 0.0


def _lines(head: Head) -> dict[str, Point]:
    """Each quantity's normal: its dot product with (a, b) is that share of the photo's height.

    Beside those of :class:`FrameConstraints`: ``head_width``, and ``crown_top``, the crown below
    the top edge.
    """
    return {
        "face_width": _length(head, head.face_width),
        "face_height": _length(head, head.chin_y - head.crown_y),
        "head_height": _length(head, head.chin_y - head.top_y),
        "head_top": _below_eyes(head, head.top_y),
        "chin_top": _below_eyes(head, head.chin_y),
        "eyes_top": _below_eyes(head, head.eyes_y),
        "head_width": _length(head, head.head_width),
        "crown_top": _below_eyes(head, head.crown_y),
    }


def _anything(lines: dict[str, Point]) -> Region:
    """A rectangle round every frame that shows crown and chin."""
    a = 2 / lines["face_height"][0]
    return Region(((0.0, -1.0), (a, -1.0), (a, 2.0), (0.0, 2.0)), ())


# --- what is wished -----------------------------------------------------------------------------


def _wishes(
    constraints: FrameConstraints,
    lines: dict[str, Point],
    size_wh: tuple[int, int],
    default: Composition,
) -> Iterator[Wish]:
    """Targets, the middles of ranges, and the default composition."""
    width, height = size_wh
    for name in SIZES + PLACES:
        limit = constraints[name]
        if limit is None:
            continue
        if limit.target is not None:
            yield Wish(lines[name], limit.target / height, TARGET_WEIGHT)
        elif limit.low is not None and limit.high is not None:
            middle, half = (limit.low + limit.high) / 2, (limit.high - limit.low) / 2
            fade = min(1.0, NARROW_RANGE * height / half) ** 4 if half > 0 else 1.0
            yield Wish(lines[name], middle / height, RANGE_WEIGHT * fade)

    tallest = default.head_height if height > width else default.head_height_in_square
    widest = default.head_width * width / height / lines["head_width"][0]
    yield Wish(lines["head_height"], min(tallest, widest), DEFAULT_WEIGHT)
    yield Wish(lines["head_top"], default.head_top, DEFAULT_WEIGHT * HEAD_TOP_PART)
    yield Wish(lines["eyes_top"], default.eyes_top, DEFAULT_WEIGHT * EYES_PART)


# --- what should hold ---------------------------------------------------------------------------


def _as_targeted(
    constraints: FrameConstraints, lines: dict[str, Point], at: Point
) -> Iterator[HalfPlane]:
    """Targets stay where they came out: their tolerance is not for what follows to use up."""
    for name in SIZES + PLACES:
        limit = constraints[name]
        if limit is not None and limit.target is not None:
            now = dot(lines[name], at)
            yield at_least(lines[name], now)
            yield at_most(lines[name], now)


def _off_the_ends(
    constraints: FrameConstraints, lines: dict[str, Point], at: Point, height: int
) -> Iterator[HalfPlane]:
    """Ranges less RANGE_MARGIN at both ends; ``at``, where it lies farther out, stays inside."""
    for name in SIZES + PLACES:
        limit = constraints[name]
        if limit is not None and limit.low is not None and limit.high is not None:
            now, margin = dot(lines[name], at), RANGE_MARGIN * (limit.high - limit.low)
            yield at_least(lines[name], min(now, (limit.low + margin) / height))
            yield at_most(lines[name], max(now, (limit.high - margin) / height))


def _gaps(constraints: FrameConstraints, lines: dict[str, Point]) -> Iterator[HalfPlane]:
    """Some room below the chin and above the hair, unless the request settles that itself."""
    if constraints.chin_top is None:
        yield at_most(lines["chin_top"], 1 - MIN_CHIN_GAP)
    if constraints.head_top is None:
        yield at_least(lines["head_top"], MIN_HAIR_GAP)


def _near(lines: dict[str, Point], at: Point) -> Iterator[HalfPlane]:
    """How far the frame may leave the composition in order to show no edge of the source."""
    head, top = lines["head_height"], lines["head_top"]
    yield at_least(head, dot(head, at))
    yield at_most(head, dot(head, at) * MAX_GROWTH)
    yield at_most(top, dot(top, at) + MAX_DROP)


def _coverage(head: Head, size_wh: tuple[int, int]) -> Iterator[HalfPlane]:
    """Where the source's body reaches the photo's edges; the more important first.

    The bottom comes first: a torso that floats is a worse sight than a sleeve that is extended.
    """
    yield at_least(_below_eyes(head, head.body_bottom_y), 1.0)
    half_width = size_wh[0] / 2 / size_wh[1]
    if head.body_left_x is not None:
        yield at_least(_length(head, head.centre_x - head.body_left_x), half_width)
    if head.body_right_x is not None:
        yield at_least(_length(head, head.body_right_x - head.centre_x), half_width)


def _frame(head: Head, at: Point, size_wh: tuple[int, int]) -> Frame:
    """Back from shares to pixels."""
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
