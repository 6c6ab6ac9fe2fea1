"""Numbers that are right in themselves and nobody's: region 999999 does not exist."""

from __future__ import annotations

from typing import Final

from idphoto.idcard.number import check_character

DEMO: Final = "440305199505132561"  # published for demonstrations


def invented(sequence: int, birth: str = "19900101") -> str:
    """The ``sequence``-th (0–999) of those born on that day."""
    first17 = f"999999{birth}{sequence:03}"
    return first17 + check_character(first17)
