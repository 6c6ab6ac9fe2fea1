"""The frame estimated from the landmarks alone, and the region that the matte must cover."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from idphoto.errors import FaceCutOff, FramingConflict
from idphoto.face.landmarks import Face
from idphoto.face.measure import estimate_geometry
from idphoto.photo.framing.borders import BorderCut, Borders
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.framing.estimate import estimate_frame, head_of
from idphoto.photo.framing.frame import MAX_STRETCH_BELOW, MAX_STRETCH_BESIDE, Head
from idphoto.photo.framing.region import region_to_cut_out
from idphoto.photo.framing.solve import solve_frame

PICTURE_WH = (1000, 1200)
SIZE_WH = (295, 413)
ANYTHING = FrameConstraints()
# These contradict each other: the chin above the eyes.
IMPOSSIBLE = FrameConstraints(eyes_top=Limit(target=300), chin_top=Limit(target=200))


@pytest.fixture
def face(draw_face: Callable[..., Face]) -> Face:
    return draw_face(500, 450, 100)


def bald_head(face: Face) -> Head:
    """As the landmarks show it, on a body that fills the picture."""
    return head_of(estimate_geometry(face, PICTURE_WH), Borders({}, 1200.0, 0.0, None, None))


def test_the_estimate_leaves_room_for_hair(face: Face) -> None:
    bald = solve_frame(bald_head(face), ANYTHING, SIZE_WH)
    usual = estimate_frame(face, PICTURE_WH, ANYTHING, SIZE_WH)
    assert usual.scale < bald.scale


def test_a_head_takes_its_limits_from_the_borders(face: Face) -> None:
    cuts = {side: BorderCut(side, 0.0, 0.0, 100.0, 1.0) for side in ("left", "bottom")}
    geometry = estimate_geometry(face, PICTURE_WH)
    head = head_of(geometry, Borders(cuts, 1100.0, 0.1, 20.0, None))  # type: ignore[arg-type]
    assert (head.body_bottom_y, head.bottom_slope) == (1100.0, 0.1)
    assert (head.left_x, head.right_x) == (20.0, None)
    assert (head.stretch_below, head.stretch_beside) == (MAX_STRETCH_BELOW, MAX_STRETCH_BESIDE)
    assert (head.hair_left_x, head.hair_right_x) == (geometry.hair_left_x, geometry.hair_right_x)


def test_constraints_hold_where_the_estimate_can_meet_them(face: Face) -> None:
    wanted = FrameConstraints(face_height=Limit(target=200))
    frame = estimate_frame(face, PICTURE_WH, wanted, SIZE_WH)
    head = bald_head(face)
    assert frame.measured(head).face_height == pytest.approx(200, abs=2.1)


def test_contradictory_constraints_are_left_to_the_measured_head(face: Face) -> None:
    with pytest.raises(FramingConflict):
        solve_frame(bald_head(face), IMPOSSIBLE, SIZE_WH)
    free = estimate_frame(face, PICTURE_WH, ANYTHING, SIZE_WH)
    assert estimate_frame(face, PICTURE_WH, IMPOSSIBLE, SIZE_WH) == free


def test_a_face_outside_the_picture_is_refused(draw_face: Callable[..., Face]) -> None:
    with pytest.raises(FaceCutOff) as caught:
        estimate_frame(draw_face(500, 20, 100), PICTURE_WH, ANYTHING, SIZE_WH)
    assert caught.value.code == "face_cut_off"


@pytest.mark.parametrize("size_wh", [(295, 413), (600, 600), (413, 295)])
def test_the_region_covers_everything_that_the_photo_shows(
    face: Face, size_wh: tuple[int, int]
) -> None:
    frame = estimate_frame(face, PICTURE_WH, ANYTHING, size_wh)
    region = region_to_cut_out(face, frame, PICTURE_WH)
    left, top = -frame.dx / frame.scale, -frame.dy / frame.scale
    right, bottom = left + size_wh[0] / frame.scale, top + size_wh[1] / frame.scale
    shown = np.clip([left, top, right, bottom], 0, [1000, 1200, 1000, 1200])
    assert region.left <= shown[0] and region.top <= shown[1]
    assert region.right >= shown[2] and region.bottom >= shown[3]


def test_the_region_stays_inside_the_picture(face: Face) -> None:
    frame = estimate_frame(face, PICTURE_WH, ANYTHING, SIZE_WH)
    region = region_to_cut_out(face, frame, PICTURE_WH)
    assert 0 <= region.left < region.right <= 1000
    assert 0 <= region.top < region.bottom <= 1200


def test_a_close_crop_still_gives_the_networks_head_and_shoulders(face: Face) -> None:
    close = FrameConstraints(face_height=Limit(target=400))
    region = region_to_cut_out(face, estimate_frame(face, PICTURE_WH, close, SIZE_WH), PICTURE_WH)
    head = 2.04 * face.eyes_to_chin_px
    assert region.right - region.left >= min(1000, 3 * head - 1)
