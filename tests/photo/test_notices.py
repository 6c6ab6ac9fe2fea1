from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto import make_photo
from idphoto.face.expression import Expression
from idphoto.face.landmarks import Face
from idphoto.face.measure import FaceGeometry, estimate_geometry
from idphoto.imaging.geometry import Similarity
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart
from idphoto.photo.background import Original
from idphoto.photo.check import Violation
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.framing.borders import BorderCut, Borders, BorderSide
from idphoto.photo.framing.frame import Frame
from idphoto.photo.notices import notices_for
from idphoto.photo.request import photo_request
from idphoto.runtime.engine import Engine
from idphoto.specs import all_specs

SIZE_WH = (300, 400)
SMILING = Expression(smile=0.9, lip_gap=0.0, pallor=0.0, lid_gap=0.1, gaze=0.0)


def draft(face: Face, **changes: Any) -> PhotoDraft:
    """A draft that gives no cause for a notice, with ``changes`` applied."""
    geometry = estimate_geometry(face, (400, 400))
    geometry = replace(
        geometry,
        **{
            "hair_left_x": 100.0,
            "hair_right_x": 100.0,
            **{name: changes.pop(name) for name in FaceGeometry.__slots__ if name in changes},
        },
    )
    frame = Frame(1.0, 0.0, 0.0, SIZE_WH)
    frame = replace(
        frame, **{name: changes.pop(name) for name in Frame.__slots__ if name in changes}
    )
    alpha = np.zeros((400, 300), np.float32)
    parts = changes.pop("parts", np.zeros((400, 400), np.uint8))
    everything = (parts != BodyPart.BACKGROUND).astype(np.float32)
    cuts: list[BorderCut] = changes.pop("cuts", [])
    fields: dict[str, Any] = {
        "geometry": geometry,
        "frame": frame,
        "request": photo_request(
            size_px=SIZE_WH,
            spec=changes.pop("spec", None),
            edit_anyway=changes.pop("edit", False),
            background=changes.pop("background", None),
            clothes=changes.pop("clothes", None),
            quality=changes.pop("quality", "fast"),
        ),
        "broken": changes.pop("broken", ()),
        "matte": Matte(everything, np.zeros_like(everything), parts, Similarity(), contact=0.0),
        "borders": Borders({cut.side: cut for cut in cuts}, 400.0, 0.0, None, None),
        "alpha": changes.pop("alpha", alpha),
        "head_height_px": 200.0,
        "face": face,
        "picture_wh": (400, 400),
        "others": changes.pop("others", []),
        "turns": changes.pop("turns", 0),
        "expression": changes.pop("expression", None),
        "headgear": changes.pop("headgear", 0.0),
    }
    assert not changes
    return cast(PhotoDraft, SimpleNamespace(**fields))


@pytest.fixture
def face(draw_face: Callable[..., Face]) -> Face:
    return draw_face(200, 200, 50)


def codes(found: PhotoDraft) -> list[str]:
    return [notice.code for notice in notices_for(found)]


def test_a_good_portrait_gives_no_cause_for_a_notice(face: Face) -> None:
    assert codes(draft(face)) == []


@pytest.mark.parametrize(
    ("changes", "code", "expected"),
    [
        ({"turns": 1}, "turned_upright", "90°"),
        ({"yaw_deg": -16.0}, "head_turned", "turned 16°"),
        ({"pitch_deg": 30.0}, "head_nods", "pitched 30° up"),
        ({"roll_deg": 20.0}, "head_tilted", "20°"),
        ({"expression": SMILING}, "smile", "smiles"),
        ({"headgear": 0.9}, "headgear", "90%"),
        ({"missing_left_px": 30.0}, "body_extended", "10%"),
        ({"missing_right_px": 30.0}, "body_extended", "10%"),
        ({"hair_right_x": 330.0}, "hair_outside", "10%"),
        ({"missing_bottom_px": 100.0}, "body_extended", "25%"),
        ({"scale": 2.5}, "enlarged", "2.5 times"),
        ({"alpha": np.full((400, 300), 0.5, np.float32)}, "matte_unsure", "smoky"),
    ],
)
def test_each_fault_has_its_notice(
    face: Face, changes: dict[str, Any], code: str, expected: str
) -> None:
    (notice,) = notices_for(draft(face, **changes))
    assert notice.code == code
    assert expected in notice.message


@pytest.mark.parametrize(
    "changes",
    [
        {"yaw_deg": 5.0, "pitch_deg": -10.0, "roll_deg": -8.0},
        {"headgear": 0.2},
        {"missing_left_px": 2.0, "missing_bottom_px": 3.0},
        {"scale": 1.2},
        {"alpha": np.pad(np.full((30, 30), 0.5, np.float32), ((0, 370), (0, 270)))},
    ],
)
def test_acceptable_photos_have_no_notices(face: Face, changes: dict[str, Any]) -> None:
    assert codes(draft(face, **changes)) == []


def hair_at(*sides: BorderSide) -> list[BorderCut]:
    return [BorderCut(side, 40.0, 5.0, 0.0, 1.0) for side in sides]


def test_hair_that_the_source_cuts_off_is_named_with_its_sides(face: Face) -> None:
    found = draft(face, cuts=hair_at("top", "left"), dy=10.0, missing_left_px=3.0)
    (notice,) = notices_for(found)
    assert notice.code == "hair_cut_off"
    assert notice.message.endswith("at the top and left")


