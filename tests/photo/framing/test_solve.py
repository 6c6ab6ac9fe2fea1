from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.errors import BadRequest, FramingConflict
from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints, Limit
from idphoto.photo.framing.covering import MAX_SHIFT, MIN_CHIN_GAP, MIN_HAIR_GAP
from idphoto.photo.framing.frame import Frame, Head
from idphoto.photo.framing.rules import TARGET_TOLERANCE
from idphoto.photo.framing.solve import (
    EASY_GROWTH,
    MAX_DROP,
    MAX_GROWTH,
    MAX_HAIR_SHIFT,
    MAX_SHRINK,
    solve_frame,
)
from idphoto.photo.framing.wishes import Composition
from idphoto.specs import Spec, all_specs

QUANTITIES = SIZES + PLACES
ANYTHING = FrameConstraints()
TWO_INCH = (413, 531)

# Round numbers: the head is 400 px with hair, 360 without, the eyes half-way down the skull.
HEAD = Head(
    centre_x=500,
    eyes_y=380,
    chin_y=560,
    crown_y=200,
    top_y=160,
    face_width=260,
    head_width=300,
    body_bottom_y=2000,
)


def asked(**limits: Limit) -> FrameConstraints:
    return FrameConstraints(**limits)


def shares(frame: Frame, head: Head) -> dict[str, float]:
    """The six quantities as shares of the photo's height."""
    measures = frame.measured(head)
    return {name: getattr(measures, name) / frame.size_wh[1] for name in QUANTITIES}


def assert_meets(frame: Frame, head: Head, constraints: FrameConstraints) -> None:
    give, tiny = TARGET_TOLERANCE * frame.size_wh[1] + 1e-4, 1e-4
    for name in QUANTITIES:
        limit, px = constraints[name], getattr(frame.measured(head), name)
        if limit is None:
            continue
        if limit.target is not None:
            assert abs(px - limit.target) <= give, name
        assert px >= (limit.low or 0) - tiny or limit.low is None, name
        assert limit.high is None or px <= limit.high + tiny, name


# --- strategies ---------------------------------------------------------------------------------


@st.composite
def heads(draw: st.DrawFn) -> Head:
    """Plausible heads of any size, cut or not."""
    unit = draw(st.floats(20, 2000))  # eyes to chin
    eyes, centre = draw(st.floats(-500, 5000)), draw(st.floats(-500, 5000))
    skull = draw(st.floats(0.8, 1.3))
    face = draw(st.floats(1.0, 1.8))
    sides = st.none() | st.floats(0.6, 4)
    left, right = draw(sides), draw(sides)
    return Head(
        centre_x=centre,
        eyes_y=eyes,
        chin_y=eyes + unit,
        crown_y=eyes - unit * skull,
        top_y=eyes - unit * (skull + draw(st.floats(-0.1, 0.8))),
        face_width=unit * face,
        head_width=unit * face * draw(st.floats(1, 1.8)),
        body_bottom_y=eyes + unit * draw(st.floats(0.5, 8)),
        left_x=None if left is None else centre - unit * left,
        right_x=None if right is None else centre + unit * right,
        stretch_below=draw(st.sampled_from([0.0, 0.12])),
        stretch_beside=draw(st.sampled_from([0.0, 0.08])),
        bottom_slope=draw(st.just(0.0) | st.floats(0, 0.3)),
    )


sizes_wh = st.tuples(st.integers(100, 1800), st.integers(100, 1800)).filter(
    lambda wh: 0.4 < wh[0] / wh[1] < 1.6
)


@st.composite
def true_frames(draw: st.DrawFn) -> tuple[Head, Frame]:
    """A head, and a frame that shows it whole."""
    head, (width, height) = draw(heads()), draw(sizes_wh)
    largest = min(height / (head.chin_y - head.crown_y), width / head.face_width)
    scale = largest * draw(st.floats(0.2, 0.99))
    room = height - scale * (head.chin_y - head.crown_y)
    dy = room * draw(st.floats(0.01, 0.99)) - scale * head.crown_y
    return head, Frame(scale, width / 2 - scale * head.centre_x, dy, (width, height))


