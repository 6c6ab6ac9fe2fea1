"""Corrections that somebody makes by hand: where the head is, and how the photo shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from idphoto.errors import BadRequest
from idphoto.face.landmarks import Face, LandmarkPoint
from idphoto.face.marks import HeadMarks
from idphoto.face.measure import VERTEX_RATIO
from idphoto.imaging.arrays import Point
from idphoto.imaging.geometry import Similarity

POINTS: Final = ("left_eye", "right_eye", "chin", "crown")

MAX_TURN_DEG: Final = 15.0
"""Most that the photo may be turned, and that two corrected eyes may turn it: beyond that the
shoulders lie on their side."""
MAX_MOVE: Final = 0.2
"""Most that a point may be away from where it was measured, in head heights. That is about the way
from the chin to the mouth, and more than from a pupil to the bridge of the nose: a point further
away marks something else. Beards and infants' high crowns are corrected by less."""
# How high the eyes may be, of the way from the chin to the crown: 49 % in adults (VERTEX_RATIO),
# less in infants.
_EYES_HIGH: Final = (0.35, 0.65)
_LEAST_INTER_EYE: Final = 0.6  # of the measured distance


@dataclass(frozen=True, slots=True)
class Adjustments:
    """Corrections by hand. The photo still keeps all limits of its document.

    Points are x and y in pixels of the source at full size, as ``HeadOnSource`` has them; each
    replaces what was measured, and the photo is framed anew. None leaves a point as it is.

    ``left_eye``, ``right_eye``: the pupils, at the photo's left and right; they are levelled.
    ``chin``. ``crown``: the top of the skull, without hair. ``rotate_deg``: the turn, clockwise, in
    addition to levelling the eyes, -15 to 15. ``zoom``: the head's size, from 0, as it is by
    itself, to 1, the largest that the limits allow, and -1, the smallest; without limits, a fifth
    more or less. ``shift``: the head's height in the photo, from 0 to 1, the highest, and -1, the
    lowest. A target of ``FrameConstraints`` gives way to both; ranges hold.

    Turning and cropping are not editing: every document allows them.

    Raises:
        BadRequest: a number is out of range or not finite; the field is named.

    >>> import idphoto
    >>> closer = idphoto.Adjustments(zoom=1)
    >>> photo = idphoto.make_photo("me.jpg", "jp-visa", adjustments=closer)
    >>> round(photo.measurements.face_height), round(photo.constraints.face_height.high)
    (401, 401)
    """

    left_eye: Point | None = None
    right_eye: Point | None = None
    chin: Point | None = None
    crown: Point | None = None
    rotate_deg: float = 0.0
    zoom: float = 0.0
    shift: float = 0.0

    def __post_init__(self) -> None:
        for name, most in (("rotate_deg", MAX_TURN_DEG), ("zoom", 1.0), ("shift", 1.0)):
            value = getattr(self, name)
            if not -most <= value <= most:
                raise BadRequest(_field(name), f"{value:g} is outside -{most:g} to {most:g}")
        for name, (x, y) in self.points.items():
            if not (math.isfinite(x) and math.isfinite(y)):
                raise BadRequest(_field(name), f"{x:g}, {y:g} is not a point")

    @property
    def points(self) -> dict[str, Point]:
        """The points that are given, by name."""
        found = {name: getattr(self, name) for name in POINTS}
        return {name: point for name, point in found.items() if point is not None}

    @property
    def moves_head(self) -> bool:
        """Whether it changes where the head is, or how it is turned."""
        return bool(self.points) or self.rotate_deg != 0.0


