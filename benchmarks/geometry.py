"""How close our landmarks are to points placed by hand, on photos taken from the front.

All lengths are in per cent of the head's height: from the hand-placed chin to the hand-placed top
of the skull. Directions are those of a picture turned so that the hand-placed pupils are level.
"""

from __future__ import annotations

import csv
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.pictures import SHARED
from idphoto.api import default_setup
from idphoto.face.choose import choose_face
from idphoto.face.find import find_faces
from idphoto.face.landmarks import CHIN, INNER_LIPS, Face
from idphoto.face.measure import measure_head
from idphoto.imaging.decode import open_source
from idphoto.imaging.geometry import Similarity
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS
from idphoto.photo.cut_out import make_cutout

Point = NDArray[np.float64]
Points = Mapping[str, Point]
"""Points in pixels of the picture, by name. Left and right are the picture's."""

# Kinds of points, and which way is "aside": -1 left, 1 right. Of a pair, aside is outwards.
KINDS: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    "pupil": (("pupil_left", -1), ("pupil_right", 1)),
    "outer eye corner": (("eye_left_outer", -1), ("eye_right_outer", 1)),
    "inner eye corner": (("eye_left_inner", -1), ("eye_right_inner", 1)),
    "nose base": (("nose_base", 1),),
    "mouth corner": (("mouth_left", -1), ("mouth_right", 1)),
    "lips meet": (("lips_meet", 1),),
    "chin": (("chin", 1),),
    "top of the skull": (("head_top", 1),),
}
_PUPILS: Final = ("pupil_left", "pupil_right")
# Indices in the canonical face model.
_NOSE_BASE: Final = 2
_MOUTH_CORNERS: Final = (61, 291)


@dataclass(frozen=True, slots=True)
class Head:
    """One photo's points: by hand, and ours."""

    photo: str
    hand: Points
    ours: Points


def read_points(path: Path) -> dict[str, Points]:
    """Hand-placed points by photo, from a CSV file with columns ``file``, ``…_x`` and ``…_y``."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row["file"]: {
                name[:-2]: np.array([float(row[name]), float(row[f"{name[:-2]}_y"])])
                for name in row
                if name.endswith("_x")
            }
            for row in csv.DictReader(lines)
        }


def find_points(photo: bytes) -> Points:
    """Our points, found as the product finds them.

    The top of the skull is measured on the levelled head, and placed above its middle.

    Raises:
        NoFace, FaceCutOff: as ``find_faces`` and ``measure_head``.
    """
    setup, source = default_setup(), open_source(photo)
    rgb = source.decode().rgb
    face = choose_face(find_faces(setup.engine, rgb), "largest")
    alpha = make_cutout(setup, source, "fast").rgba[..., 3].astype(np.float32) / 255.0
    head = measure_head(face, alpha, Similarity(), (rgb.shape[1], rgb.shape[0]))
    crown = head.levelling.inverse().apply(np.array([[head.centre_x, head.crown_y]]))[0]
    return {**landmark_points(face), "head_top": crown}


def landmark_points(face: Face) -> Points:
    """What the landmarks show. The person's right is the picture's left."""
    return {
        "pupil_left": face.right_eye,
        "pupil_right": face.left_eye,
        "eye_left_outer": face.point(RIGHT_EYE_CORNERS[0]),
        "eye_left_inner": face.point(RIGHT_EYE_CORNERS[1]),
        "eye_right_inner": face.point(LEFT_EYE_CORNERS[1]),
        "eye_right_outer": face.point(LEFT_EYE_CORNERS[0]),
        "nose_base": face.point(_NOSE_BASE),
        "mouth_left": face.point(_MOUTH_CORNERS[0]),
        "mouth_right": face.point(_MOUTH_CORNERS[1]),
        "lips_meet": (face.point(INNER_LIPS[0]) + face.point(INNER_LIPS[1])) / 2,
        "chin": face.point(CHIN),
    }


def measure_geometry(folder: Path = SHARED / "people") -> list[Head]:
    """The points of all photos that ``points.csv`` lists; empty if it is missing."""
    listed = folder / "points.csv"
    if not listed.exists():
        return []
    return [
        Head(photo, hand, find_points((folder / photo).read_bytes()))
        for photo, hand in read_points(listed).items()
    ]


def by_kind(heads: Sequence[Head]) -> list[dict[str, Any]]:
    """One row for each kind of point.

    ``mean``, ``median``, ``worst``: the distance to the hand-placed point. ``aside``, ``down``:
    the mean with its sign, which is the bias. ``spread``: the standard deviation of ``down``.
    """
    rows = []
    for kind, points in KINDS.items():
        strays = [
            (head.photo, _stray(head, name) * (side, 1.0))
            for head in heads
            for name, side in points
        ]
        lengths = [float(np.hypot(*stray)) for _, stray in strays]
        worst = int(np.argmax(lengths))
        aside, down = np.mean([stray for _, stray in strays], axis=0)
        rows.append(
            {
                "point": kind,
                "points": len(strays),
                "mean": statistics.fmean(lengths),
                "median": statistics.median(lengths),
                "worst": lengths[worst],
                "worst of": strays[worst][0],
                "aside": float(aside),
                "down": float(down),
                "spread": statistics.pstdev(float(stray[1]) for _, stray in strays),
            }
        )
    return rows


def by_measure(heads: Sequence[Head]) -> list[dict[str, Any]]:
    """One row for each measure that photos are framed by: ours less the one by hand.

    ``bias``: the mean with its sign. ``mean``, ``worst``: without the sign. Roll is in degrees.
    """
    rows = []
    for name in _measures(heads[0].hand):
        errors = {
            head.photo: (_measures(head.ours)[name] - _measures(head.hand)[name])
            * (1.0 if name == "roll_deg" else 100.0 / head_height(head.hand))
            for head in heads
        }
        worst = max(errors, key=lambda photo: abs(errors[photo]))
        rows.append(
            {
                "measure": name,
                "bias": statistics.fmean(errors.values()),
                "mean": statistics.fmean(map(abs, errors.values())),
                "worst": abs(errors[worst]),
                "worst of": worst,
            }
        )
    return rows


def by_photo(heads: Sequence[Head]) -> list[dict[str, Any]]:
    """One row for each photo: the largest distance of each kind of point."""
    return [
        {"photo": head.photo}
        | {
            kind: max(float(np.hypot(*_stray(head, name))) for name, _ in points)
            for kind, points in KINDS.items()
        }
        for head in heads
    ]


def head_height(points: Points) -> float:
    """From the chin to the top of the skull."""
    return float(np.hypot(*(points["chin"] - points["head_top"])))


def _stray(head: Head, name: str) -> Point:
    """From the hand-placed point to ours: right and down, in per cent of the head's height."""
    turn = np.deg2rad(_roll_deg(head.hand))
    right = np.array([np.cos(turn), np.sin(turn)])
    down = np.array([-np.sin(turn), np.cos(turn)])
    stray = (head.ours[name] - head.hand[name]) * 100.0 / head_height(head.hand)
    return np.array([stray @ right, stray @ down])


def _measures(points: Points) -> dict[str, float]:
    left, right = (points[name] for name in _PUPILS)
    return {
        "between the pupils": float(np.hypot(*(right - left))),
        "pupils to chin": float(np.hypot(*(points["chin"] - (left + right) / 2))),
        "chin to top of the skull": head_height(points),
        "roll_deg": _roll_deg(points),
    }


def _roll_deg(points: Points) -> float:
    across = points["pupil_right"] - points["pupil_left"]
    return float(np.rad2deg(np.arctan2(across[1], across[0])))