@st.composite
def satisfiable(draw: st.DrawFn) -> tuple[Head, FrameConstraints, tuple[int, int]]:
    """Constraints that a known frame meets."""
    head, frame = draw(true_frames())
    height = frame.size_wh[1]
    measures = frame.measured(head)
    limits: dict[str, Limit] = {}
    for name in draw(st.sets(st.sampled_from(QUANTITIES))):
        true = getattr(measures, name)
        if true < 1:
            continue
        kind = draw(st.sampled_from(["target", "range", "low", "high"]))
        below, above = draw(st.floats(0, 0.3)) * height, draw(st.floats(0, 0.3)) * height
        if kind == "target":
            off = draw(st.floats(-0.99, 0.99)) * TARGET_TOLERANCE * height
            limits[name] = Limit(target=max(0.5, true + off))
        elif kind == "range":
            limits[name] = Limit(low=max(0, true - below), high=true + above)
        elif kind == "low":
            limits[name] = Limit(low=max(0, true - below))
        else:
            limits[name] = Limit(high=true + above)
    return head, FrameConstraints(**limits), frame.size_wh


limits_px = st.one_of(
    st.builds(Limit, target=st.integers(1, 600)),
    st.builds(Limit, low=st.integers(1, 600)),
    st.builds(Limit, high=st.integers(1, 600)),
    st.tuples(st.integers(1, 600), st.integers(1, 600)).map(
        lambda ends: Limit(low=min(ends), high=max(ends))
    ),
)
arbitrary = st.dictionaries(st.sampled_from(QUANTITIES), limits_px).map(
    lambda limits: FrameConstraints(**limits)
)


# --- constraints --------------------------------------------------------------------------------


@given(satisfiable())
def test_satisfiable_constraints_are_met(
    case: tuple[Head, FrameConstraints, tuple[int, int]],
) -> None:
    head, constraints, size_wh = case
    frame = solve_frame(head, constraints, size_wh)
    assert_meets(frame, head, constraints)
    measures = frame.measured(head)
    assert frame.scale > 0
    assert measures.chin_top <= size_wh[1] + 1e-4
    assert measures.chin_top - measures.face_height >= -1e-4
    assert measures.face_width <= size_wh[0] + 1e-4
    middle = frame.scale * head.centre_x + frame.dx
    assert abs(middle - size_wh[0] / 2) <= MAX_SHIFT * size_wh[0] + 1e-6


def _scaled(head: Head, factor: float) -> Head:
    shares = {"stretch_below", "stretch_beside", "bottom_slope"}
    lengths = [field.name for field in fields(Head) if field.name not in shares]
    values = {name: getattr(head, name) for name in lengths}
    return replace(head, **{name: value and value * factor for name, value in values.items()})


@given(satisfiable(), st.floats(0.1, 20))
def test_the_frame_does_not_depend_on_the_sources_resolution(
    case: tuple[Head, FrameConstraints, tuple[int, int]], factor: float
) -> None:
    head, constraints, size_wh = case
    larger = _scaled(head, factor)
    frame = solve_frame(head, constraints, size_wh)
    other = solve_frame(larger, constraints, size_wh)
    assert other.scale * factor == pytest.approx(frame.scale, rel=1e-4)
    for name, share in shares(frame, head).items():
        assert shares(other, larger)[name] == pytest.approx(share, abs=1e-4)


@given(heads(), arbitrary)
def test_a_reported_conflict_is_real_and_names_its_limits(
    head: Head, constraints: FrameConstraints
) -> None:
    try:
        frame = solve_frame(head, constraints, TWO_INCH)
    except FramingConflict as conflict:
        sentence = f"{conflict.first} {conflict.second} {conflict.reason}"
        assert conflict.first != conflict.second
        named = {
            name: limit for name in QUANTITIES if name in sentence and (limit := constraints[name])
        }
        assert conflict.first.split(".")[0] in named
        with pytest.raises(FramingConflict):
            solve_frame(head, FrameConstraints(**named), TWO_INCH)
        assert not _some_frame_meets(head, constraints)
    else:
        assert_meets(frame, head, constraints)