def marks_for(
    face: Face, adjustments: Adjustments, to_source: Similarity, source_wh: tuple[int, int]
) -> HeadMarks:
    """The points to measure a head from, in pixels of the picture in which ``face`` was found.

    ``to_source``: the map from there to the source, whose size is ``source_wh``. A crown that is
    not given is where eyes and chin suggested it before they were corrected.

    Raises:
        BadRequest: a point cannot be what it is said to be; the field is named.
    """
    found = _found(face)
    height = VERTEX_RATIO * face.eyes_to_chin_px
    back = to_source.inverse()
    points = dict(found)
    for name, given in adjustments.points.items():
        _check_inside(name, given, source_wh)
        points[name] = back.apply(np.array([given]))[0]
        away = float(np.hypot(*(points[name] - found[name]))) / height
        if away > MAX_MOVE:
            x, y = to_source.apply(found[name][None])[0]
            raise BadRequest(
                _field(name),
                f"is {away:.0%} of the head's height away from where it was measured, at "
                f"{x:.0f}, {y:.0f}; at most {MAX_MOVE:.0%}",
            )
    marks = HeadMarks(
        right_eye=points["left_eye"],
        left_eye=points["right_eye"],
        chin=points["chin"],
        crown=points["crown"] if adjustments.moves_head else None,
        turned_deg=adjustments.rotate_deg,
    )
    _check_eyes(marks, face, adjustments)
    _check_order(points, marks, adjustments)
    return marks


def _found(face: Face) -> dict[str, LandmarkPoint]:
    """The measured points by name; the crown is where eyes and chin suggest it."""
    marks = HeadMarks.of(face)
    level = marks.levelling
    eyes = (marks.right_eye + marks.left_eye) / 2
    (x, eyes_y), (_, chin_y) = level.apply(np.stack([eyes, marks.chin]))
    crown = level.inverse().apply(np.array([(x, chin_y - VERTEX_RATIO * (chin_y - eyes_y))]))[0]
    # the person's right eye is the one at the picture's left
    points = (marks.right_eye, marks.left_eye, marks.chin, crown)
    return dict(zip(POINTS, points, strict=True))


def _check_inside(name: str, point: Point, source_wh: tuple[int, int]) -> None:
    if all(0 <= at <= side for at, side in zip(point, source_wh, strict=True)):
        return
    width, height = source_wh
    where = f"{point[0]:g}, {point[1]:g}"
    raise BadRequest(_field(name), f"{where} is outside the source of {width} × {height} px")


def _check_eyes(marks: HeadMarks, face: Face, adjustments: Adjustments) -> None:
    given = [name for name in ("left_eye", "right_eye") if name in adjustments.points]
    if not given:
        return
    along = Similarity(angle_deg=-face.roll_deg).apply(np.stack([marks.right_eye, marks.left_eye]))
    share = float(along[1, 0] - along[0, 0]) / face.inter_eye_px
    if share < _LEAST_INTER_EYE:
        reason = (
            f"the left eye would be {share:.0%} of the measured distance to the left of the right "
            f"eye; at least {_LEAST_INTER_EYE:.0%}"
        )
        raise BadRequest(_field(given[0]), reason)
    turn = marks.roll_deg + marks.turned_deg - face.roll_deg
    if abs(turn) > MAX_TURN_DEG:
        raise BadRequest(
            _field(given[0]),
            f"the eyes would turn the photo by {abs(turn):.0f}°; at most {MAX_TURN_DEG:.0f}°",
        )


def _check_order(
    points: dict[str, LandmarkPoint], marks: HeadMarks, adjustments: Adjustments
) -> None:
    """Refuse eyes that do not lie about half-way between the chin and the crown."""
    if not adjustments.points:
        return
    level = Similarity(angle_deg=-(marks.roll_deg + marks.turned_deg))
    left, right, chin, crown = level.apply(np.stack([points[name] for name in POINTS]))[:, 1]
    height = float(chin - crown)
    high = (float(chin) - float(left + right) / 2) / height if height > 0 else 0.0
    least, most = _EYES_HIGH
    if not least <= high <= most:
        field = next(name for name in ("chin", "crown", *POINTS) if name in adjustments.points)
        raise BadRequest(
            _field(field),
            f"the eyes would be {high:.0%} of the way up from the chin to the crown; of heads it "
            f"is {least:.0%} to {most:.0%}",
        )


def _field(name: str) -> str:
    return f"adjustments.{name}"
