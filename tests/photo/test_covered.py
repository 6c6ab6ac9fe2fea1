from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from idphoto.errors import FaceCovered
from idphoto.face.landmarks import Face
from idphoto.imaging.geometry import Similarity
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart
from idphoto.photo.covered import MAX_COVERED, check_uncovered, covered

HALF = Similarity(0.5)


@pytest.fixture
def face(draw_face: Callable[..., Face]) -> Face:
    return draw_face(200, 200, 100)


def matte(*patches: tuple[slice, slice, BodyPart]) -> Matte:
    """Skin everywhere but in ``patches``, rows and columns of the picture, at half its size."""
    parts = np.full((400, 400), BodyPart.FACE_SKIN, np.uint8)
    for rows, columns, part in patches:
        parts[rows, columns] = part
    parts = parts[::2, ::2]
    opaque = np.ones(parts.shape, np.float32)
    return Matte(opaque, np.zeros_like(opaque), parts, HALF, 0.0)


LEFT_EYE = (slice(160, 240), slice(210, 290))
MOUTH = (slice(245, 320), slice(150, 250))


def test_a_face_with_nothing_before_it_passes(face: Face) -> None:
    check_uncovered(matte(), face)
    assert covered(matte(), face) == {"eye": 0.0, "mouth": 0.0}


def test_hair_over_an_eye_is_left_to_the_clerk(face: Face) -> None:
    check_uncovered(matte((*LEFT_EYE, BodyPart.HAIR)), face)


def test_the_rims_of_glasses_pass(face: Face) -> None:
    rims = [(slice(y, y + 4), slice(100, 300), BodyPart.OTHER) for y in (170, 226)]
    assert 0.0 < covered(matte(*rims), face)["eye"] < MAX_COVERED
    check_uncovered(matte(*rims), face)


@pytest.mark.parametrize("part", [BodyPart.OTHER, BodyPart.CLOTHES, BodyPart.BODY_SKIN])
@pytest.mark.parametrize(("where", "patch"), [("eye", LEFT_EYE), ("mouth", MOUTH)])
def test_what_hides_an_eye_or_the_mouth_is_refused(
    face: Face, where: str, patch: tuple[slice, slice], part: BodyPart
) -> None:
    with pytest.raises(FaceCovered, match=f"the {where} cannot be seen") as caught:
        check_uncovered(matte((*patch, part)), face)
    assert caught.value.code == "face_covered"
    assert caught.value.where == where
    assert caught.value.share > 0.9
    assert caught.value.allowed == MAX_COVERED


def test_where_the_matte_ends_nothing_is_covered(face: Face) -> None:
    everywhere = (slice(None), slice(None), BodyPart.OTHER)
    assert covered(matte(everywhere), face.shifted(5000, 0)) == {"eye": 0.0, "mouth": 0.0}