def _some_frame_meets(head: Head, constraints: FrameConstraints) -> bool:
    """Whether any frame of a grid lies inside all ranges and shows crown and chin."""
    width, height = TWO_INCH
    largest = min(height / (head.chin_y - head.crown_y), width / head.face_width)
    scale = np.linspace(0.05, 1, 60)[:, None] * largest
    crown = np.linspace(0, 1, 60) * (height - scale * (head.chin_y - head.crown_y))
    dy = crown - scale * head.crown_y
    measures = Frame(scale, 0, dy, TWO_INCH).measured(head)  # type: ignore[arg-type]
    meets = np.ones((60, 60), bool)
    for name in QUANTITIES:
        limit = constraints[name] or Limit(low=0)
        px, give = getattr(measures, name), TARGET_TOLERANCE * height
        if constraints[name] is not None and limit.target is not None:
            meets &= np.abs(px - limit.target) < give
        elif constraints[name] is not None:
            meets &= (px > (limit.low or 0)) & (px < (limit.high or math.inf))
    return bool(meets.any())


@given(true_frames(), st.permutations(SIZES))
def test_contradictory_sizes_are_named_as_a_pair(
    case: tuple[Head, Frame], names: list[str]
) -> None:
    head, frame = case
    larger, smaller, _ = names
    measures = frame.measured(head)
    limits = {
        larger: Limit(low=getattr(measures, larger)),
        smaller: Limit(high=0.9 * getattr(measures, smaller)),
    }
    with pytest.raises(FramingConflict) as conflict:
        solve_frame(head, FrameConstraints(**limits), frame.size_wh)
    assert {conflict.value.first, conflict.value.second} == {f"{larger}.low", f"{smaller}.high"}


@pytest.mark.parametrize(
    ("constraints", "first", "second", "figures"),
    [
        # 260 px of face width go with 360 of face height: 200 with 277, at most 202.7 with 280.6
        (
            asked(face_width=Limit(200), face_height=Limit(400)),
            "face_width",
            "face_height",
            ["200 ± 2.7", "400 ± 2.7", "280.6"],
        ),
        # 400 px of head go with 260 of face width: 300 with 195
        (
            asked(head_height=Limit(low=300), face_width=Limit(high=180)),
            "face_width.high",
            "head_height.low",
            ["276.9", "300"],
        ),
        # the chin is below the hair, whatever the scale
        (
            asked(head_top=Limit(low=300), chin_top=Limit(high=200)),
            "head_top.low",
            "chin_top.high",
            ["300", "200"],
        ),
        # larger than the photo
        (asked(face_width=Limit(500)), "face_width", "photo.width", ["500", "413"]),
        (asked(chin_top=Limit(low=600)), "chin_top.low", "photo.bottom", ["600", "531"]),
        # three: with the chin at 200 the crown of a face of 320 px is above the top edge
        (
            asked(face_height=Limit(320), chin_top=Limit(200)),
            "face_height",
            "chin_top",
            ["crown_top", "top edge"],
        ),
        # three: 200 px of face width put 138 px between eyes and chin, not 300
        (
            asked(face_width=Limit(200), eyes_top=Limit(200), chin_top=Limit(500)),
            "face_width",
            "chin_top",
            ["eyes_top 200 ± 2.7", "500 ± 2.7"],
        ),
    ],
)
def test_a_conflict_names_its_limits_and_their_distance(
    constraints: FrameConstraints, first: str, second: str, figures: list[str]
) -> None:
    with pytest.raises(FramingConflict) as conflict:
        solve_frame(HEAD, constraints, TWO_INCH)
    assert (conflict.value.first, conflict.value.second) == (first, second)
    for figure in figures:
        assert figure in conflict.value.reason