def test_cut_off_hair_outside_of_the_photo_is_no_fault(face: Face) -> None:
    assert codes(draft(face, cuts=hair_at("top"), dy=-10.0)) == []


def test_a_cut_off_sleeve_is_not_called_hair(face: Face) -> None:
    sleeve = BorderCut("left", 0.0, 0.0, 100.0, 1.0)
    assert codes(draft(face, cuts=[sleeve], missing_left_px=3.0)) == []


def test_a_hand_in_the_photo_is_reported_with_its_size(face: Face) -> None:
    parts = np.zeros((400, 400), np.uint8)
    parts[160:280, 150:250] = BodyPart.FACE_SKIN
    parts[180:240, 260:300] = BodyPart.BODY_SKIN
    (notice,) = notices_for(draft(face, parts=parts))
    assert notice.code == "hand_in_photo"
    assert "(20% of the face)" in notice.message


def test_a_smoky_matte_does_not_matter_where_the_background_is_kept(face: Face) -> None:
    smoke = np.full((400, 300), 0.5, np.float32)
    assert codes(draft(face, alpha=smoke, background=Original())) == []


def test_under_new_clothes_a_missing_body_is_no_fault(face: Face) -> None:
    assert codes(draft(face, missing_bottom_px=100.0, clothes="man_1")) == []


def test_the_count_of_faces_includes_the_one_that_is_used(face: Face) -> None:
    (notice,) = notices_for(draft(face, others=[face, face]))
    assert (notice.code, notice.message[:7]) == ("several_faces", "3 faces")


def test_the_notice_says_which_face_is_used_and_where_the_others_are(
    face: Face, draw_face: Callable[..., Face]
) -> None:
    others = [draw_face(320, 100, 20), draw_face(40, 300, 10)]
    (notice,) = notices_for(draft(face, others=others))
    assert notice.message.startswith("3 faces found: face 2 from the left, the largest, 50% across")
    assert "is used; not used: face 1, 10% across" in notice.message
    assert "; face 3, 80% across" in notice.message
    assert notice.message.endswith("`--face N`, in Python `faces=N`, chooses another")


def test_of_a_school_class_nine_others_are_listed(
    face: Face, draw_face: Callable[..., Face]
) -> None:
    others = [draw_face(10 + 20 * k, 100, 5) for k in range(19)]
    (notice,) = notices_for(draft(face, others=others))
    assert notice.message.startswith("20 faces found")
    assert notice.message.count("; face ") == 8
    assert "; and 10 more. `--face N`" in notice.message


def test_an_authority_that_forbids_editing_is_named_as_such(face: Face) -> None:
    forbidding = next(spec for spec in all_specs() if spec.editing_forbidden)
    allowing = next(spec for spec in all_specs() if not spec.editing_forbidden)
    assert codes(draft(face, spec=forbidding)) == []
    edited = draft(face, spec=forbidding, edit=True, turns=1, others=[face])
    assert codes(edited) == ["editing_forbidden", "several_faces", "turned_upright"]
    assert notices_for(edited)[0].message.endswith("edited here: background")
    assert codes(draft(face, spec=allowing, edit=True)) == []


def test_an_overridden_rule_that_is_broken_is_named_with_its_numbers(face: Face) -> None:
    broken = (Violation("head_height_mm", "37.8", "32–36", "mm"), Violation("dpi", "127", "300"))
    found = draft(face, broken=broken)
    assert [(one.code, one.message) for one in notices_for(found)] == [
        ("spec_overridden", "head_height_mm was overridden: 37.8 mm instead of 32–36 mm"),
        ("spec_overridden", "dpi was overridden: 127 instead of 300"),
    ]


def test_several_notices_have_a_fixed_order(face: Face) -> None:
    faults: dict[str, Any] = {
        "scale": 3.0,
        "yaw_deg": 20.0,
        "others": [face],
        "alpha": np.full((400, 300), 0.5, np.float32),
    }
    assert codes(draft(face, **faults)) == [
        "several_faces",
        "head_turned",
        "enlarged",
        "matte_unsure",
    ]


def test_quality_best_is_advised_only_where_it_was_not_used(face: Face) -> None:
    smoky = np.full((400, 300), 0.5, np.float32)
    fast, best = (
        notices_for(draft(face, alpha=smoky, quality=quality)) for quality in ("fast", "best")
    )
    assert fast[0].message.endswith("use a plainer background, or quality best")
    assert best[0].message.endswith("use a plainer background")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("compreface_008_B", "head_turned"),
        ("compreface_006_A", "head_nods"),
    ],
)
def test_real_portraits_with_a_fault(
    engine: Engine, photo_file: Callable[[str], bytes], name: str, code: str
) -> None:
    photo = make_photo(photo_file(name), photo_request(quality="fast"), engine=engine)
    assert code in {notice.code for notice in photo.notices}


def test_a_small_source_is_reported_as_soft(engine: Engine, astronaut_jpeg: bytes) -> None:
    request = photo_request(size_px=(600, 800), quality="fast")
    photo = make_photo(astronaut_jpeg, request, engine=engine)
    assert "enlarged" in {notice.code for notice in photo.notices}


def test_a_source_that_ends_below_the_collar_is_reported_as_extended(
    engine: Engine,
    astronaut: NDArray[np.uint8],
    jpeg: Callable[[NDArray[np.uint8]], bytes],
) -> None:
    short = jpeg(np.ascontiguousarray(astronaut[:230]))
    photo = make_photo(short, photo_request(quality="fast"), engine=engine)
    assert "body_extended" in {notice.code for notice in photo.notices}
