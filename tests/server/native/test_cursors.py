"""Cursors of lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.errors import BadRequest
from idphoto.server.native.cursors import read_cursor, write_cursor


@given(st.floats(allow_nan=False, allow_infinity=False), st.text())
def test_a_cursor_is_read_as_it_was_written(number: float, text: str) -> None:
    assert read_cursor(write_cursor(number, text), float, str) == (number, text)


@pytest.mark.parametrize(
    "cursor",
    ["", "é", "====", "bnVsbA", write_cursor(1, "a"), write_cursor(1.5), write_cursor(1.5, "a", 2),
     "W1tbW1tb", "A" * 5000, write_cursor(True, "a"), "TmFO"],
)  # fmt: skip
def test_what_the_list_has_not_written_is_refused(cursor: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_cursor(cursor, float, str)
    assert caught.value.message == "cursor: is not a cursor of this list"
