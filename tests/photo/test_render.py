from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from idphoto.imaging.geometry import Similarity
from idphoto.photo.render import Placement, continue_background, footprint, place, render

Missing = tuple[float, float, float]
Case = tuple[tuple[int, int], Missing, tuple[float, float], float]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A photo's size, how much of its body is missing, and where its neck and chin are."""
    width, height = draw(st.integers(40, 900)), draw(st.integers(40, 900))
    left = draw(st.floats(1, width / 2))
    right = draw(st.floats(width / 2 + 1, width - 1))
    chin = draw(st.floats(1, height - 2))
    missing = (
        draw(st.just(0.0) | st.floats(0.01, 0.94)) * left,
        draw(st.just(0.0) | st.floats(0.01, 0.94)) * (width - right),
        draw(st.just(0.0) | st.floats(0.01, 0.94)) * (height - chin),
    )
    return (width, height), missing, (left, right), chin


def axes(case: Case) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The source columns and rows that are read."""
    (width, height), missing, neck, chin_y = case
    placed = place(Similarity(), (width, height), missing=missing, neck=neck, chin_y=chin_y)
    x, y = placed.columns, placed.rows
    return (
        np.arange(width, dtype=np.float32) + np.float32(0.5) if x is None else x,
        np.arange(height, dtype=np.float32) + np.float32(0.5) if y is None else y,
    )


def test_a_complete_body_is_not_stretched() -> None:
    placed = place(Similarity(2), (50, 60), missing=(0, 0, 0), neck=(10, 40), chin_y=30)
    assert placed == Placement(Similarity(2), (50, 60), None, None, None)


@given(cases())
def test_the_neck_keeps_its_columns_and_everything_above_the_chin_its_rows(case: Case) -> None:
    (width, height), _, (left, right), chin_y = case
    columns, rows = axes(case)
    x, y = np.arange(width) + 0.5, np.arange(height) + 0.5
    neck = (x >= left) & (x <= right)
    assert columns[neck] == pytest.approx(x[neck])
    assert rows[y <= chin_y] == pytest.approx(y[y <= chin_y])


@given(cases())
def test_stretching_keeps_the_order_of_rows_and_columns(case: Case) -> None:
    for axis in axes(case):
        assert (np.diff(axis) > 0).all()


@given(cases())
def test_stretched_parts_reach_the_edge_and_read_only_the_source(case: Case) -> None:
    (width, height), (left, right, bottom), _, _ = case
    columns, rows = axes(case)
    assert columns[0] >= left
    assert columns[-1] <= width - right
    assert rows[-1] <= height - bottom
    # and no more is dropped than needed: the photo's edge shows the source's last body pixel
    assert columns[0] - left <= 1.01
    assert width - right - columns[-1] <= 1.01
    assert height - bottom - rows[-1] <= 1.01


@given(st.integers(200, 900), st.floats(0.2, 0.7), st.floats(0.01, 0.35))
def test_a_slight_stretch_begins_without_a_step(height: int, chin: float, share: float) -> None:
    chin_y = chin * height
    bottom = share * (height - chin_y)
    _, rows = axes(((100, height), (0, 0, bottom), (20, 80), chin_y))
    below = rows[np.arange(height) + 0.5 > chin_y]
    assert below[1] - below[0] == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("channels", [(), (3,)])
def test_a_shoulder_cut_off_by_the_source_is_extended_to_the_photos_edge(
    dtype: type, channels: tuple[int, ...]
) -> None:
    # the source's body, with a stripe down its sleeve, ends 30 px left of the photo's right edge
    source: NDArray[Any] = np.full((100, 170, *channels), 100, dtype)
    source[:, 140:150] = 200
    placed = place(Similarity(), (200, 100), missing=(0, 30, 0), neck=(40, 110), chin_y=50)
    drawn = render(source, Similarity(), placed, "replicate")
    assert drawn.shape == (100, 200, *channels)
    assert drawn.dtype == dtype
    stripe = np.flatnonzero(drawn.reshape(100, 200, -1)[60, :, 0] > 150)
    assert 141 < stripe[0] < stripe[-1] < 165
    assert len(stripe) > 10
    assert (drawn[:, :110] == source[:, :110]).all()


def test_hair_beside_the_face_keeps_its_shape_where_the_shoulder_is_extended() -> None:
    source = np.random.default_rng(0).integers(0, 255, (200, 170, 3), np.uint8)
    placed = place(Similarity(), (200, 200), missing=(0, 30, 0), neck=(40, 110), chin_y=120)
    drawn = render(source, Similarity(), placed, "replicate")
    # 0.08 of the height above the chin the stretching begins
    assert np.array_equal(drawn[:103, :170], source[:103])
    assert not np.array_equal(drawn[125:, 115:170], source[125:, 115:])


def test_the_stretching_of_a_shoulder_fades_in_without_a_step() -> None:
    placed = place(Similarity(), (200, 200), missing=(0, 30, 0), neck=(40, 110), chin_y=120)
    assert placed.sideways is not None
    assert placed.sideways[:103].max() == 0
    assert placed.sideways[120:].min() == 1
    assert 0 < np.diff(placed.sideways).max() < 0.1


def test_without_stretching_rendering_is_a_plain_warp() -> None:
    source = np.random.default_rng(0).integers(0, 255, (20, 30, 3), np.uint8)
    placed = Placement(Similarity(dx=3), (40, 30), None, None, None)
    drawn = render(source, Similarity(dy=2), placed, "constant")
    assert np.array_equal(drawn[2:22, 3:33], source)
    assert drawn[:2].max() == 0


@pytest.mark.parametrize("missing", [(500.0, 0.0, 0.0), (0.0, 500.0, 0.0), (0.0, 0.0, 500.0)])
def test_more_missing_than_there_is_body_still_gives_a_photo(missing: Missing) -> None:
    columns, rows = axes(((100, 120), missing, (0.0, 100.0), 120.0))
    assert np.isfinite(columns).all()
    assert np.isfinite(rows).all()
    assert (np.diff(columns) > 0).all()
    assert (np.diff(rows) > 0).all()


def test_a_photo_inside_its_source_keeps_its_background() -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (60, 50, 3), np.uint8)
    inside = Placement(Similarity(dx=-10, dy=-10), (50, 60), None, None, None)
    assert np.array_equal(continue_background(rgb, footprint((80, 90), inside)), rgb)


def test_only_the_area_outside_the_source_is_blurred() -> None:
    stripes = np.zeros((200, 150, 3), np.uint8)
    stripes[:, ::2] = 255  # as repeated border pixels would be
    placed = Placement(Similarity(dy=80), (150, 200), None, None, None)
    drawn = continue_background(stripes, footprint((150, 120), placed))
    assert np.array_equal(drawn[80:], stripes[80:])
    assert drawn[:30, 20:-20].std() < 0.3 * stripes[:30].std()


# --- where the photo shows the source -----------------------------------------------------------


def test_the_footprint_is_the_source_on_the_photos_grid() -> None:
    placed = place(Similarity(1.0, 0.0, 10.0, 20.0), (60, 80), missing=(0, 0, 0), neck=(20, 40),
                   chin_y=40)  # fmt: skip
    shown = footprint((30, 40), placed) >= 128
    assert shown.shape == (80, 60)
    assert shown[20:60, 10:40].all()
    assert shown.sum() == 30 * 40


def test_a_photo_inside_its_source_shows_it_everywhere() -> None:
    inside = place(
        Similarity(dx=-10, dy=-10), (50, 60), missing=(0, 0, 0), neck=(20, 30), chin_y=30
    )
    assert footprint((80, 90), inside).min() == 255


@pytest.mark.parametrize(
    ("to_photo", "share"),
    [
        (Similarity(2.0, 0.0, 0.0, 0.0), 1.0),
        (Similarity(2.0, 0.0, 0.0, -40.0), 0.9),
        (Similarity(1.0, 0.0, 0.0, 0.0), 0.25),
    ],
)
def test_the_footprints_share_is_what_the_source_covers(to_photo: Similarity, share: float) -> None:
    placed = Placement(to_photo, (300, 400), None, None, None)
    assert footprint((150, 200), placed).mean() / 255 == pytest.approx(share, abs=0.01)


def test_an_extended_body_belongs_to_the_footprint() -> None:
    placed = place(Similarity(), (100, 100), missing=(0, 0, 10), neck=(40, 60), chin_y=50)
    assert footprint((100, 90), placed).min() >= 128
    bare = place(Similarity(), (100, 100), missing=(0, 0, 0), neck=(40, 60), chin_y=50)
    assert footprint((100, 90), bare)[89].min() >= 128
    assert not footprint((100, 90), bare)[91:].any()


def test_above_an_extended_shoulder_the_footprint_ends_with_the_source() -> None:
    placed = place(Similarity(), (100, 200), missing=(0, 10, 0), neck=(40, 60), chin_y=150)
    shown = footprint((90, 200), placed) >= 128
    assert not shown[:130, 91:].any()
    assert shown[151:].all()


@given(cases())
def test_below_the_chin_a_stretched_photo_shows_the_source_up_to_its_edges(case: Case) -> None:
    (width, height), (left, right, bottom), neck, chin_y = case
    # the source ends where the photo lacks something
    to_photo = Similarity(dx=left)
    source_wh = math.ceil(width - left - right), math.ceil(height - bottom)
    placed = place(to_photo, (width, height), missing=(left, right, bottom), neck=neck,
                   chin_y=chin_y)  # fmt: skip
    below = footprint(source_wh, placed)[min(height - 1, int(chin_y) + 2) :] >= 128
    assert below.mean() > 1 - 4 / min(below.shape) - 0.02
