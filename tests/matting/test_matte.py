from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.matting.pictures import UNSEEN, Reader, painted

from idphoto.api import default_setup
from idphoto.face.landmarks import FACE_OVAL, Face
from idphoto.imaging.decode import open_source
from idphoto.imaging.geometry import Box
from idphoto.matting.matte import DETAIL_SIDE, Matte, Quality, matte_person
from idphoto.models.segmenter import NETWORK, BodyPart
from idphoto.photo.cut_out import make_cutout
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
DrawFace = Callable[[float, float, float], Face]

SIZE_WH = (320, 400)
# a person with a face at (160, 130), whose eyes are 40 px apart
HAIR, FACE, NECK = (110, 60, 210, 170), (120, 90, 200, 186), (140, 180, 180, 230)
SHIRT = (60, 220, 260, 400)
PERSON = (
    (BodyPart.HAIR, HAIR),
    (BodyPart.FACE_SKIN, FACE),
    (BodyPart.BODY_SKIN, NECK),
    (BodyPart.CLOTHES, SHIRT),
)


def matted(
    rgb: Rgb,
    face: Face | None,
    *,
    others: Sequence[Face] = (),
    quality: Quality = "fast",
    region: Box | None = None,
    reader: Reader | None = None,
) -> Matte:
    whole = Box(0, 0, rgb.shape[1], rgb.shape[0])
    engine = cast(Engine, reader or Reader())
    return matte_person(engine, rgb, region or whole, face, others, quality)


@pytest.fixture
def face(draw_face: DrawFace) -> Face:
    return draw_face(160, 130, 40)


# --- what is asked of the networks --------------------------------------------------------------


def test_fast_asks_the_segmenter_alone(face: Face) -> None:
    reader = Reader()
    matted(painted(SIZE_WH, *PERSON), face, reader=reader)
    assert {name for name, _ in reader.asked} == {NETWORK}


def test_best_asks_the_detail_network_once_at_its_size(face: Face) -> None:
    reader = Reader()
    matted(painted(SIZE_WH, *PERSON), face, quality="best", reader=reader)
    assert [asked for asked in reader.asked if asked[0] != NETWORK] == [
        ("isnet", (DETAIL_SIDE, DETAIL_SIDE))
    ]


def test_a_person_who_fills_the_picture_is_looked_at_once(draw_face: DrawFace) -> None:
    reader = Reader()
    matted(painted(SIZE_WH, *PERSON), draw_face(160, 130, 60), reader=reader)
    assert len(reader.seen) == 1


def test_a_small_head_is_looked_at_again_from_nearby(draw_face: DrawFace) -> None:
    # a gap of 5 px beside the hair: less than a pixel of the first look
    gap = (1037, 480, 1042, 560)
    areas = ((BodyPart.HAIR, (860, 420, 1080, 600)), (BodyPart.CLOTHES, (820, 600, 1140, 1600)))
    rgb = painted((1600, 1600), *areas, (BodyPart.BACKGROUND, gap))
    reader = Reader()
    found = matted(rgb, draw_face(960, 500, 60), reader=reader)
    assert len(reader.seen) == 2
    at = found.to_matte.apply(np.array([[1039.5, 520.0], [1060.0, 520.0], [960.0, 1500.0]]))
    in_gap, in_hair, in_shirt = (found.alpha[int(y), int(x)] for x, y in at)
    assert in_gap < 0.5
    assert (in_hair, in_shirt) == (1, 1)


def test_without_a_face_a_small_person_is_looked_at_again_and_nobody_else_is_there() -> None:
    person = ((BodyPart.HAIR, (700, 600, 800, 700)), (BodyPart.CLOTHES, (640, 700, 860, 1000)))
    reader = Reader()
    found = matted(painted((1600, 1600), *person), None, reader=reader)
    assert len(reader.seen) == 2
    clothes = (reader.seen[1].reshape(-1, 3) == (250, 250, 0)).all(axis=1)
    assert clothes.mean() > 0.4
    above = int(found.to_matte.apply(np.array([[0.0, 580.0]]))[0, 1])
    assert found.alpha[:above].max() < 0.01


