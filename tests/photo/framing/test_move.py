"""Frames moved by hand: whatever is asked for, the limits hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.photo.framing.test_solve import (
    ANYTHING,
    HEAD,
    TWO_INCH,
    asked,
    heads,
    satisfiable,
    shares,
)

from idphoto.errors import FramingConflict
from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints, Limit
from idphoto.photo.framing.covering import MAX_SHIFT
from idphoto.photo.framing.frame import Frame, Head
from idphoto.photo.framing.move import FREE
from idphoto.photo.framing.solve import solve_frame
from idphoto.specs import Spec, all_specs

moves = st.floats(-1, 1)
ends = st.sampled_from([-1.0, 1.0])


def assert_within(frame: Frame, head: Head, constraints: FrameConstraints) -> None:
    """Every range holds, and crown, chin and the face's width lie inside the photo."""
    tiny, measures = 1e-4, frame.measured(head)
    width, height = frame.size_wh
    for name in SIZES + PLACES:
        limit, px = constraints[name], getattr(measures, name)
        if limit is not None:
            assert limit.low is None or px >= limit.low - tiny, name
            assert limit.high is None or px <= limit.high + tiny, name
    assert measures.chin_top - measures.face_height >= -tiny
    assert measures.chin_top <= height + tiny
    assert measures.face_width <= width + tiny


@given(satisfiable(), moves | ends, moves | ends)
def test_no_move_breaks_a_limit(
    case: tuple[Head, FrameConstraints, tuple[int, int]], zoom: float, shift: float
) -> None:
    head, constraints, size_wh = case
    assert_within(
        solve_frame(head, constraints, size_wh, zoom=zoom, shift=shift), head, constraints
    )


@given(st.sampled_from(all_specs()), heads(), moves | ends, moves | ends)
def test_no_move_breaks_a_documents_limit(
    spec: Spec, head: Head, zoom: float, shift: float
) -> None:
    constraints = FrameConstraints.from_spec(spec)
    try:
        solve_frame(head, constraints, spec.size_px)
    except FramingConflict:
        with pytest.raises(FramingConflict):
            solve_frame(head, constraints, spec.size_px, zoom=zoom, shift=shift)
        return
    frame = solve_frame(head, constraints, spec.size_px, zoom=zoom, shift=shift)
    assert_within(frame, head, constraints)


@given(satisfiable(), moves | ends, moves | ends)
def test_a_move_shows_no_more_beyond_the_source_than_the_automatic_frame(
    case: tuple[Head, FrameConstraints, tuple[int, int]], zoom: float, shift: float
) -> None:
    head, constraints, size_wh = case
    width, height = size_wh
    plain = solve_frame(head, constraints, size_wh)
    frame = solve_frame(head, constraints, size_wh, zoom=zoom, shift=shift)
    assert frame.missing_bottom_px <= plain.missing_bottom_px + 0.02 + 1e-6 * height
    lacking, lacked = (max(each.missing_left_px, each.missing_right_px) for each in (frame, plain))
    # the face may move sideways to share what both sides lack
    assert lacking <= 2 * lacked + 2 * MAX_SHIFT * width + 0.02


@given(satisfiable(), moves, moves)
def test_moves_are_monotonous(
    case: tuple[Head, FrameConstraints, tuple[int, int]], one: float, other: float
) -> None:
    head, constraints, size_wh = case
    low, high = sorted((one, other))
    tiny = 1e-6 * size_wh[1]
    smaller, larger = (
        solve_frame(head, constraints, size_wh, zoom=zoom).measured(head) for zoom in (low, high)
    )
    assert smaller.head_height <= larger.head_height + tiny
    lower, higher = (
        solve_frame(head, constraints, size_wh, shift=shift).measured(head) for shift in (low, high)
    )
    assert lower.eyes_top >= higher.eyes_top - tiny
    assert lower.head_height == pytest.approx(higher.head_height)


@given(satisfiable(), st.sampled_from([-1e-5, 1e-5]))
def test_a_small_move_changes_little(
    case: tuple[Head, FrameConstraints, tuple[int, int]], little: float
) -> None:
    head, constraints, size_wh = case
    plain = shares(solve_frame(head, constraints, size_wh), head)
    for nudged in (
        solve_frame(head, constraints, size_wh, zoom=little),
        solve_frame(head, constraints, size_wh, shift=little),
    ):
        found = shares(nudged, head)
        assert found == pytest.approx(plain, abs=1e-3)


def test_a_move_reaches_the_ends_of_the_ranges() -> None:
    ranges = asked(face_height=Limit(low=280, high=320), head_top=Limit(low=30, high=60))
    for zoom, height in ((-1.0, 280), (0.5, None), (1.0, 320)):
        measures = solve_frame(HEAD, ranges, TWO_INCH, zoom=zoom).measured(HEAD)
        if height is not None:
            assert measures.face_height == pytest.approx(height)
    for shift, top in ((-1.0, 60), (1.0, 30)):
        measures = solve_frame(HEAD, ranges, TWO_INCH, shift=shift).measured(HEAD)
        assert measures.head_top == pytest.approx(top)
    half = solve_frame(HEAD, ranges, TWO_INCH, zoom=0.5).measured(HEAD).face_height
    plain = solve_frame(HEAD, ranges, TWO_INCH).measured(HEAD).face_height
    assert half == pytest.approx((plain + 320) / 2)


def test_without_limits_the_head_grows_and_shrinks_by_a_fifth() -> None:
    plain = solve_frame(HEAD, ANYTHING, TWO_INCH).measured(HEAD)
    for zoom in (-1.0, 1.0):
        measures = solve_frame(HEAD, ANYTHING, TWO_INCH, zoom=zoom).measured(HEAD)
        assert measures.head_height == pytest.approx((1 + zoom * FREE) * plain.head_height)
        assert measures.eyes_top == pytest.approx(plain.eyes_top, abs=0.03 * 531)


def test_without_limits_the_head_keeps_its_gaps_however_it_moves() -> None:
    plain = shares(solve_frame(HEAD, ANYTHING, TWO_INCH), HEAD)
    high = shares(solve_frame(HEAD, ANYTHING, TWO_INCH, shift=1), HEAD)
    low = shares(solve_frame(HEAD, ANYTHING, TWO_INCH, shift=-1), HEAD)
    assert (high["head_top"], low["eyes_top"]) == pytest.approx(
        (0.03, plain["eyes_top"] + FREE * plain["head_height"])
    )


def test_a_target_gives_way_to_a_move_and_its_range_does_not() -> None:
    wanted = asked(face_width=Limit(low=180, target=200, high=220))
    assert solve_frame(HEAD, wanted, TWO_INCH).measured(HEAD).face_width == pytest.approx(200)
    found = solve_frame(HEAD, wanted, TWO_INCH, zoom=-1).measured(HEAD).face_width
    assert found == pytest.approx(180)
    bare = asked(face_width=Limit(target=200))
    found = solve_frame(HEAD, bare, TWO_INCH, zoom=-1).measured(HEAD).face_width
    assert found == pytest.approx(160)
