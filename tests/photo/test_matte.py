from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.api import default_setup
from idphoto.face.landmarks import CHIN, FACE_OVAL, Face
from idphoto.imaging.decode import open_source
from idphoto.imaging.geometry import Box, Similarity
from idphoto.models.person import Person
from idphoto.photo.cut_out import make_cutout
from idphoto.photo.matte import Matte, Reach, body_under, find_mask, matte_person, matte_sizes
from idphoto.runtime.engine import Engine

Alpha = NDArray[np.float32]
Rgb = NDArray[np.uint8]
DrawFace = Callable[[float, float, float], Face]

SIDE = 256
FIRST, SECOND, THIRD = 256, 288, 320
EVERYWHERE = Box(0, 0, SIDE, SIDE)


def shape(*boxes: tuple[int, int, int, int]) -> Alpha:
    """Boxes (left, top, right, bottom) that are opaque."""
    alpha = np.zeros((SIDE, SIDE), np.float32)
    for left, top, right, bottom in boxes:
        alpha[top:bottom, left:right] = 1
    return alpha


HEAD, TORSO = (100, 40, 156, 110), (60, 110, 196, 256)
PERSON = shape(HEAD, TORSO)


class Proposals:
    """Stands in for the engine: the matting network's answer at each size."""

    def __init__(self, by_side: dict[int, Alpha]) -> None:
        self.by_side = by_side
        self.asked: list[int] = []

    def network(
        self, name: str, input_hw: tuple[int, int], outputs: tuple[int, ...]
    ) -> Callable[[Alpha], list[Alpha]]:
        side = input_hw[0]
        self.asked.append(side)
        alpha = cv2.resize(self.by_side[side], (side, side), interpolation=cv2.INTER_NEAREST)
        return lambda x: [np.asarray(alpha, np.float32).reshape(1, 1, side, side)]


def person(mask: Alpha = PERSON) -> Person:
    return Person(mask, Similarity(), np.zeros((33, 2)), 0.9)


def matted(
    proposals: Proposals,
    who: Person | None,
    face: Face | None = None,
    others: Sequence[Face] = (),
    region: Box = EVERYWHERE,
) -> Matte:
    return matte_person(
        cast(Engine, proposals),
        np.zeros((SIDE, SIDE, 3), np.uint8),
        region,
        who,
        face,
        others,
        Reach.of_picture(SIDE),
        ((FIRST,), (SECOND, THIRD)),
    )


# --- the network proposes, the mask judges ------------------------------------------------------


def test_a_sound_proposal_is_kept_and_no_other_is_made() -> None:
    proposals = Proposals({FIRST: PERSON})
    matte = matted(proposals, person())
    assert np.abs(matte.alpha - PERSON).max() < 1e-6
    assert proposals.asked == [FIRST]
    assert (matte.lost, matte.added) == (0, 0)


def test_a_proposal_that_loses_the_clothes_is_replaced_by_one_that_keeps_them() -> None:
    proposals = Proposals({FIRST: shape(HEAD), SECOND: PERSON})
    matte = matted(proposals, person())
    assert proposals.asked == [FIRST, SECOND]
    assert np.abs(matte.alpha - PERSON).mean() < 0.01
    assert matte.lost == pytest.approx(0, abs=0.01)


def test_clothes_that_every_proposal_loses_are_filled_from_the_mask() -> None:
    proposals = Proposals(dict.fromkeys((FIRST, SECOND, THIRD), shape(HEAD)))
    matte = matted(proposals, person())
    assert proposals.asked == [FIRST, SECOND, THIRD]
    assert matte.lost is not None
    assert matte.lost > 0.5
    assert matte.alpha[125:, 75:181].min() > 0.95
    # and not beyond the mask
    assert matte.alpha[130:, 40:54].max() < 0.05
    assert matte.alpha[:30].max() < 0.05


def test_a_lost_part_at_the_photos_edge_is_filled_however_small() -> None:
    proposals = Proposals({FIRST: PERSON - shape((60, 240, 196, 256))})
    matte = matted(proposals, person())
    assert matte.alpha[250:, 80:176].min() > 0.9


