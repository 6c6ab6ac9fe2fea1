from __future__ import annotations

import pytest

from idphoto.drawing.bidi import in_visual_order, levels_of


def seen(text: str) -> str:
    """The characters from left to right; brackets are not mirrored."""
    return "".join(in_visual_order(text, levels_of(text)))


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("", []),
        ("ab", [0, 0]),
        ("אב", [1, 1]),
        ("ab אב", [0, 0, 0, 1, 1]),
        ("אב ab", [1, 1, 1, 2, 2]),
        ("אב 12", [1, 1, 1, 2, 2]),
        ("12 אב", [2, 2, 1, 1, 1]),
        ("a\u200dב", [0, 0, 1]),
    ],
)
def test_each_character_has_a_level(text: str, levels: list[int]) -> None:
    assert levels_of(text) == levels


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", "abc"),
        ("אבג", "גבא"),
        ("محمد HHH", "HHH دمحم"),
        ("李明 Li محمد", "李明 Li دمحم"),
        ("אב 2024 גד", "דג 2024 בא"),
        ("אב (ab) 12", "12 )ab( בא"),  # the brackets belong to the line
        ("ab (אב) cd", "ab (בא) cd"),
        ("ab (אב [גד] cd)", "ab (]דג[ בא cd)"),
        ("אב (ab", "ab( בא"),  # a bracket without its pair goes with what is beside it
        ("אב )ab(", "(ab) בא"),
    ],
)
def test_a_line_is_ordered_as_unicode_prescribes(text: str, expected: str) -> None:
    """The expected orders are ICU's."""
    assert seen(text) == expected