# --- the matte ----------------------------------------------------------------------------------


@pytest.mark.parametrize("quality", ["fast", "best"])
def test_the_person_is_opaque_and_everything_else_clear(face: Face, quality: Quality) -> None:
    found = matted(painted(SIZE_WH, *PERSON), face, quality=quality)
    assert found.alpha.dtype == np.float32
    assert found.alpha[230:, 65:255].min() > 0.99
    assert found.alpha[65:165, 115:205].min() > 0.95
    assert found.alpha[:50].max() < 0.01
    assert found.alpha[:210, :95].max() < 0.01


def test_a_matte_of_a_large_picture_has_512_pixels_along_its_longer_side(face: Face) -> None:
    large = cv2.resize(painted(SIZE_WH, *PERSON), (960, 1200), interpolation=cv2.INTER_NEAREST)
    found = matted(np.asarray(large, np.uint8), face.scaled(3))
    assert found.alpha.shape == found.parts.shape == (512, 410)
    corner = found.to_matte.apply(np.array([[960.0, 1200.0]]))
    assert corner == pytest.approx(np.array([[409.6, 512]]))


def test_the_matte_of_a_region_is_placed_by_its_map(face: Face) -> None:
    found = matted(painted(SIZE_WH, *PERSON), face, region=Box(50.2, 30.7, 280.0, 399.1))
    assert found.alpha.shape == (400 - 30, 280 - 50)
    corners = found.to_matte.apply(np.array([[50.0, 30.0], [280.0, 400.0]]))
    assert corners == pytest.approx(np.array([[0, 0], [230, 370]]))
    x, y = found.to_matte.apply(np.array([[160.0, 350.0]]))[0]
    assert found.alpha[int(y), int(x)] == 1


def test_the_matte_knows_what_each_pixel_shows(face: Face) -> None:
    found = matted(painted(SIZE_WH, *PERSON), face)
    spots = {
        (65, 160): BodyPart.HAIR,
        (130, 160): BodyPart.FACE_SKIN,
        (205, 160): BodyPart.BODY_SKIN,
        (300, 100): BodyPart.CLOTHES,
        (20, 20): BodyPart.BACKGROUND,
    }
    assert {spot: BodyPart(found.parts[spot]) for spot in spots} == spots


def test_hair_may_be_see_through_and_a_shirt_may_not(face: Face) -> None:
    found = matted(painted(SIZE_WH, *PERSON), face)
    assert found.soft.shape == found.alpha.shape
    assert found.soft[65:160, 105:115].min() == 1
    assert found.soft[260:].max() == 0


def test_parts_of_other_people_are_not_shown_as_the_persons_own(
    face: Face, draw_face: DrawFace
) -> None:
    rgb = painted((500, 400), *PERSON, (BodyPart.CLOTHES, (300, 220, 500, 400)))
    found = matted(rgb, face, others=[draw_face(400, 130, 40)])
    shown = found.shows(BodyPart.CLOTHES)
    assert shown[300, 100]
    assert found.parts[300, 400] == BodyPart.CLOTHES
    assert not shown[300, 400]


def test_the_face_is_part_of_the_person_even_if_no_network_sees_it(face: Face) -> None:
    found = matted(painted(SIZE_WH), face)
    oval = np.zeros(found.alpha.shape, np.uint8)
    cv2.fillConvexPoly(oval, np.round(face.points[list(FACE_OVAL), :2]).astype(np.int32), 1)
    inner = cv2.erode(oval, np.ones((9, 9), np.uint8)) > 0
    assert found.alpha[inner].min() > 0.95


