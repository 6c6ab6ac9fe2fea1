from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.matting.fuse import fused, see_through, settled

Alpha = NDArray[np.float32]

SIDE = 400
HEAD, TORSO = (160, 60, 240, 180), (100, 180, 300, 400)
NOTHING = np.zeros((SIDE, SIDE), np.float32)


def shape(*boxes: tuple[int, int, int, int], value: float = 1.0) -> Alpha:
    """Boxes (left, top, right, bottom) of one alpha."""
    alpha = NOTHING.copy()
    for left, top, right, bottom in boxes:
        alpha[top:bottom, left:right] = value
    return alpha


PERSON = shape(HEAD, TORSO)


# --- the segmenter and the detail network -------------------------------------------------------


def test_where_both_agree_nothing_changes() -> None:
    assert fused(PERSON, PERSON) == pytest.approx(PERSON)


def test_clothes_that_the_detail_network_loses_come_back() -> None:
    alpha = fused(PERSON, shape(HEAD))
    assert alpha[200:, 110:290].min() > 0.95
    assert alpha[:, :90].max() < 0.05


def test_a_chair_that_the_detail_network_keeps_is_dropped() -> None:
    chair = (310, 150, 390, 400)
    alpha = fused(PERSON, np.maximum(PERSON, shape(chair)))
    assert alpha[155:, 320:385].max() < 0.05
    assert alpha[200:, 110:290].min() > 0.95


def test_only_the_patch_that_contradicts_is_replaced() -> None:
    chair, fringe = (330, 250, 390, 400), (156, 56, 244, 100)
    detail = np.maximum(PERSON, shape(chair, fringe))
    alpha = fused(PERSON, detail)
    assert alpha[260:, 340:390].max() < 0.05
    assert alpha[60:95, 157:160].min() > 0.5  # hair, 4 px outside of the segmenter's contour


def test_a_contradiction_near_the_contour_is_the_detail_networks_to_settle() -> None:
    narrow = shape((163, 60, 237, 180), TORSO)  # within 0.015 of the picture
    alpha = fused(PERSON, narrow)
    assert alpha[80:160, 160:163].max() < 0.5


def test_where_the_segmenter_is_unsure_the_detail_network_decides() -> None:
    unsure = np.where(shape((300, 200, 380, 400)) > 0, np.float32(0.5), PERSON)
    kept = fused(unsure, np.maximum(PERSON, shape((300, 200, 380, 400))))
    lost = fused(unsure, PERSON)
    assert kept[250:390, 310:370].min() > 0.75
    assert lost[250:390, 310:370].max() < 0.25


def test_a_doubt_of_the_detail_network_alone_fades() -> None:
    veiled = np.where(PERSON > 0, np.float32(0.6), NOTHING)
    alpha = fused(PERSON, veiled)
    assert alpha[250, 200] == pytest.approx(0.76, abs=0.01)


def test_the_fusion_of_nothing_is_nothing() -> None:
    assert fused(NOTHING, NOTHING).max() == 0


# --- where a person is see-through ---------------------------------------------------------------


def test_hair_and_its_surroundings_may_be_see_through() -> None:
    soft = see_through(shape(HEAD))
    assert soft[HEAD[1] : HEAD[3], HEAD[0] : HEAD[2]].min() == 1
    assert soft[120, HEAD[0] - 5] == 1
    assert 0 < soft[120, HEAD[0] - 12] < 1
    assert soft[120, : HEAD[0] - 20].max() == 0


def test_a_guess_of_hair_is_none() -> None:
    assert see_through(shape(HEAD, value=0.25)).max() == 0


# --- doubt where nothing is see-through ---------------------------------------------------------


def test_a_grey_veil_over_clothes_becomes_opaque() -> None:
    alpha = settled(shape(TORSO, value=0.7), NOTHING)
    assert alpha[220:380, 130:270].min() == 1


def test_a_grey_veil_far_from_the_person_disappears() -> None:
    alpha = settled(np.maximum(PERSON, shape((0, 0, 90, 400), value=0.3)), NOTHING)
    assert alpha[:, :80].max() == 0


def test_the_grey_of_a_contour_stays_grey_and_gains_contrast() -> None:
    soft = PERSON.copy()
    soft[185:, 300] = 0.6
    alpha = settled(soft, NOTHING)
    assert alpha[300, 300] == pytest.approx(0.7, abs=0.01)


def test_the_strands_of_hair_keep_their_alpha() -> None:
    strands = PERSON.copy()
    strands[80:160, 150:160] = 0.4
    alpha = settled(strands, see_through(shape((140, 50, 260, 180))))
    assert alpha[90:150, 153:160] == pytest.approx(0.4, abs=0.12)
    assert settled(strands, NOTHING)[90:150, 153:160].max() < 0.35


def test_what_is_settled_stays_settled() -> None:
    once = settled(PERSON, NOTHING)
    assert np.array_equal(once, PERSON)
    assert np.array_equal(settled(once, NOTHING), once)
