"""What a camera's live view needs to know of the faces before it: milliseconds, and no matte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.checks.side_light import measure_side_light
from idphoto.face.choose import from_left
from idphoto.face.expression import lid_gap
from idphoto.face.find import find_faces
from idphoto.face.landmarks import CHIN, FOREHEAD, Face
from idphoto.imaging.arrays import Point
from idphoto.imaging.colour import LUMINANCE, to_linear
from idphoto.imaging.decode import Source
from idphoto.imaging.geometry import box_around
from idphoto.runtime.engine import Engine

# Faces are found, and their light is measured, in a picture that is hardly larger than this.
LONGEST_PX: Final = 640


@dataclass(frozen=True, slots=True)
class LiveFace:
    """A face, in pixels of the upright picture. Angles in degrees, as ``FaceMeasurements`` has
    them.

    ``left_eye`` and ``right_eye``: the pupils at the picture's left and right. ``forehead``: where
    the hair begins, about. ``width_px``: across the cheekbones. ``lid_gap``: the opening of the
    more closed eye, over the distance from the eyes to the chin. ``brightness``: CIE L* of the
    face, 0–100. ``side_light``: how many times as much light its brighter half reflects; None if a
    half is hardly seen.
    """

    left_eye: Point
    right_eye: Point
    chin: Point
    forehead: Point
    width_px: float
    roll_deg: float
    yaw_deg: float
    pitch_deg: float
    lid_gap: float
    brightness: float
    side_light: float | None


def look_live(engine: Engine, source: Source) -> tuple[LiveFace, ...]:
    """The faces of a picture, from the left; empty if none is plainly seen.

    Takes some 10 ms. Small, sideways and upside-down faces, which ``find_faces`` looks for as well,
    are not found: in a live view they are not what is wanted.

    Raises:
        BadImage: the pixels cannot be read.
    """
    picture = source.decode(source.shrink_for(LONGEST_PX))
    faces = from_left(find_faces(engine, picture.rgb))
    return tuple(_live_face(picture.rgb, face, picture.shrink) for face in faces)


def _live_face(rgb: NDArray[np.uint8], face: Face, shrink: int) -> LiveFace:
    brightness, side_light = _light(rgb, face)
    pose = face.pose
    # the person's right eye is at the picture's left
    points = (face.right_eye, face.left_eye, face.point(CHIN), face.point(FOREHEAD))
    left_eye, right_eye, chin, forehead = (
        (float(x) * shrink, float(y) * shrink) for x, y in points
    )
    return LiveFace(
        left_eye,
        right_eye,
        chin,
        forehead,
        width_px=face.width_px * shrink,
        roll_deg=face.roll_deg,
        yaw_deg=pose.yaw_deg,
        pitch_deg=pose.pitch_deg,
        lid_gap=lid_gap(face.points[:, :2]),
        brightness=brightness,
        side_light=side_light,
    )


def _light(rgb: NDArray[np.uint8], face: Face) -> tuple[float, float | None]:
    """The brightness and the side light of a face."""
    box = box_around(face.points[:, :2])
    height, width = rgb.shape[:2]
    top, bottom = max(0, int(box.top)), min(height, int(box.bottom) + 1)
    left, right = max(0, int(box.left)), min(width, int(box.right) + 1)
    part = rgb[top:bottom, left:right]
    if part.size == 0:
        return 0.0, None
    points = face.points[:, :2] - (left, top)
    drawn = np.zeros(part.shape[:2], np.uint8)
    corners = cv2.convexHull(points.astype(np.float32)).round().astype(np.int32)
    cv2.fillConvexPoly(drawn, corners, 1)
    hull = drawn > 0
    luminance = to_linear(part) @ LUMINANCE
    seen = luminance[hull]
    if seen.size == 0:
        return 0.0, None
    sides = measure_side_light(luminance, hull, points)
    return _lightness(float(seen.mean())), None if sides is None else sides[0]


def _lightness(luminance: float) -> float:
    """CIE L*, 0–100, of linear light, 0–1 (CIE 15:2004)."""
    if luminance <= (6 / 29) ** 3:
        return luminance * (29 / 3) ** 3
    return float(116.0 * np.cbrt(luminance) - 16.0)