def test_best_fills_what_the_detail_network_loses(face: Face) -> None:
    def without_the_shirt(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
        alpha[DETAIL_SIDE * 220 // 400 :] = 0
        return alpha

    reader = Reader(without_the_shirt)
    found = matted(painted(SIZE_WH, *PERSON), face, quality="best", reader=reader)
    assert found.alpha[240:, 70:250].min() > 0.95


def test_best_drops_a_chair_that_only_the_detail_network_takes_for_a_person(face: Face) -> None:
    chair = (UNSEEN, (262, 240, 320, 400))
    found = matted(painted(SIZE_WH, *PERSON, chair), face, quality="best")
    assert found.alpha[250:, 275:].max() < 0.05


# --- other people -------------------------------------------------------------------------------


@pytest.mark.parametrize("quality", ["fast", "best"])
def test_another_person_is_left_out(face: Face, draw_face: DrawFace, quality: Quality) -> None:
    other = ((BodyPart.FACE_SKIN, (360, 90, 440, 186)), (BodyPart.CLOTHES, (300, 220, 500, 400)))
    rgb = painted((500, 400), *PERSON, *other)
    found = matted(rgb, face, others=[draw_face(400, 130, 40)], quality=quality)
    assert found.alpha[:, 295:].max() < 0.01
    assert found.alpha[240:, 70:250].min() > 0.95
    assert found.contact == 0


def test_the_length_along_which_somebody_else_touches_the_person_is_reported(
    face: Face, draw_face: DrawFace
) -> None:
    head = 2.04 * 1.4 * 40
    arm = (BodyPart.CLOTHES, (150, 186, 420, 186 + round(0.4 * head)))
    rgb = painted((500, 400), *PERSON, arm)
    found = matted(rgb, face, others=[draw_face(400, 130, 40)])
    assert found.contact == pytest.approx(0.4, abs=0.06)


def test_a_face_that_only_its_skin_shows_is_left_out(face: Face) -> None:
    behind = (BodyPart.FACE_SKIN, (255, 70, 320, 150))
    found = matted(painted(SIZE_WH, *PERSON, behind), face)
    assert found.alpha[75:145, 260:].max() < 0.05


def test_without_a_face_everybody_is_kept() -> None:
    two = ((BodyPart.CLOTHES, (20, 60, 140, 400)), (BodyPart.CLOTHES, (180, 60, 300, 400)))
    found = matted(painted(SIZE_WH, *two), None)
    assert found.alpha[80:, 30:130].min() == 1
    assert found.alpha[80:, 190:290].min() == 1
    assert found.contact == 0


# --- compared with exact alpha ------------------------------------------------------------------


def errors(folder: Path, engine: Engine, quality: Quality) -> tuple[list[float], list[float]]:
    """Mean squared errors of each composite's matte: everywhere, and within 10 px of soft alpha."""
    everywhere, at_edges = [], []
    for path in sorted(folder.glob("*_alpha.png")):
        true = open_source(path).decode().rgb[..., 0].astype(np.float32) / 255
        picture = open_source(path.with_name(path.name.replace("_alpha", "")))
        cut = make_cutout(default_setup(engine), picture, quality).rgba
        error = (cut[..., 3].astype(np.float32) / 255 - true) ** 2
        soft = (true > 0.02) & (true < 0.98)
        away = cv2.distanceTransform((~soft).astype(np.uint8), cv2.DIST_L2, 5)
        everywhere.append(float(error.mean()))
        at_edges.append(float(error[away <= 10].mean()))
    return everywhere, at_edges


@pytest.mark.parametrize(
    ("folder", "quality", "most", "most_at_edges"),
    [
        ("mattes", "fast", 2.5e-3, 20e-3),
        ("mattes", "best", 1.7e-3, 15e-3),
        ("people_mattes", "fast", 5.0e-3, 29e-3),
        ("people_mattes", "best", 4.3e-3, 25e-3),
    ],
)
@pytest.mark.xdist_group("mattes")
def test_mattes_are_close_to_the_exact_ones(
    engine: Engine, shared: Path, folder: str, quality: Quality, most: float, most_at_edges: float
) -> None:
    everywhere, at_edges = errors(shared / folder, engine, quality)
    assert len(everywhere) == {"mattes": 6, "people_mattes": 12}[folder]
    assert np.mean(everywhere) <= most
    assert np.mean(at_edges) <= most_at_edges
