"""The plane of all frames, and each quantity of the head as a line in it.

A frame is a point (a, b), both shares of the photo's height: a is the visible head's height (chin
to the top of the hair), b the eye line's distance from the top edge. A point of the source that is
t head heights below the eyes lies at t·a + b on the photo. Nothing here depends on a resolution.
"""

from __future__ import annotations

from idphoto.imaging.arrays import Point
from idphoto.photo.framing.frame import Head
from idphoto.photo.framing.plane import Region

Lines = dict[str, Point]
"""Normals by quantity: a normal's dot product with (a, b) is that quantity, as a share of the
photo's height."""


def below_eyes(head: Head, y: float) -> Point:
    """The line of where the source's row ``y`` lies on the photo."""
    return (y - head.eyes_y) / (head.chin_y - head.top_y), 1.0


def length(head: Head, px: float) -> Point:
    """The line of how long ``px`` of the source are on the photo."""
    return px / (head.chin_y - head.top_y), 0.0


def lines_of(head: Head) -> Lines:
    """The lines of all quantities of :class:`FrameConstraints`, and of two more.

    ``head_width`` includes the hair; ``crown_top`` is the crown's distance from the top edge.
    """
    return {
        "face_width": length(head, head.face_width),
        "face_height": length(head, head.chin_y - head.crown_y),
        "head_height": length(head, head.chin_y - head.top_y),
        "head_top": below_eyes(head, head.top_y),
        "chin_top": below_eyes(head, head.chin_y),
        "eyes_top": below_eyes(head, head.eyes_y),
        "head_width": length(head, head.head_width),
        "crown_top": below_eyes(head, head.crown_y),
    }


def whole_plane(lines: Lines) -> Region:
    """A rectangle that holds every frame in which crown and chin are visible."""
    a = 2 / lines["face_height"][0]
    return Region(((0.0, -1.0), (a, -1.0), (a, 2.0), (0.0, 2.0)), ())
