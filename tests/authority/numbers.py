"""Numbers that are valid but belong to nobody: region 999999 does not exist."""

from __future__ import annotations

from typing import Final

from idphoto.idcard.number import check_character

DEMO: Final = "440305199505132561"  # published for demonstrations


def invented(sequence: int, birth: str = "19900101") -> str:
    """The number of the ``sequence``-th person (0–999) born on that day."""
    first17 = f"999999{birth}{sequence:03}"
    return first17 + check_character(first17)