@pytest.mark.parametrize(
    ("size_wh", "constraints", "expected"),
    [
        # GA 461-2004: face 207 ± 14 px wide, hair 7–21 px below the top, eyes at least 207 px
        # above the bottom. Middles: 207/260 = 0.7962; hair at 14; eyes 220 · 0.7962 further down.
        (
            (358, 441),
            asked(
                face_width=Limit(low=193, high=221),
                head_top=Limit(low=7, high=21),
                eyes_top=Limit(high=441 - 207),
            ),
            {"face_width": 207, "head_top": 14, "eyes_top": 189.15, "chin_top": 332.46},
        ),
        # two targets settle a frame: 180 px from eyes to chin become 150
        (
            TWO_INCH,
            asked(eyes_top=Limit(220), chin_top=Limit(370)),
            {"eyes_top": 220, "chin_top": 370, "head_height": 400 * 150 / 180, "head_top": 36.67},
        ),
        (
            TWO_INCH,
            asked(face_width=Limit(208), head_top=Limit(50)),
            {"face_width": 208, "face_height": 288, "head_top": 50, "chin_top": 370},
        ),
        # Doc 9303: crown to chin 70–80 %
        ((350, 450), asked(face_height=Limit(low=315, high=360)), {"face_height": 337.5}),
        # United States: head with hair 1–1⅜ in, eyes 1⅛–1⅜ in above the bottom, of 2 in
        (
            (600, 600),
            asked(head_height=Limit(low=300, high=412.5), eyes_top=Limit(low=187.5, high=262.5)),
            {"head_height": 356.25, "eyes_top": 225},
        ),
        # one target leaves the rest to the default composition, nearly
        (TWO_INCH, asked(head_top=Limit(60)), {"head_top": 60, "head_height": 0.6 * 531}),
    ],
)
def test_frames_worked_out_by_hand(
    size_wh: tuple[int, int], constraints: FrameConstraints, expected: dict[str, float]
) -> None:
    measures = solve_frame(HEAD, constraints, size_wh).measured(HEAD)
    for name, px in expected.items():
        assert getattr(measures, name) == pytest.approx(px, abs=0.01 * size_wh[1]), name


def test_targets_are_hit_exactly() -> None:
    measures = solve_frame(
        HEAD, asked(face_width=Limit(208), head_top=Limit(50)), TWO_INCH
    ).measured(HEAD)
    assert measures.face_width == pytest.approx(208, abs=0.01)
    assert measures.head_top == pytest.approx(50, abs=0.01)


def test_two_targets_that_differ_by_a_rounding_are_both_met_half_way() -> None:
    # a face_width of 200 puts eyes to chin at 138.46; the targets for eyes and chin give 141
    constraints = asked(face_width=Limit(200), eyes_top=Limit(220), chin_top=Limit(361))
    measures = solve_frame(HEAD, constraints, TWO_INCH).measured(HEAD)
    # least squares: x = face width; eyes e; (x−200)² + (e−220)² + (e + 9x/13 − 361)²
    ratio = 180 / 260
    system = np.array([[1, 0], [0, 1], [ratio, 1]])
    (face, eyes), *_ = np.linalg.lstsq(system, np.array([200.0, 220.0, 361.0]))
    assert measures.face_width == pytest.approx(face, abs=0.01)
    assert measures.eyes_top == pytest.approx(eyes, abs=0.01)


def test_a_wide_range_forbids_but_does_not_steer() -> None:
    wide = asked(face_height=Limit(low=100, high=500))
    free = shares(solve_frame(HEAD, ANYTHING, TWO_INCH), HEAD)
    steered = shares(solve_frame(HEAD, wide, TWO_INCH), HEAD)
    assert steered["head_height"] == pytest.approx(free["head_height"], abs=0.02)


# --- the default composition --------------------------------------------------------------------


def test_without_constraints_the_default_composition_is_used() -> None:
    found = shares(solve_frame(HEAD, ANYTHING, TWO_INCH), HEAD)
    assert found["head_height"] == pytest.approx(0.60, abs=0.01)
    assert found["head_top"] == pytest.approx(0.09, abs=0.015)
    assert found["eyes_top"] == pytest.approx(0.40, abs=0.03)


