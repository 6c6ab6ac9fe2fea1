from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sheet.brute import assert_apart

from idphoto.errors import SheetFull, SheetTooSmall
from idphoto.sheet.layout import Plan, solve
from idphoto.sheet.packing.problem import Problem
from idphoto.sheet.slots import Slot

FIVE_INCH, SIX_INCH, A4 = (1500, 1051), (1795, 1205), (3508, 2480)
ONE_INCH, TWO_INCH, VISA = (295, 413), (413, 626), (413, 531)
LABEL, QR = (400, 80), 290


def problem(size_wh: tuple[int, int], *sizes: tuple[int, int]) -> Problem:
    """At 300 dpi, with margins of 3 mm and gutters of 2 mm, filled."""
    return Problem(size_wh, 35, 24, 300, sizes, (None,) * len(sizes))


def all_slots(plan: Plan) -> list[Slot]:
    return [*plan.photos, *(slot for slot in (plan.label, plan.qr) if slot is not None)]


def edges(plan: Plan) -> tuple[int, int, int, int]:
    """The free space to the left, above, to the right and below."""
    slots = all_slots(plan)
    width, height = plan.size_wh
    left, top = min(s.x for s in slots), min(s.y for s in slots)
    right, bottom = max(s.right for s in slots), max(s.bottom for s in slots)
    return left, top, width - right, height - bottom


def test_nine_one_inch_photos_fit_five_inches() -> None:
    plan = solve(problem(FIVE_INCH, ONE_INCH))
    assert len(plan.photos) == 9
    assert plan.is_straight
    columns, rows = {slot.x for slot in plan.photos}, {slot.y for slot in plan.photos}
    assert (len(columns), len(rows)) == (3, 3)