def test_the_gap_between_an_arm_and_the_body_stays_open() -> None:
    gap = (64, 170, 70, 256 - 40)  # the mask is too coarse to show it
    matte = matted(Proposals({FIRST: PERSON - shape(gap)}), person())
    assert matte.alpha[185:205, 65:69].max() < 0.5


def test_a_chair_far_from_the_person_is_dropped() -> None:
    chair = (0, 0, 30, 90)
    far = matted(Proposals(dict.fromkeys((FIRST, SECOND, THIRD), PERSON + shape(chair))), person())
    assert far.alpha[:90, :25].max() < 0.05
    assert np.abs(far.alpha[120:, 70:190] - 1).max() < 1e-3


def test_hair_that_stands_off_beyond_the_coarse_mask_is_kept() -> None:
    hair = (90, 22, 166, 100)
    matte = matted(Proposals({FIRST: np.maximum(PERSON, shape(hair))}), person())
    assert matte.alpha[25:100, 95:160].min() > 0.95


def test_the_face_is_always_part_of_the_person(draw_face: DrawFace) -> None:
    face = draw_face(128, 70, 24)
    nothing = np.zeros((SIDE, SIDE), np.float32)
    matte = matted(Proposals(dict.fromkeys((FIRST, SECOND, THIRD), nothing)), None, face)
    oval = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillConvexPoly(oval, np.round(face.mesh[list(FACE_OVAL), :2]).astype(np.int32), 1)
    inner = cv2.erode(oval, np.ones((9, 9), np.uint8)) > 0
    assert matte.alpha[inner].min() > 0.9


def test_another_person_is_left_out_with_everything_below_their_face(draw_face: DrawFace) -> None:
    face, other = draw_face(70, 70, 22), draw_face(200, 70, 22)
    both = shape((40, 30, 100, 256), (170, 30, 230, 256))
    mine = person(shape((40, 30, 100, 256)))
    matte = matted(Proposals(dict.fromkeys((FIRST, SECOND, THIRD), both)), mine, face, [other])
    assert matte.alpha[:, 180:220].max() < 0.05
    assert matte.alpha[60:, 45:95].min() > 0.9


def test_another_person_is_left_out_even_if_the_mask_covers_both(draw_face: DrawFace) -> None:
    face, other = draw_face(70, 70, 22), draw_face(180, 70, 22)
    both = shape((40, 30, 230, 256))
    matte = matted(Proposals({FIRST: both}), person(both), face, [other])
    assert matte.alpha[60:, 165:195].max() < 0.05
    assert matte.alpha[60:, 45:95].min() > 0.9


def test_without_a_person_or_a_face_the_networks_matte_is_used() -> None:
    anything = shape((20, 20, 200, 100))
    matte = matted(Proposals({FIRST: anything}), None)
    assert np.abs(matte.alpha - anything).max() < 1e-6
    assert (matte.lost, matte.added) == (None, None)


def test_a_grey_veil_far_from_any_edge_is_made_opaque_or_clear() -> None:
    veiled = 0.1 + 0.7 * PERSON
    matte = matted(Proposals({FIRST: veiled}), None)
    assert matte.alpha[150:240, 80:176].min() == 1
    assert matte.alpha[:30].max() == 0
    assert 0.05 < matte.alpha[180, 58] < 0.5  # beside the edge the network's partial alpha is kept


def test_several_first_sizes_are_averaged() -> None:
    proposals = Proposals({FIRST: PERSON, SECOND: np.float32(0.6) * PERSON})
    matte = matte_person(
        cast(Engine, proposals),
        np.zeros((SIDE, SIDE, 3), np.uint8),
        EVERYWHERE,
        None,
        None,
        (),
        Reach.of_picture(SIDE),
        ((FIRST, SECOND), ()),
    )
    assert matte.alpha[180, 62] == pytest.approx(0.8, abs=0.02)