def test_a_square_shows_a_smaller_head() -> None:
    found = shares(solve_frame(HEAD, ANYTHING, (600, 600)), HEAD)
    assert found["head_height"] == pytest.approx(0.56, abs=0.01)


def test_wide_hair_stays_inside_its_share_of_the_width() -> None:
    wide = replace(HEAD, head_width=500)
    frame = solve_frame(wide, ANYTHING, TWO_INCH)
    assert frame.scale * 500 == pytest.approx(0.64 * 413, abs=0.02 * 413)


def test_a_given_composition_is_aimed_for() -> None:
    close = Composition(head_height=0.7, head_width=0.9, head_top=0.05, eyes_top=0.435)
    found = shares(solve_frame(HEAD, ANYTHING, TWO_INCH, default=close), HEAD)
    assert found["head_height"] == pytest.approx(0.7, abs=0.001)
    assert found["head_top"] == pytest.approx(0.05, abs=0.001)


@given(heads(), sizes_wh)
def test_without_constraints_hair_and_chin_keep_off_the_edges(
    head: Head, size_wh: tuple[int, int]
) -> None:
    found = shares(solve_frame(head, ANYTHING, size_wh), head)
    assert found["head_top"] >= MIN_HAIR_GAP - 1e-6
    assert found["chin_top"] <= 1 - MIN_CHIN_GAP + 1e-6


def test_a_range_of_eye_lines_does_not_push_the_hair_to_the_edge() -> None:
    # Germany's eye zone, 22–32 of 45 mm, has its middle too high for a head of 34
    german = asked(face_height=Limit(low=640, high=720), eyes_top=Limit(low=260, high=460))
    found = shares(solve_frame(HEAD, german, (700, 900)), HEAD)
    assert found["head_top"] >= MIN_HAIR_GAP - 1e-6


def test_hair_is_cut_only_where_the_constraints_force_it() -> None:
    forced = asked(face_height=Limit(450), chin_top=Limit(460))
    assert solve_frame(HEAD, forced, TWO_INCH).measured(HEAD).head_top < 0
    spared = asked(face_height=Limit(low=400, high=500), chin_top=Limit(low=450, high=460))
    assert solve_frame(HEAD, spared, TWO_INCH).measured(HEAD).head_top >= -1e-4


def _spec_id(spec: Spec) -> str:
    return spec.slug


@pytest.mark.parametrize("spec", all_specs(), ids=_spec_id)
def test_every_specification_can_be_met(spec: Spec) -> None:
    constraints = FrameConstraints.from_spec(spec)
    frame = solve_frame(HEAD, constraints, spec.size_px)
    assert_meets(frame, HEAD, constraints)
    measures = frame.measured(HEAD)
    assert 0 < measures.head_top < measures.eyes_top < measures.chin_top < 0.95 * spec.size_px[1]


# --- the body -----------------------------------------------------------------------------------


def test_a_body_that_reaches_the_edges_does_not_change_the_frame() -> None:
    uncut = solve_frame(HEAD, ANYTHING, TWO_INCH)
    wide = replace(HEAD, left_x=-1000, right_x=2000)
    assert solve_frame(wide, ANYTHING, TWO_INCH) == uncut
    assert (uncut.missing_bottom_px, uncut.missing_left_px, uncut.missing_right_px) == (0, 0, 0)


def test_a_body_that_ends_a_little_early_is_reframed_to_the_edge() -> None:
    uncut = solve_frame(HEAD, ANYTHING, TWO_INCH)
    last_row = (531 - uncut.dy) / uncut.scale
    short = replace(HEAD, body_bottom_y=last_row - 20)
    frame = solve_frame(short, ANYTHING, TWO_INCH)
    assert frame.missing_bottom_px == 0
    assert frame.scale * short.body_bottom_y + frame.dy == pytest.approx(531, abs=0.01)


