"""Which characters are in daily use."""

from __future__ import annotations

from functools import cache


@cache
def is_common(character: str) -> bool:
    """Whether GB 2312-80 has it: 6,763 ideographs, nearly all that are in use on the mainland.

    Names may have others. A character that the reader does not know is often taken for one of
    those, because it is alike, so they are looked at more closely.
    """
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False
