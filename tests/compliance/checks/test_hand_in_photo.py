"""Hands, on drawn people: what is skin, and where it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.compliance.drawn import asked

from idphoto.compliance.checks.hand_in_photo import CHECK, head_and_shoulders, skin_of_hands
from idphoto.compliance.evidence import Evidence, Portrait
from idphoto.compliance.verdict import Verdict
from idphoto.face.landmarks import Face
from idphoto.face.measure import VERTEX_RATIO, FaceGeometry, estimate_geometry
from idphoto.imaging.geometry import Box, Similarity
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart

Sides = tuple[int, int, int, int]

PICTURE_WH = (600, 800)
UNIT = 60.0
EYES = (300.0, 250.0)
HEAD_PX = VERTEX_RATIO * 1.4 * UNIT
WHOLE = Box(0.0, 0.0, *map(float, PICTURE_WH))

FACE = (BodyPart.FACE_SKIN, (240, 190, 360, 330))
NECK = (BodyPart.BODY_SKIN, (270, 325, 330, 380))
SHIRT = (BodyPart.CLOTHES, (120, 380, 480, 800))
FACE_AREA = 120 * 140


@pytest.fixture
def geometry(draw_face: Callable[[float, float, float], Face]) -> FaceGeometry:
    return estimate_geometry(draw_face(*EYES, UNIT), PICTURE_WH)


def skin(*boxes: Sides, cutout: Sides | None = None) -> Matte:
    """A person in a shirt, with skin in ``boxes``; ``cutout`` is somebody else's."""
    parts = np.full(PICTURE_WH[::-1], BodyPart.BACKGROUND, np.uint8)
    for part, (left, top, right, bottom) in (
        SHIRT,
        NECK,
        *((BodyPart.BODY_SKIN, box) for box in boxes),
        FACE,
    ):
        parts[top:bottom, left:right] = part
    alpha = (parts != BodyPart.BACKGROUND).astype(np.float32)
    if cutout is not None:
        left, top, right, bottom = cutout
        alpha[top:bottom, left:right] = 0
    return Matte(alpha, np.zeros_like(alpha), parts, Similarity(), contact=0.0)


def test_face_and_neck_are_no_hands(geometry: FaceGeometry) -> None:
    assert skin_of_hands(skin(), geometry, WHOLE) == 0


def test_a_person_without_any_skin_has_no_hands(geometry: FaceGeometry) -> None:
    covered = skin()
    covered = replace(covered, parts=np.full_like(covered.parts, BodyPart.CLOTHES))
    assert skin_of_hands(covered, geometry, WHOLE) == 0


def test_a_hand_at_the_cheek_is_measured_against_the_face(geometry: FaceGeometry) -> None:
    hand = (400, 220, 460, 300)
    assert skin_of_hands(skin(hand), geometry, WHOLE) == pytest.approx(60 * 80 / FACE_AREA)


def test_a_hand_on_the_chest_is_a_hand(geometry: FaceGeometry) -> None:
    hand = (280, 460, 360, 520)
    assert skin_of_hands(skin(hand), geometry, WHOLE) == pytest.approx(80 * 60 / FACE_AREA)


def test_two_hands_are_added(geometry: FaceGeometry) -> None:
    hands = (400, 220, 460, 300), (140, 220, 200, 300)
    assert skin_of_hands(skin(*hands), geometry, WHOLE) == pytest.approx(2 * 60 * 80 / FACE_AREA)


def test_bare_arms_are_no_hands(geometry: FaceGeometry) -> None:
    arms = (120, 420, 160, 800), (440, 420, 480, 800)
    assert skin_of_hands(skin(*arms), geometry, WHOLE) == 0


def test_a_low_neckline_belongs_to_the_neck(geometry: FaceGeometry) -> None:
    neckline = (220, 378, 380, 480)
    assert skin_of_hands(skin(neckline), geometry, WHOLE) == 0


def test_a_gap_between_buttons_is_no_hand(geometry: FaceGeometry) -> None:
    gap = (295, 460, 305, 500)
    assert skin_of_hands(skin(gap), geometry, WHOLE) == 0


def test_hands_below_the_photos_edge_do_not_matter(geometry: FaceGeometry) -> None:
    hand = (280, 600, 360, 680)
    shown = Box(0.0, 0.0, 600.0, 590.0)
    assert skin_of_hands(skin(hand), geometry, WHOLE) > 0.2
    assert skin_of_hands(skin(hand), geometry, shown) == 0


def test_somebody_elses_hand_that_was_cut_away_does_not_matter(geometry: FaceGeometry) -> None:
    hand = (400, 220, 460, 300)
    assert skin_of_hands(skin(hand, cutout=hand), geometry, WHOLE) == 0


@pytest.mark.parametrize(
    ("hands", "verdict"),
    [
        ((), Verdict.PASS),
        (((370, 200, 425, 320),), Verdict.UNSURE),
        (((370, 200, 425, 320), (175, 200, 230, 320)), Verdict.FAIL),
    ],
)
def test_a_hand_is_unsure_and_two_fail(
    draw_face: Callable[..., Face], hands: tuple[Sides, ...], verdict: Verdict
) -> None:
    rgb = np.zeros((*PICTURE_WH[::-1], 3), np.uint8)
    portrait = Portrait(rgb, 1, draw_face(*EYES, UNIT), skin(*hands), None)
    answer = CHECK.judge(Evidence(portrait), asked())
    assert answer is not None
    assert answer.verdict is verdict


def test_a_source_is_judged_as_far_as_a_photo_would_show_it(geometry: FaceGeometry) -> None:
    shown = head_and_shoulders(geometry)
    low = (280, 600, 360, 680)
    assert skin_of_hands(skin(low), geometry, WHOLE) > 0.2
    assert skin_of_hands(skin(low), geometry, shown) == 0


def test_a_head_outside_the_picture_is_not_assessed(draw_face: Callable[..., Face]) -> None:
    rgb = np.zeros((*PICTURE_WH[::-1], 3), np.uint8)
    portrait = Portrait(rgb, 1, draw_face(300, 10, UNIT), skin(), None)
    answer = CHECK.judge(Evidence(portrait), asked())
    assert answer is not None
    assert answer.verdict is Verdict.NOT_ASSESSED
    assert CHECK.judge(Evidence(), asked()) is None