def test_a_slightly_cut_shoulder_moves_the_head_to_its_side() -> None:
    uncut = solve_frame(HEAD, ANYTHING, TWO_INCH)
    half_width = 413 / 2 / uncut.scale
    for cut, move in (
        (replace(HEAD, left_x=500 - half_width * 0.95), -1),
        (replace(HEAD, right_x=500 + half_width * 0.95), 1),
    ):
        frame = solve_frame(cut, ANYTHING, TWO_INCH)
        assert frame.scale == pytest.approx(uncut.scale)
        assert frame.dx - uncut.dx == pytest.approx(move * 0.025 * 413, abs=0.1)
        assert (frame.missing_left_px, frame.missing_right_px) == (0, 0)


def test_a_head_stays_in_the_middle_where_both_shoulders_are_cut_alike() -> None:
    frame = solve_frame(replace(HEAD, left_x=300, right_x=700), ANYTHING, TWO_INCH)
    assert frame.scale * HEAD.centre_x + frame.dx == pytest.approx(413 / 2)


def test_a_cut_shoulder_is_reframed_beyond_the_side() -> None:
    uncut = solve_frame(HEAD, ANYTHING, TWO_INCH)
    half_width = 413 / 2 / uncut.scale
    cut = replace(HEAD, left_x=500 - half_width * 0.85)
    frame = solve_frame(cut, ANYTHING, TWO_INCH)
    # moved as far as it may be, then enlarged
    assert frame.scale == pytest.approx(uncut.scale * (0.5 - MAX_SHIFT) / (0.5 * 0.85))
    assert frame.missing_left_px == 0


@given(heads(), sizes_wh)
def test_covering_never_makes_the_face_huge_and_reports_what_is_missing(
    head: Head, size_wh: tuple[int, int]
) -> None:
    endless = replace(head, body_bottom_y=1e6, left_x=None, right_x=None)
    plain = solve_frame(endless, ANYTHING, size_wh)
    frame = solve_frame(head, ANYTHING, size_wh)
    width, height = size_wh
    assert plain.scale * (1 - 1e-6) <= frame.scale <= plain.scale * MAX_GROWTH * (1 + 1e-6)
    sunk = shares(frame, head)["head_top"] - shares(plain, endless)["head_top"]
    assert sunk <= MAX_DROP + 1e-6
    body_ends = frame.scale * head.body_bottom_y + frame.dy
    corner = head.bottom_slope * width / 2
    assert frame.missing_bottom_px == pytest.approx(max(0, height + corner - body_ends), abs=0.011)
    lacking = [
        0.0 if side is None else max(0.0, sign * (frame.scale * side + frame.dx) + beyond)
        for side, sign, beyond in ((head.left_x, 1, 0), (head.right_x, -1, width))
    ]
    assert [frame.missing_left_px, frame.missing_right_px] == pytest.approx(lacking, abs=0.011)


def test_the_frame_follows_a_rising_body_edge_without_a_jump() -> None:
    heights = np.arange(1000, 600, -1.0)
    frames = [solve_frame(replace(HEAD, body_bottom_y=y), ANYTHING, TWO_INCH) for y in heights]
    tops = [frame.measured(HEAD).head_top for frame in frames]
    assert max(abs(np.diff([frame.scale for frame in frames]))) < 0.004
    assert max(abs(np.diff(tops))) < 2
    assert frames[0].scale < frames[-1].scale


def test_a_body_that_ends_at_the_chin_leaves_something_missing() -> None:
    frame = solve_frame(replace(HEAD, body_bottom_y=565), ANYTHING, TWO_INCH)
    assert frame.missing_bottom_px > 0


def test_the_head_grows_easily_to_stay_inside_the_source() -> None:
    uncut = solve_frame(HEAD, ANYTHING, TWO_INCH)
    visible = (531 - uncut.dy) / uncut.scale - HEAD.eyes_y
    short = replace(HEAD, body_bottom_y=HEAD.eyes_y + visible / 1.1, stretch_below=0.12)
    frame = solve_frame(short, ANYTHING, TWO_INCH)
    assert frame.missing_bottom_px == 0
    assert uncut.scale < frame.scale <= uncut.scale * EASY_GROWTH