def test_the_matte_of_a_region_is_placed_by_its_map() -> None:
    region = Box(50.2, 30.7, 210.0, 255.1)
    half = {FIRST: shape((0, 128, SIDE, SIDE))}
    matte = matted(Proposals(half), None, region=region)
    assert matte.alpha.shape == (256 - 30, 210 - 50)
    corners = matte.to_matte.apply(np.array([[50.0, 30.0], [210.0, 256.0]]))
    assert corners == pytest.approx(np.array([[0, 0], [160, 226]]))
    assert matte.alpha[-1].min() == 1
    assert matte.alpha[0].max() == 0


# --- the person of the mask ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["astronaut", "facerec_obama", "hivision_test1", "compreface_008_B"]
)
def test_the_mask_belongs_to_the_person_with_the_face(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]],
    name: str,
) -> None:  # fmt: skip
    face = photo_faces(name)[0]
    found = find_mask(engine, photo_rgb(name), face)
    assert found is not None
    inside = found.to_mask.apply(face.mesh[list(FACE_OVAL), :2]).mean(axis=0)
    assert found.mask[int(inside[1]), int(inside[0])] > 0.9


def test_without_a_face_the_mask_belongs_to_the_most_certain_person(
    engine: Engine, photo_rgb: Callable[[str], Rgb]
) -> None:
    found = find_mask(engine, photo_rgb("astronaut"), None)
    assert found is not None
    assert found.score > 0.5


def test_a_landscape_and_an_empty_picture_have_no_person(
    engine: Engine, photo_rgb: Callable[[str], Rgb]
) -> None:
    assert find_mask(engine, photo_rgb("compreface_017_0"), None) is None
    assert find_mask(engine, np.full((50, 40, 3), 128, np.uint8), None) is None


def test_a_mask_that_misses_the_face_is_not_trusted(engine: Engine, draw_face: DrawFace) -> None:
    empty = np.full((400, 400, 3), 128, np.uint8)
    assert find_mask(engine, empty, draw_face(200, 150, 50)) is None


def test_a_body_is_looked_for_below_its_face(draw_face: DrawFace) -> None:
    face = draw_face(200, 100, 30)
    hips, above = body_under(face).keypoints
    assert hips[0] == pytest.approx(200)
    assert hips[1] > face.point(CHIN)[1] + 3 * face.eyes_to_chin_px
    assert above[1] < 100 - face.eyes_to_chin_px


@pytest.mark.parametrize("longest_px", [413, 4096])
def test_best_uses_larger_sizes_than_fast_and_both_have_a_fallback(
    longest_px: int,
) -> None:
    (fast, fast_more), (best, best_more) = (
        matte_sizes(longest_px, "fast"),
        matte_sizes(longest_px, "best"),
    )
    assert sum(side**2 for side in fast) < sum(side**2 for side in best)
    for first, more in ((fast, fast_more), (best, best_more)):
        assert more
        assert not set(first) & set(more)
        assert all(side % 32 == 0 for side in (*first, *more))


# --- compared with exact alpha ------------------------------------------------------------------


@pytest.mark.parametrize(("quality", "most"), [("fast", 4.0e-3), ("best", 2.0e-3)])
@pytest.mark.xdist_group("mattes")
def test_mattes_are_close_to_the_exact_ones(
    engine: Engine, shared: Path, quality: str, most: float
) -> None:
    everywhere, at_edges = [], []
    for path in sorted((shared / "mattes").glob("*_alpha.png")):
        true = open_source(path).decode().rgb[..., 0].astype(np.float32) / 255
        picture = open_source(path.with_name(path.name.replace("_alpha", "")))
        cut = make_cutout(default_setup(engine), picture, quality).rgba  # type: ignore[arg-type]
        error = (cut[..., 3].astype(np.float32) / 255 - true) ** 2
        soft = (true > 0.02) & (true < 0.98)
        away = cv2.distanceTransform((~soft).astype(np.uint8), cv2.DIST_L2, 5)
        everywhere.append(error.mean())
        at_edges.append(error[away <= 10].mean())
    assert len(everywhere) == 6
    assert np.mean(everywhere) <= most
    assert np.mean(at_edges) <= 28e-3
