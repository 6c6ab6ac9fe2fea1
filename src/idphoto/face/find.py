"""Finding the faces of a picture, from a selfie to a full-body shot, and choosing one."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import NoFace, SeveralFaces
from idphoto.face.landmarks import Face
from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import shrunk
from idphoto.models.face_detector import detect_faces
from idphoto.models.face_mesh import (
    LEFT_EYE_CORNERS,
    RIGHT_EYE_CORNERS,
    find_iris,
    find_mesh,
    line_angle_deg,
)
from idphoto.models.ssd import Detection, merge
from idphoto.runtime.engine import Engine

# Candidates are cheap to have and are each confirmed by the mesh network, which is a far better
# judge of what is a face (it gives the owl painting below 0.1 that the detector gives 0.6).
CANDIDATE_SCORE: Final = 0.4
CONFIRMED_SCORE: Final = 0.5
# A tiled search cuts the picture into so many tiles along its shorter side.
TILINGS: Final = (2, 4)
# Smaller tiles than the detector's input show it nothing more, and a long thin picture has many.
_LEAST_TILE_PX: Final = 192

# Beside a face in plain sight, what scores less than this share of it is none: in the test photos
# people score 0.76 and more of the plainest among them, patterns that pass for faces 0.6.
_LEAST_SHARE: Final = 0.7

# The detectors' inputs are smaller still: one shrinking serves both.
_LOOK_PX: Final = 512

Policy = Literal["largest", "only"]


def find_faces(engine: Engine, rgb: NDArray[np.uint8], *, tiled: bool = False) -> list[Face]:
    """Every confirmed face, the largest first; empty where there is none.

    ``rgb``: uint8 ``(H, W, 3)``. The short-range detector sees near faces, the full-range one
    smaller ones down to about a twentieth of the picture; ``tiled`` also searches overlapping
    parts, for faces down to about a hundredth (some 50 ms more).
    """
    small, to_small = shrunk(rgb, _LOOK_PX)
    back = to_small.inverse()
    candidates = [found.mapped(back) for found in _candidates(engine, small)]
    for tiles in TILINGS if tiled else ():
        candidates += _search_tiles(engine, rgb, tiles)
    faces = [_read_face(engine, rgb, detection) for detection in merge(candidates)]
    confirmed = _distinct([face for face in faces if face is not None])
    plain = max((face.score for face in confirmed), default=0.0)
    sure = [face for face in confirmed if face.score >= _LEAST_SHARE * plain]
    return sorted(sure, key=lambda face: -face.box.area)


def choose_face(faces: list[Face], policy: Policy) -> Face:
    """The face to make a photo of.

    Raises:
        NoFace: ``faces`` is empty.
        SeveralFaces: there are several and the policy is ``only``.
    """
    if not faces:
        raise NoFace()
    if policy == "only" and len(faces) > 1:
        raise SeveralFaces(found=len(faces))
    return max(faces, key=lambda face: face.box.area)


def _distinct(faces: list[Face]) -> list[Face]:
    """Without those whose middle lies on a surer face: the same one, in a crop that does not fit.

    Their boxes overlap too little to have been merged.
    """
    kept: list[Face] = []
    for face in sorted(faces, key=lambda face: -face.score):
        middle = face.mesh[:, :2].mean(axis=0)
        outlines = (surer.mesh[:, :2] for surer in kept)
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
    side = max(_LEAST_TILE_PX, min(height, width) * 3 // (2 * tiles))
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
    """Where tiles of ``side`` begin so that they cover ``length``, overlapping by a third."""
    count = max(1, -(-(length - side) * 3 // (2 * side)) + 1)
    return [round(i * (length - side) / max(1, count - 1)) for i in range(count)]


def _read_face(engine: Engine, rgb: NDArray[np.uint8], found: Detection) -> Face | None:
    """The landmarks in a detected box; None where the mesh network sees no face there."""
    mesh = find_mesh(engine, rgb, found.box, line_angle_deg(*found.keypoints[:2]))
    if mesh.score < CONFIRMED_SCORE:
        return None
    return Face(
        found.box,
        found.score,
        mesh.landmarks,
        find_iris(engine, rgb, mesh, RIGHT_EYE_CORNERS),
        find_iris(engine, rgb, mesh, LEFT_EYE_CORNERS),
    )