def test_beyond_easy_growth_clothes_are_stretched_rather_than_the_head_enlarged() -> None:
    uncut = solve_frame(HEAD, ANYTHING, TWO_INCH)
    visible = (531 - uncut.dy) / uncut.scale - HEAD.eyes_y
    short = replace(HEAD, body_bottom_y=HEAD.eyes_y + visible / 1.41)
    stretched, bare = (
        solve_frame(replace(short, stretch_below=share), ANYTHING, TWO_INCH)
        for share in (0.12, 0.0)
    )
    assert 0 < stretched.missing_bottom_px <= 0.12 * (531 - stretched.measured(short).chin_top)
    assert stretched.scale == pytest.approx(uncut.scale * EASY_GROWTH, rel=0.01)
    # what may not be stretched is covered, at the price of a closer photo
    assert bare.missing_bottom_px == 0
    assert bare.scale > stretched.scale


def test_a_sleeve_is_stretched_before_the_head_becomes_too_large() -> None:
    narrow = replace(HEAD, left_x=340, right_x=660, stretch_beside=0.08)
    frame = solve_frame(narrow, ANYTHING, TWO_INCH)
    uncut = solve_frame(HEAD, ANYTHING, TWO_INCH)
    assert 0 < frame.missing_left_px <= 0.08 * 413 + 0.01
    assert frame.missing_left_px == pytest.approx(frame.missing_right_px)
    assert frame.scale <= uncut.scale * MAX_GROWTH


def test_a_photo_of_a_tilted_source_ends_where_its_nearer_corner_does() -> None:
    level = replace(HEAD, body_bottom_y=800)
    tilted = replace(level, bottom_slope=0.2)
    frame = solve_frame(tilted, ANYTHING, TWO_INCH)
    assert frame.missing_bottom_px == 0
    # the body's edge, 0.2 px higher for each pixel to the side, at the photo's corner
    ends = frame.scale * 800 + frame.dy - 0.2 * 413 / 2
    assert ends >= 531 - 0.02
    assert frame.scale > solve_frame(level, ANYTHING, TWO_INCH).scale


# --- a background that is kept ------------------------------------------------------------------


def test_a_photo_that_keeps_its_background_reaches_no_higher_than_the_source() -> None:
    free = solve_frame(HEAD, ANYTHING, TWO_INCH)
    top = -free.dy / free.scale
    frame = solve_frame(replace(HEAD, source=(-5000, top + 15, 5000)), ANYTHING, TWO_INCH)
    assert -frame.dy / frame.scale == pytest.approx(top + 15, abs=0.1)


def test_a_photo_that_keeps_its_background_stays_inside_the_sources_sides() -> None:
    free = solve_frame(HEAD, ANYTHING, TWO_INCH)
    half_width = 413 / 2 / free.scale
    narrow = replace(HEAD, source=(500 - half_width / 1.1, -5000, 5000))
    frame = solve_frame(narrow, ANYTHING, TWO_INCH)
    assert frame.scale == pytest.approx(1.1 * free.scale)
    assert frame.scale * (500 - half_width / 1.1) + frame.dx == pytest.approx(0, abs=0.01)


def test_a_source_around_the_whole_photo_changes_nothing() -> None:
    around = replace(HEAD, source=(-5000, -5000, 5000))
    assert solve_frame(around, ANYTHING, TWO_INCH) == solve_frame(HEAD, ANYTHING, TWO_INCH)


# --- hair at the sides --------------------------------------------------------------------------


def test_wide_hair_makes_the_head_smaller_until_the_sides_do_not_cut_it() -> None:
    wide = replace(HEAD, hair_left_x=240, hair_right_x=760)
    uncut = solve_frame(HEAD, ANYTHING, TWO_INCH)
    frame = solve_frame(wide, ANYTHING, TWO_INCH)
    assert frame.scale < uncut.scale
    assert frame.scale * 240 + frame.dx == pytest.approx(0.03 * 413, abs=0.01)


def test_very_wide_hair_makes_the_head_no_smaller_than_may_be() -> None:
    huge = replace(HEAD, hair_left_x=0, hair_right_x=1000)
    uncut = solve_frame(HEAD, ANYTHING, TWO_INCH)
    frame = solve_frame(huge, ANYTHING, TWO_INCH)
    assert frame.scale == pytest.approx(uncut.scale * MAX_SHRINK)


