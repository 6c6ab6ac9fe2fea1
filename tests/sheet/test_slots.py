from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.sheet.brute import assert_apart, slots_of

from idphoto.sheet.slots import Block, Slot, is_guillotine, settled, turned_over

PINWHEEL = [
    Block(0, 0, (2, 3)),
    Block(2, 0, (3, 2), turned=True),
    Block(3, 2, (2, 3)),
    Block(0, 3, (3, 2), turned=True),
]


def test_a_block_lays_its_pieces_row_by_row_without_the_gutter() -> None:
    slots = list(Block(10, 20, (5, 7), columns=2, rows=2, turned=True, item=3).slots(gutter=1))
    assert slots[0] == Slot(10, 20, 4, 6, True, 3)
    assert [(slot.x, slot.y) for slot in slots] == [(10, 20), (15, 20), (10, 27), (15, 27)]


def test_straight_cuts_cannot_separate_a_pinwheel() -> None:
    assert not is_guillotine(PINWHEEL)
    assert is_guillotine(PINWHEEL[:3])
    assert is_guillotine([])
    assert is_guillotine(list(Block(0, 0, (5, 7), 3, 4).slots()))


def test_blocks_are_pushed_up_and_left() -> None:
    loose = [Block(3, 2, (2, 2)), Block(9, 4, (1, 5)), Block(3, 8, (2, 1))]
    assert settled(loose) == [Block(0, 0, (2, 2)), Block(2, 0, (1, 5)), Block(0, 2, (2, 1))]


def test_blocks_that_touch_stay() -> None:
    assert sorted(settled(PINWHEEL), key=lambda b: (b.y, b.x)) == PINWHEEL


def test_settling_leaves_a_gap_to_keep_straight_cuts() -> None:
    # pushed left, the last piece would cross the cut between the others
    blocks = [
        Block(0, 0, (4, 2)),
        Block(0, 2, (2, 2)),
        Block(4, 0, (2, 3)),
        Block(4, 3, (3, 2)),
    ]
    assert is_guillotine(blocks)
    assert is_guillotine(settled(blocks))


@given(
    st.lists(
        st.builds(
            Block,
            st.integers(0, 12),
            st.integers(0, 12),
            st.tuples(st.integers(1, 4), st.integers(1, 4)),
        ),
        max_size=8,
    )
)
def test_settling_keeps_pieces_apart_and_loses_no_guillotine_layout(blocks: list[Block]) -> None:
    apart: list[Block] = []
    for block in blocks:
        (slot,) = block.slots()
        if not any(_overlap(slot, other) for other in slots_of(apart)):
            apart.append(block)
    after = settled(apart)
    assert_apart(slots_of(after), (16, 16))
    assert sorted(b.piece_wh for b in after) == sorted(b.piece_wh for b in apart)
    assert is_guillotine(after) or not is_guillotine(apart)


def _overlap(one: Slot, other: Slot) -> bool:
    across = one.x < other.right and other.x < one.right
    return across and one.y < other.bottom and other.y < one.bottom


def test_turning_a_sheet_over_twice_restores_it() -> None:
    block = Block(1, 2, (3, 4), 5, 6, True, 7)
    assert turned_over(block) == Block(2, 1, (4, 3), 6, 5, False, 7)
    assert turned_over(turned_over(block)) == block
