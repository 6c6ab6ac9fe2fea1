"""Find the faces in a picture, from a selfie to a full-body shot."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import Face
from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import shrunk
from idphoto.models.face_detector import detect_faces
from idphoto.models.face_landmarker import find_points
from idphoto.models.face_mesh import find_mesh, line_angle_deg
from idphoto.models.ssd import Detection, merge
from idphoto.runtime.engine import Engine

# Candidates are cheap, and the mesh network confirms each one. It judges far better than the
# detector: it gives an owl painting less than 0.1 where the detector gives 0.6.
CANDIDATE_SCORE: Final = 0.4
CONFIRMED_SCORE: Final = 0.5
# How many tiles a tiled search cuts the picture's shorter side into, one pass for each number.
TILINGS: Final = (2, 4)
# Tiles smaller than the detector's input show it nothing more, and a long thin picture has many.
_MIN_TILE_PX: Final = 192

# A face that scores less than this share of the best face's score is dropped: in the test photos,
# people reach 0.76 or more of the best score, and patterns that resemble faces 0.6.
_MIN_SCORE_SHARE: Final = 0.7

# The detectors' inputs are smaller still, so one shrunken picture serves both.
_DETECTION_PX: Final = 512


def find_faces(engine: Engine, rgb: NDArray[np.uint8], *, tiled: bool = False) -> list[Face]:
    """Every confirmed face, the largest first; empty if there is none.

    ``rgb``: uint8 ``(H, W, 3)``. The short-range detector finds near faces, the full-range one
    smaller faces, down to about a twentieth of the picture. ``tiled`` also searches overlapping
    parts, for faces down to about a hundredth (about 50 ms more).
    """
    small, to_small = shrunk(rgb, _DETECTION_PX)
    back = to_small.inverse()
    candidates = [found.mapped(back) for found in _candidates(engine, small)]
    for tiles in TILINGS if tiled else ():
        candidates += _search_tiles(engine, rgb, tiles)
    faces = [_read_face(engine, rgb, detection) for detection in merge(candidates)]
    confirmed = _distinct([face for face in faces if face is not None])
    best = max((face.score for face in confirmed), default=0.0)
    certain = [face for face in confirmed if face.score >= _MIN_SCORE_SHARE * best]
    return sorted(certain, key=lambda face: -face.box.area)


def _distinct(faces: list[Face]) -> list[Face]:
    """The faces without those whose middle lies on a face with a higher score.

    Such faces are the same face in a badly fitting crop; their boxes overlap too little to have
    been merged.
    """
    kept: list[Face] = []
    for face in sorted(faces, key=lambda face: -face.score):
        middle = face.points[:, :2].mean(axis=0)
        outlines = (better.points[:, :2] for better in kept)
        if not any(((o.min(axis=0) < middle) & (middle < o.max(axis=0))).all() for o in outlines):
            kept.append(face)
    return kept


def _candidates(engine: Engine, rgb: NDArray[np.uint8]) -> list[Detection]:
    return [
        detection
        for reach in ("short", "full")
        for detection in detect_faces(engine, rgb, reach, CANDIDATE_SCORE)
    ]


def _search_tiles(engine: Engine, rgb: NDArray[np.uint8], tiles: int) -> list[Detection]:
    height, width = rgb.shape[:2]
    # neighbours overlap by a third
    side = max(_MIN_TILE_PX, min(height, width) * 3 // (2 * tiles))
    found = []
    for top in _starts(height, side):
        for left in _starts(width, side):
            tile = rgb[top : top + side, left : left + side]
            place = Similarity(dx=left, dy=top)
            found += [
                detection.mapped(place)
                for detection in detect_faces(engine, tile, "full", CANDIDATE_SCORE)
            ]
    return found


def _starts(length: int, side: int) -> list[int]:
    """The starts of tiles of ``side`` that cover ``length`` and overlap by a third."""
    count = max(1, -(-(length - side) * 3 // (2 * side)) + 1)
    return [round(i * (length - side) / max(1, count - 1)) for i in range(count)]


def _read_face(engine: Engine, rgb: NDArray[np.uint8], found: Detection) -> Face | None:
    """The landmarks in a detected box; None if the mesh network sees no face there."""
    mesh = find_mesh(engine, rgb, found.box, line_angle_deg(*found.keypoints[:2]))
    if mesh.score < CONFIRMED_SCORE:
        return None
    points = find_points(engine, rgb, mesh.landmarks)
    return Face(found.box, found.score, mesh.landmarks, points)
