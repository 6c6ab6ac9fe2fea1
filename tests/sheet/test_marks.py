from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.sheet.marks import Mark, crop_marks
from idphoto.sheet.packing.pack import pack
from idphoto.sheet.slots import Block, Slot

DPI = 300


def grid(gutter: int) -> list[Slot]:
    """Three by two photos of 300 × 400 px, starting at (100, 100)."""
    piece = 300 + gutter, 400 + gutter
    return list(Block(100, 100, piece, 3, 2).slots(gutter))


def distance(mark: Mark, slot: Slot) -> int:
    """From a mark's line to a photo, the larger of both axes; negative inside it."""
    if mark.upright:
        left, right, top, bottom = mark.at, mark.at, mark.start, mark.end
    else:
        left, right, top, bottom = mark.start, mark.end, mark.at, mark.at
    return max(slot.x - right, left - slot.right, slot.y - bottom, top - slot.bottom)


@given(
    st.tuples(st.integers(400, 2000), st.integers(400, 2000)),
    st.tuples(st.integers(100, 400), st.integers(100, 400)),
    st.integers(0, 60),
    st.integers(0, 60),
    st.sampled_from([72, 150, 300, 600]),
)
def test_marks_keep_away_from_photos_and_stay_on_the_sheet(
    room: tuple[int, int], photo: tuple[int, int], margin: int, gutter: int, dpi: int
) -> None:
    packing = pack((room[0] + gutter, room[1] + gutter), (photo[0] + gutter, photo[1] + gutter))
    photos = [s for b in packing.blocks for s in b.shifted(margin, margin).slots(gutter)]
    if not photos:
        return
    size = room[0] + 2 * margin, room[1] + 2 * margin
    for mark in crop_marks(photos, (), size, gutter, dpi):
        end = size[1] if mark.upright else size[0]
        assert 0 <= mark.start < mark.end <= end
        assert min(distance(mark, slot) for slot in photos) >= 1


def test_each_mark_is_in_line_with_the_edge_of_a_photo() -> None:
    photos = grid(24)
    marks = crop_marks(photos, (), (1300, 1100), 24, DPI)
    columns = {edge for slot in photos for edge in (slot.x, slot.right)}
    rows = {edge for slot in photos for edge in (slot.y, slot.bottom)}
    assert {mark.at for mark in marks if mark.upright} == columns
    assert {mark.at for mark in marks if not mark.upright} == rows


def test_photos_in_a_grid_share_the_marks_in_their_gutters() -> None:
    marks = crop_marks(grid(24), (), (1300, 1100), 24, DPI)
    # above, between and below; to the left, in two gutters, to the right
    assert sum(mark.upright for mark in marks) == 6 * 3
    assert sum(not mark.upright for mark in marks) == 4 * 4
    lengths = sorted({mark.end - mark.start for mark in marks})
    assert lengths == [12, 35]  # 1 mm in a gutter of 2 mm, 3 mm outside


def test_without_gutters_marks_are_outside_only() -> None:
    photos = grid(0)
    marks = crop_marks(photos, (), (1300, 1100), 0, DPI)
    assert sum(mark.upright for mark in marks) == 4 * 2
    assert all(mark.end <= 100 or mark.start >= 900 for mark in marks if mark.upright)


def test_a_lone_photo_has_eight_marks() -> None:
    marks = crop_marks([Slot(100, 100, 300, 400)], (), (500, 600), 24, DPI)
    assert len(marks) == 8


def test_marks_keep_away_from_labels_and_codes_too() -> None:
    photo, label = Slot(100, 100, 300, 400), Slot(100, 515, 200, 50)
    marks = crop_marks([photo], [label], (500, 600), 24, DPI)
    assert len(marks) == 7
    assert min(distance(mark, label) for mark in marks) >= 1


def test_at_the_papers_edge_there_is_no_room_for_a_mark() -> None:
    marks = crop_marks([Slot(0, 0, 300, 400)], (), (300, 600), 24, DPI)
    assert marks == (Mark(True, 0, 406, 441), Mark(True, 300, 406, 441))


@pytest.mark.parametrize("gutter", [3, 6])
def test_a_gutter_too_narrow_for_marks_has_none(gutter: int) -> None:
    marks = crop_marks(grid(gutter), (), (1300, 1100), gutter, DPI)
    assert {mark.end - mark.start for mark in marks} == {35}