def test_hair_inside_the_photo_changes_nothing() -> None:
    narrow = replace(HEAD, hair_left_x=360, hair_right_x=640)
    assert solve_frame(narrow, ANYTHING, TWO_INCH) == solve_frame(HEAD, ANYTHING, TWO_INCH)


def test_hair_that_hangs_to_one_side_moves_the_head_to_the_other() -> None:
    # as small as it may be, the head still leaves this hair outside
    to_the_right = replace(HEAD, hair_left_x=360, hair_right_x=820)
    frame = solve_frame(to_the_right, ANYTHING, TWO_INCH)
    assert frame.scale * HEAD.centre_x + frame.dx == pytest.approx((0.5 - MAX_HAIR_SHIFT) * 413)


def test_the_head_is_not_moved_for_hair_where_the_source_would_end() -> None:
    to_the_right = replace(HEAD, hair_left_x=360, hair_right_x=820)
    free = solve_frame(to_the_right, ANYTHING, TWO_INCH)
    bounded = replace(to_the_right, right_x=820)
    frame = solve_frame(bounded, ANYTHING, TWO_INCH)
    assert frame.dx >= free.dx
    assert frame.missing_right_px == 0


def test_targets_are_not_bent_for_hair() -> None:
    wide = replace(HEAD, hair_left_x=200, hair_right_x=800)
    frame = solve_frame(wide, asked(face_width=Limit(208)), TWO_INCH)
    assert frame.measured(wide).face_width == pytest.approx(208, abs=0.01)


def test_targets_are_not_bent_to_cover_the_body() -> None:
    cut = replace(HEAD, body_bottom_y=700, left_x=350)
    frame = solve_frame(cut, asked(face_width=Limit(200), chin_top=Limit(360)), TWO_INCH)
    measures = frame.measured(cut)
    assert (measures.face_width, measures.chin_top) == pytest.approx((200, 360), abs=0.01)
    # 140 px below the chin and 150 beside the centre, at 200/260
    assert frame.missing_bottom_px == pytest.approx(531 - 360 - 140 * 200 / 260, abs=0.01)
    moved = MAX_SHIFT * 413
    assert frame.missing_left_px == pytest.approx(413 / 2 - moved - 150 * 200 / 260, abs=0.01)


def test_covering_the_edges_keeps_off_the_ends_of_a_range() -> None:
    # moved, the photo needs 164.5 px beside the centre: a scale of 1.061
    cut = replace(HEAD, left_x=345)
    passport = asked(face_height=Limit(low=315, high=360))
    frame = solve_frame(cut, passport, (350, 450))
    assert frame.measured(cut).face_height == pytest.approx(360 - 4.5, abs=0.01)
    assert frame.missing_left_px == pytest.approx(164.5 - 155 * 355.5 / 360, abs=0.01)


def test_the_bottom_is_covered_before_the_sides() -> None:
    cut = replace(HEAD, body_bottom_y=760, left_x=400, right_x=600)
    frame = solve_frame(cut, ANYTHING, TWO_INCH)
    assert frame.missing_bottom_px == 0
    assert frame.missing_left_px > 0
    assert frame.missing_right_px > 0


# --- refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "figures",
    [
        {"eyes_y": 600},
        {"crown_y": 380},
        {"top_y": 400},
        {"face_width": 0},
        {"head_width": -1},
        {"centre_x": math.nan},
        {"body_bottom_y": math.inf},
        {"left_x": math.nan},
    ],
)
def test_impossible_head_figures_are_refused(figures: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a head"):
        replace(HEAD, **figures)


@pytest.mark.parametrize("size_wh", [(0, 531), (413, -1)])
def test_a_photo_of_size_0_is_refused(size_wh: tuple[int, int]) -> None:
    with pytest.raises(BadRequest, match="size_wh"):
        solve_frame(HEAD, ANYTHING, size_wh)
