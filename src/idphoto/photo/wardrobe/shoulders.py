"""Where a person's shoulders are, for the clothes that hang on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN, Face
from idphoto.face.outline import coarse_oval, face_outline
from idphoto.imaging.arrays import Points
from idphoto.imaging.warp import shrunk
from idphoto.models.person import (
    LEFT_SHOULDER,
    RIGHT_SHOULDER,
    Person,
    detect_people,
    find_person,
)
from idphoto.models.ssd import Detection
from idphoto.runtime.engine import Engine

_LOOK_PX: Final = 512  # people are looked for in a picture of this size
_MIN_SCORE: Final = 0.5  # below, the landmarks are not to be trusted


def find_shoulders(engine: Engine, rgb: NDArray[np.uint8], face: Face) -> Points | None:
    """The right and the left shoulder of the person with this face: ``(2, 2)``, pixels of ``rgb``.

    None where no body is found, or none that covers the face.
    """
    small, to_small = shrunk(rgb, _LOOK_PX)
    seen = face.scaled(to_small.scale)
    for detection in _bodies(engine, small, seen):
        person = find_person(engine, small, detection)
        if _covers(person, seen):
            joints = person.mapped(to_small.inverse()).landmarks
            return joints[[RIGHT_SHOULDER, LEFT_SHOULDER]]
    return None


def _bodies(engine: Engine, rgb: NDArray[np.uint8], face: Face) -> Iterator[Detection]:
    """Where the person's body may be, the likeliest first."""
    people = detect_people(engine, rgb, _MIN_SCORE)
    around = face.box.grown(*[4 * face.box.height] * 4)
    yield from (person for person in people if person.box.intersect(around).area > 0)
    yield body_under(face)


def body_under(face: Face) -> Detection:
    """Where the body of a face must be: a stand-in where the person detector sees nobody.

    A standing adult's hips lie about six eye-to-chin lengths below the eyes, and a circle round
    them that holds the body reaches a head above the head.
    """
    eyes = (face.right_eye + face.left_eye) / 2
    down = face.point(CHIN) - eyes
    hips = eyes + 5.9 * down
    return Detection(face.box, 0.0, np.stack([hips, hips - 7.5 * down]))


def _covers(person: Person, face: Face) -> bool:
    """Whether the body's mask holds most of the face."""
    inside = coarse_oval(person.to_mask.apply(face_outline(face.points)), person.mask.shape)
    return bool(inside.any()) and float(person.mask[inside > 0].mean()) > 0.6