@given(
    st.tuples(st.integers(600, 2600), st.integers(600, 2600)),
    st.integers(0, 90),
    st.integers(0, 60),
    st.sampled_from([ONE_INCH, TWO_INCH, VISA, (602, 602)]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=40)
def test_everything_is_apart_within_the_margins_and_centred(
    size_wh: tuple[int, int],
    margin: int,
    gutter: int,
    photo: tuple[int, int],
    rotate: bool,
    with_label: bool,
    with_qr: bool,
) -> None:
    asked = Problem(
        size_wh,
        margin,
        gutter,
        300,
        (photo,),
        (None,),
        rotate,
        LABEL if with_label else None,
        QR if with_qr else None,
    )
    try:
        plan = solve(asked)
    except SheetTooSmall:
        return
    assert_apart(all_slots(plan), size_wh, gutter)
    left, top, right, bottom = edges(plan)
    assert min(left, top, right, bottom) >= margin
    assert right - left in (0, 1)
    assert bottom - top in (0, 1)
    assert (plan.label is None, plan.qr is None) == (not with_label, not with_qr)
    for slot in plan.photos:
        assert (slot.width, slot.height) == (photo[::-1] if slot.turned else photo)
        assert rotate or not slot.turned


@pytest.mark.parametrize(
    ("size_wh", "photo", "held"),
    [
        (FIVE_INCH, ONE_INCH, (9, 8, 8, 7)),
        (SIX_INCH, ONE_INCH, (13, 12, 12, 12)),
        (SIX_INCH, TWO_INCH, (6, 6, 6, 6)),
        (SIX_INCH, VISA, (8, 7, 7, 7)),
        (A4, ONE_INCH, (58, 57, 57, 56)),
        (A4, VISA, (34, 33, 33, 33)),
    ],
)
def test_a_label_and_a_code_cost_few_photos(
    size_wh: tuple[int, int], photo: tuple[int, int], held: tuple[int, ...]
) -> None:
    """``counts``: with neither, with a label, with a code, with both."""
    ways = [(None, None), (LABEL, None), (None, QR), (LABEL, QR)]
    asked = [replace(problem(size_wh, photo), label_wh=label, qr_px=qr) for label, qr in ways]
    assert tuple(len(solve(each).photos) for each in asked) == held


@pytest.mark.parametrize("size_wh", [FIVE_INCH, SIX_INCH, A4])
@pytest.mark.parametrize("photo", [ONE_INCH, TWO_INCH, VISA])
def test_a_label_and_a_code_cost_no_more_than_a_band_along_an_edge(
    size_wh: tuple[int, int], photo: tuple[int, int]
) -> None:
    with_both = replace(problem(size_wh, photo), label_wh=LABEL, qr_px=QR)
    held = len(solve(with_both).photos)
    for band in ((0, QR + 24), (LABEL[0] + 24, 0)):
        rest = size_wh[0] - band[0], size_wh[1] - band[1]
        try:
            assert held >= len(solve(problem(rest, photo)).photos)
        except SheetTooSmall:
            continue


def test_in_a_band_the_code_is_on_the_right_and_the_label_on_the_left() -> None:
    plan = solve(replace(problem(A4, ONE_INCH), counts=(8,), label_wh=LABEL, qr_px=QR))
    assert plan.label is not None
    assert plan.qr is not None
    assert plan.label.x == min(slot.x for slot in plan.photos)
    assert plan.qr.right == max(slot.right for slot in plan.photos)
    assert plan.qr.y == plan.label.y == max(slot.bottom for slot in plan.photos) + 24


def test_a_landscape_a4_holds_as_many_as_its_margins_allow() -> None:
    assert len(solve(problem(A4, ONE_INCH)).photos) == 58
    upright = replace(problem(A4, ONE_INCH), rotate=False)
    assert len(solve(upright).photos) == 10 * 5
    assert len(solve(replace(upright, margin=0)).photos) == 11 * 5


def test_no_more_photos_than_requested_are_laid_out() -> None:
    plan = solve(replace(problem(FIVE_INCH, ONE_INCH), counts=(4,)))
    assert len(plan.photos) == 4
    assert not any(slot.turned for slot in plan.photos)
    assert len({slot.y for slot in plan.photos}) == 1


@pytest.mark.parametrize("size_wh", [FIVE_INCH, SIX_INCH])
@pytest.mark.parametrize("photo", [ONE_INCH, TWO_INCH, VISA])
def test_the_number_that_fits_can_also_be_requested(
    size_wh: tuple[int, int], photo: tuple[int, int]
) -> None:
    asked = replace(problem(size_wh, photo), label_wh=LABEL, qr_px=QR)
    most = len(solve(asked).photos)
    for count in range(1, most + 1):
        plan = solve(replace(asked, counts=(count,)))
        assert len(plan.photos) == count
        assert_apart(all_slots(plan), size_wh, 24)
    with pytest.raises(SheetFull) as full:
        solve(replace(asked, counts=(most + 1,)))
    assert full.value.fit == (most,)


def test_several_photos_share_a_sheet() -> None:
    plan = solve(replace(problem(SIX_INCH, ONE_INCH, VISA), counts=(4, None)))
    items = [slot.item for slot in plan.photos]
    assert (items.count(0), items.count(1)) == (4, 5)
    assert plan.is_straight


def test_marks_can_be_left_out() -> None:
    assert solve(replace(problem(SIX_INCH, ONE_INCH), marks=False)).marks == ()


def test_a_sheet_that_is_full_says_how_many_it_holds() -> None:
    with pytest.raises(SheetFull) as full:
        solve(replace(problem(FIVE_INCH, ONE_INCH), counts=(12,)))
    assert full.value.message == "the sheet holds 9 of the 12 photos requested"
    assert full.value.details() == {"wanted": (12,), "fit": (9,)}
    with pytest.raises(SheetFull) as full:
        solve(replace(problem(SIX_INCH, ONE_INCH, VISA), counts=(20, None)))
    assert full.value.code == "sheet_full"
    assert full.value.wanted == (20, None)
    assert full.value.message.endswith("of the 20 and at least 1 photos requested")
    assert full.value.fit == (5, 5)


def test_an_item_that_is_too_large_alone_is_named_in_millimetres() -> None:
    with pytest.raises(SheetTooSmall) as small:
        solve(problem(FIVE_INCH, (1200, 1600)))
    assert small.value.message == (
        "the photo of 101.6 × 135.5 mm does not fit on the sheet: "
        "the margins leave 121.1 × 83.1 mm of the paper"
    )
    with pytest.raises(SheetTooSmall) as small:
        solve(replace(problem(FIVE_INCH, ONE_INCH), qr_px=1000))
    assert small.value.code == "sheet_too_small"
    assert (small.value.what, small.value.need_mm) == ("QR code", (84.7, 84.7))


def test_an_item_that_is_too_large_beside_others_is_named_with_them() -> None:
    with pytest.raises(SheetTooSmall) as small:
        solve(replace(problem(FIVE_INCH, VISA, (700, 900)), qr_px=900, label_wh=(500, 60)))
    assert small.value.message == (
        "the photo of 59.3 × 76.2 mm does not fit beside the label of 42.3 × 5.1 mm and the QR "
        "code of 76.2 × 76.2 mm: the margins leave 121.1 × 83.1 mm of the paper"
    )
    # photos may not be turned to make room
    with pytest.raises(SheetTooSmall, match="does not fit on the sheet"):
        solve(replace(problem((600, 500), TWO_INCH), rotate=False))
    assert len(solve(problem((720, 500), TWO_INCH)).photos) == 1
