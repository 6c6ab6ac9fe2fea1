"""Corrections by hand: what they change, what they cannot change, and what is said of them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto import make_photo
from idphoto.errors import BadRequest, FramingConflict
from idphoto.face.landmarks import Face
from idphoto.face.marks import HeadMarks
from idphoto.face.measure import VERTEX_RATIO
from idphoto.imaging.arrays import Point
from idphoto.imaging.geometry import Similarity
from idphoto.photo.adjustments import MAX_MOVE, POINTS, Adjustments, marks_for
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.request import photo_request
from idphoto.photo.result import Photo
from idphoto.runtime.engine import Engine

SOURCE_WH = (800, 1000)


def refused(
    face: Face, adjustments: Adjustments, to_source: Similarity | None = None
) -> BadRequest:
    with pytest.raises(BadRequest) as error:
        marks_for(face, adjustments, to_source or Similarity(), SOURCE_WH)
    assert error.value.code == "bad_request"
    return error.value


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "field", "said"),
    [
        ({"zoom": 1.01}, "zoom", "1.01 is outside -1 to 1"),
        ({"shift": -1.5}, "shift", "-1.5 is outside -1 to 1"),
        ({"rotate_deg": 16}, "rotate_deg", "16 is outside -15 to 15"),
        ({"zoom": math.nan}, "zoom", "nan is outside"),
        ({"chin": (math.inf, 3)}, "chin", "inf, 3 is not a point"),
    ],
)
def test_numbers_out_of_range_are_refused(numbers: dict[str, float], field: str, said: str) -> None:
    with pytest.raises(BadRequest) as error:
        Adjustments(**numbers)  # type: ignore[arg-type]
    assert error.value.field == f"adjustments.{field}"
    assert said in error.value.message


# --- points -------------------------------------------------------------------------------------


@pytest.fixture
def face(draw_face: Callable[[float, float, float], Face]) -> Face:
    return draw_face(400, 500, 100)


def measured(face: Face) -> dict[str, Point]:
    """Where the points of an upright face are, by name."""
    found = HeadMarks.of(face)
    eyes_y = float((found.right_eye[1] + found.left_eye[1]) / 2)
    crown_y = float(found.chin[1]) - VERTEX_RATIO * (float(found.chin[1]) - eyes_y)
    middle = float((found.right_eye[0] + found.left_eye[0]) / 2)
    crown = np.array((middle, crown_y))
    points = (found.right_eye, found.left_eye, found.chin, crown)
    return {name: (float(at[0]), float(at[1])) for name, at in zip(POINTS, points, strict=True)}


def test_points_where_they_were_measured_change_nothing(face: Face) -> None:
    points = measured(face)
    marks = marks_for(face, Adjustments(**points), Similarity(), SOURCE_WH)  # type: ignore[arg-type]
    assert marks.roll_deg == pytest.approx(face.roll_deg)
    assert marks.crown is not None
    assert tuple(marks.crown) == pytest.approx(points["crown"])
    assert tuple(marks.chin) == pytest.approx(points["chin"])


def test_without_corrections_the_crown_is_left_to_the_measurement(face: Face) -> None:
    marks = marks_for(face, Adjustments(zoom=1, shift=1), Similarity(), SOURCE_WH)
    assert (marks.crown, marks.roll_deg) == (None, face.roll_deg)


def test_a_turn_comes_on_top_of_levelling(face: Face) -> None:
    marks = marks_for(face, Adjustments(rotate_deg=4), Similarity(), SOURCE_WH)
    assert marks.roll_deg == pytest.approx(face.roll_deg - 4)


@given(quarters=st.integers(0, 3), shrink=st.sampled_from([1, 2, 4]))
def test_points_are_read_on_the_source_however_it_lies(
    draw_face: Callable[[float, float, float], Face], quarters: int, shrink: int
) -> None:
    face = draw_face(400, 500, 100)
    width, height = (shrink * side for side in SOURCE_WH)
    if quarters % 2:
        width, height = height, width
    dx, dy = (0, width, width, 0)[quarters], (0, 0, height, height)[quarters]
    to_source = Similarity(shrink, 90.0 * quarters, dx, dy)
    chin = measured(face)["chin"]
    given = to_source.apply(np.array([(chin[0], chin[1] + 15)]))[0]
    x, y = (min(max(float(at), 0.0), side) for at, side in zip(given, (width, height), strict=True))
    marks = marks_for(face, Adjustments(chin=(x, y)), to_source, (width, height))
    assert tuple(marks.chin) == pytest.approx((chin[0], chin[1] + 15), abs=1e-6)


@pytest.mark.parametrize("name", POINTS)
def test_a_point_outside_the_source_is_refused(face: Face, name: str) -> None:
    x, _ = measured(face)[name]
    error = refused(face, Adjustments(**{name: (x, -1.0)}))  # type: ignore[arg-type]
    assert error.field == f"adjustments.{name}"
    assert error.reason.endswith("-1 is outside the source of 800 × 1000 px")


@pytest.mark.parametrize("name", POINTS)
def test_a_point_far_from_where_it_was_measured_is_refused(face: Face, name: str) -> None:
    x, y = measured(face)[name]
    height = VERTEX_RATIO * face.eyes_to_chin_px
    marks_for(face, Adjustments(**{name: (x, y + 0.05 * height)}), Similarity(), SOURCE_WH)  # type: ignore[arg-type]
    error = refused(face, Adjustments(**{name: (x, y + (MAX_MOVE + 0.01) * height)}))  # type: ignore[arg-type]
    assert error.field == f"adjustments.{name}"
    assert "is 21% of the head's height away from where it was measured" in error.reason
    assert error.reason.endswith("at most 20%")


def test_eyes_that_are_swapped_or_coincide_are_refused(face: Face) -> None:
    points = measured(face)
    middle = (points["left_eye"][0] + points["right_eye"][0]) / 2
    y = points["left_eye"][1]
    error = refused(face, Adjustments(left_eye=(middle + 5, y), right_eye=(middle - 5, y)))
    assert error.field == "adjustments.left_eye"
    assert "of the measured distance to the left of the right eye" in error.reason


def test_eyes_that_would_lay_the_shoulders_on_their_side_are_refused(face: Face) -> None:
    points = measured(face)
    down = 0.3 * face.inter_eye_px
    error = refused(
        face, Adjustments(right_eye=(points["right_eye"][0], points["right_eye"][1] + down))
    )
    assert error.field == "adjustments.right_eye"
    assert "the eyes would turn the photo by 17°; at most 15°" in error.reason


def test_points_that_make_no_head_are_refused(face: Face) -> None:
    points, height = measured(face), VERTEX_RATIO * face.eyes_to_chin_px
    up = 0.19 * height
    raised = Adjustments(
        chin=(points["chin"][0], points["chin"][1] - up),
        left_eye=(points["left_eye"][0], points["left_eye"][1] + up / 2),
        right_eye=(points["right_eye"][0], points["right_eye"][1] + up / 2),
    )
    error = refused(face, raised)
    assert error.field == "adjustments.chin"
    assert "of the way up from the chin to the crown; of heads it is 35% to 65%" in error.reason


# --- photos -------------------------------------------------------------------------------------

SPEC = "jp-visa"  # asks for a head of 27–34 of 45 mm, and allows white alone


@pytest.fixture(scope="module")
def plain(engine: Engine, astronaut_jpeg: bytes) -> Photo:
    return make_photo(astronaut_jpeg, SPEC, engine=engine)


@pytest.fixture(scope="module")
def adjusted(engine: Engine, astronaut_jpeg: bytes) -> Callable[..., Photo]:
    def make(**adjustments: object) -> Photo:
        wanted = Adjustments(**adjustments)  # type: ignore[arg-type]
        return make_photo(astronaut_jpeg, SPEC, adjustments=wanted, engine=engine)

    return make


def moved_down(photo: Photo, name: str, share: float) -> Point:
    """A point of the photo's source, ``share`` of the head's height further down."""
    head = photo.head_on_source
    x, y = getattr(head, name)
    return x, y + share * (head.chin[1] - head.crown[1])


def codes(photo: Photo) -> list[str]:
    return [notice.code for notice in photo.notices]


def test_the_points_of_a_photo_given_back_make_the_same_photo(
    plain: Photo, adjusted: Callable[..., Photo]
) -> None:
    again = adjusted(**{name: getattr(plain.head_on_source, name) for name in POINTS})
    assert again.to_photo.matrix == pytest.approx(plain.to_photo.matrix, abs=0.05)
    assert np.abs(again.pixels.astype(int) - plain.pixels).mean() < 1
    assert "adjusted_by_hand" not in codes(again)


def test_a_corrected_chin_changes_the_size_and_is_said(
    plain: Photo, adjusted: Callable[..., Photo]
) -> None:
    chin = moved_down(plain, "chin", 0.05)
    photo = adjusted(chin=chin)
    assert photo.head_on_source.chin == pytest.approx(chin)
    assert photo.head_on_source.crown == pytest.approx(plain.head_on_source.crown)
    low, high = photo.constraints.face_height.low, photo.constraints.face_height.high  # type: ignore[union-attr]
    assert low is not None
    assert high is not None
    assert low - 1e-3 <= photo.measurements.face_height <= high + 1e-3
    assert photo.to_photo.apply(np.array([chin]))[0, 1] == pytest.approx(
        photo.measurements.chin_top
    )
    (notice,) = [one for one in photo.notices if one.code == "adjusted_by_hand"]
    assert "measurement differs at the chin by 5% of the head's height" in notice.message


@pytest.mark.parametrize(("name", "share"), [("chin", -0.18), ("crown", 0.18)])
def test_nobody_can_drag_a_photo_to_a_pass(
    plain: Photo, adjusted: Callable[..., Photo], name: str, share: float
) -> None:
    # a head that is called shorter than it is, and then shown as large as is allowed
    assert plain.compliance.finding("head_size").verdict == "pass"
    photo = adjusted(**{name: moved_down(plain, name, share)}, zoom=1)
    finding = photo.compliance.finding("head_size")
    assert finding.verdict == "unsure"
    assert (
        "by the points set by hand; by measurement, the head from the chin" in finding.judged.reason
    )
    assert finding.judged.reason.endswith("(27–34 mm asked)")
    assert photo.compliance.verdict != "pass"


def test_a_turned_photo_is_turned_and_the_report_says_so(
    plain: Photo, adjusted: Callable[..., Photo]
) -> None:
    photo = adjusted(rotate_deg=4)
    eyes = np.array([photo.head_on_source.left_eye, photo.head_on_source.right_eye])
    left, right = photo.to_photo.apply(eyes)
    assert math.degrees(math.atan2(right[1] - left[1], right[0] - left[0])) == pytest.approx(4)
    assert photo.measurements.face_width * plain.to_photo.scale == pytest.approx(
        plain.measurements.face_width * photo.to_photo.scale, rel=1e-3
    )
    much = adjusted(rotate_deg=12).compliance.finding("head_tilted")
    assert much.verdict == "fail"
    assert (
        "the photo was turned by hand: on it, the head is tilted 12° sideways" in much.judged.reason
    )


@pytest.mark.parametrize("zoom", [-1, 1])
@pytest.mark.parametrize("shift", [-1, 1])
def test_moves_keep_the_documents_limits_on_the_finished_photo(
    adjusted: Callable[..., Photo], zoom: int, shift: int
) -> None:
    photo = adjusted(zoom=zoom, shift=shift)
    end = "low" if zoom < 0 else "high"
    assert photo.measurements.face_height == pytest.approx(
        getattr(photo.constraints.face_height, end), abs=0.01
    )
    for check in ("head_size", "off_centre"):
        assert photo.compliance.finding(check).verdict == "pass"


def test_a_corrected_point_that_makes_the_limits_impossible_is_a_conflict_with_numbers(
    plain: Photo, engine: Engine, astronaut_jpeg: bytes
) -> None:
    squeezed = FrameConstraints(
        face_height=Limit(low=300, high=301), eyes_top=Limit(high=170), chin_top=Limit(low=310)
    )
    make_photo(astronaut_jpeg, size_px=(413, 531), constraints=squeezed, engine=engine)
    raised = Adjustments(chin=moved_down(plain, "chin", -0.06))
    with pytest.raises(FramingConflict) as conflict:
        make_photo(
            astronaut_jpeg,
            size_px=(413, 531),
            constraints=squeezed,
            adjustments=raised,
            engine=engine,
        )
    assert "px" in conflict.value.message


def test_a_photo_that_may_not_be_edited_may_be_turned_and_cropped() -> None:
    request = photo_request("us-passport", adjustments=Adjustments(zoom=0.5, rotate_deg=2))
    assert request.spec is not None
    assert request.spec.editing_forbidden
    assert (request.edits, request.is_forbidden_edit) == ((), False)


def test_a_point_that_cannot_be_is_refused_before_the_person_is_cut_out(
    engine: Engine, astronaut_jpeg: bytes
) -> None:
    steps: list[str] = []
    with pytest.raises(BadRequest) as error:
        make_photo(
            astronaut_jpeg,
            SPEC,
            adjustments=Adjustments(chin=(5, 5)),
            engine=engine,
            progress=lambda step, _: steps.append(step),
        )
    assert error.value.field == "adjustments.chin"
    assert "cut_out" not in steps
