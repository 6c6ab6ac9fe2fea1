"""What a good frame shows, as half-planes: gaps, nothing that the source lacks, uncut hair.

The solver approaches each as far as the request's limits allow; see ``solve.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from idphoto.photo.framing.constraints import FrameConstraints
from idphoto.photo.framing.frame import Head
from idphoto.photo.framing.lines import Lines, below_eyes
from idphoto.photo.framing.lines import length as length_of
from idphoto.photo.framing.plane import HalfPlane, at_least, at_most

# How far the face may leave the middle, in shares of the width, if one side of the source is short.
# ISO/IEC 19794-5 allows 5 %.
MAX_SHIFT = 0.03
# The least gaps unless the request asks for others, in shares of the height: above the hair, and
# below the chin (half of the Chinese passport's 7 of 48 mm).
MIN_HAIR_GAP = 0.03
MIN_CHIN_GAP = 0.07


def gaps(constraints: FrameConstraints, lines: Lines) -> Iterator[HalfPlane]:
    """The least gaps below the chin and above the hair, unless the request sets them."""
    if constraints.chin_top is None:
        yield at_most(lines["chin_top"], 1 - MIN_CHIN_GAP)
    if constraints.head_top is None:
        yield at_least(lines["head_top"], MIN_HAIR_GAP)


def coverage(
    head: Head, size_wh: tuple[int, int], below: float, beside: float
) -> Iterator[HalfPlane]:
    """The frames in which the source covers the photo's edges, the most important first.

    ``below``, ``beside``: the shares of the photo's height below the chin and of its width that it
    may lack. The bottom is first: a torso that ends in the air looks worse than a sleeve that does.
    """
    body, chin = below_eyes(head, head.body_bottom_y), below_eyes(head, head.chin_y)
    covered = body[0] - below * chin[0], body[1] - below * chin[1]
    yield at_least(covered, 1.0 + corner(head, size_wh) - below)
    aspect = size_wh[0] / size_wh[1]
    room = [length for side in ("left", "right") if (length := _room(head, side)) is not None]
    shift = MAX_SHIFT if room else 0.0
    for px in sorted(room):
        yield at_least(length_of(head, px), (0.5 - shift - beside) * aspect)
    if len(room) == 2:
        yield at_least(length_of(head, sum(room)), (1.0 - 2 * beside) * aspect)


def inside(head: Head, size_wh: tuple[int, int]) -> Iterator[HalfPlane]:
    """The frames that show nothing beyond the source's top and sides."""
    if head.source is None:
        return
    left, top, right = head.source
    yield at_most(below_eyes(head, top), 0.0)
    for px in sorted((head.centre_x - left, right - head.centre_x)):
        yield at_least(length_of(head, max(0.0, px)), 0.5 * size_wh[0] / size_wh[1])


def hair_inside(
    head: Head, size_wh: tuple[int, int], gap: float = MIN_HAIR_GAP
) -> Iterator[HalfPlane]:
    """The frames whose sides keep ``gap``, a share of the width, to hair and headgear."""
    aspect = size_wh[0] / size_wh[1]
    reaches = [
        reach
        for reach in (
            None if head.hair_left_x is None else head.centre_x - head.hair_left_x,
            None if head.hair_right_x is None else head.hair_right_x - head.centre_x,
        )
        if reach is not None and reach > 0
    ]
    for reach in sorted(reaches):
        yield at_most(length_of(head, reach), (0.5 - gap) * aspect)


def corner(head: Head, size_wh: tuple[int, int]) -> float:
    """How much sooner the torso ends at a corner of the photo, as a share of its height."""
    return head.bottom_slope * size_wh[0] / size_wh[1] / 2


def _room(head: Head, side: str) -> float | None:
    """How much of the source there is beside the face's middle; None if it cuts nothing there."""
    if side == "left":
        return None if head.left_x is None else max(0.0, head.centre_x - head.left_x)
    return None if head.right_x is None else max(0.0, head.right_x - head.centre_x)
