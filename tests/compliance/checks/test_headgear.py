from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.compliance.drawn import asked, person

from idphoto.compliance.checks.headgear import CHECK, share_of_headgear
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import Verdict
from idphoto.face.landmarks import Face
from idphoto.face.measure import FaceGeometry, estimate_geometry
from idphoto.imaging.geometry import Similarity
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart


@pytest.fixture
def geometry(draw_face: Callable[..., Face]) -> FaceGeometry:
    """Eyes in row 200, chin in row 340; the brows in row 137."""
    return estimate_geometry(draw_face(200, 200, 100), (400, 400))


def matte(top: BodyPart, beside: BodyPart = BodyPart.BACKGROUND) -> Matte:
    """A head between columns 100 and 300 with ``top`` above row 120, and something beside it."""
    parts = np.full((400, 400), BodyPart.FACE_SKIN, np.uint8)
    parts[40:120] = top
    parts[:, :50] = beside
    alpha = np.zeros(parts.shape, np.float32)
    alpha[40:, 100:300] = 1.0
    return Matte(alpha, np.zeros_like(alpha), parts, Similarity(), 0.0)


@pytest.mark.parametrize("part", [BodyPart.OTHER, BodyPart.CLOTHES])
def test_a_hat_or_a_scarf_covers_the_head(geometry: FaceGeometry, part: BodyPart) -> None:
    assert share_of_headgear(matte(part), geometry) == pytest.approx(80 / 97, abs=0.02)


def test_hair_and_a_bald_head_do_not(geometry: FaceGeometry) -> None:
    assert share_of_headgear(matte(BodyPart.HAIR), geometry) == 0.0
    assert share_of_headgear(matte(BodyPart.FACE_SKIN), geometry) == 0.0


def test_things_beside_the_person_are_not_worn(geometry: FaceGeometry) -> None:
    assert share_of_headgear(matte(BodyPart.HAIR, beside=BodyPart.OTHER), geometry) == 0.0


@pytest.mark.parametrize(
    ("covered", "verdict"), [(0, Verdict.PASS), (30, Verdict.UNSURE), (80, Verdict.FAIL)]
)
def test_what_is_worn_on_the_head_fails_where_it_is_forbidden(
    draw_face: Callable[..., Face], covered: int, verdict: Verdict
) -> None:
    hat = person(
        draw_face(200, 200, 100),
        (slice(0, 40), slice(None), BodyPart.BACKGROUND),
        (slice(40, 40 + covered), slice(None), BodyPart.OTHER),
    )
    answer = CHECK.judge(hat, asked(head_covering="forbidden"))
    assert answer is not None
    assert answer.verdict is verdict
    religious = CHECK.judge(hat, asked(head_covering="religious"))
    assert religious is not None
    assert religious.verdict is (Verdict.UNSURE if covered else Verdict.PASS)
    assert ("worn for religion" in religious.reason) == bool(covered)
    free = CHECK.judge(hat, asked(head_covering="free"))
    assert free is not None
    assert free.verdict is Verdict.PASS


def test_a_head_outside_the_picture_is_not_assessed(draw_face: Callable[..., Face]) -> None:
    answer = CHECK.judge(person(draw_face(200, 10, 100)), asked(head_covering="forbidden"))
    assert answer is not None
    assert answer.verdict is Verdict.NOT_ASSESSED
    assert CHECK.judge(Evidence(), asked()) is None
