"""Which characters are in daily use, and what other shapes they have."""

from __future__ import annotations

from functools import cache
from typing import Final

# Characters, and older shapes of them that are printed all but alike: the reader takes the one for
# the other, and cards are printed in the first.
_SHAPES: Final = dict(
    zip(
        "黄吕温户青清静净郎真强吴禄悦尚晋俞曾高奂焕涣隽争蕴",
        "黃呂溫戶靑淸靜淨郞眞強吳祿悅尙晉兪曽髙奐煥渙雋爭蘊",
        strict=True,
    )
)
# Traditional forms that the reader takes for the simplified ones of the nations' names. A person's
# name may be registered with them, so that only nations can be read so.
_TRADITIONAL: Final = dict(
    zip(
        "汉满维尔东乌罗达别鲜壮瑶颇锡独龙伦门诺纳乡萨鲁",
        "漢滿維爾東烏羅達別鮮壯瑤頗錫獨龍倫門諾納鄉薩魯",
        strict=True,
    )
)
_OF_SHAPES: Final = {shape: character for character, shape in _SHAPES.items()}


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


def as_printed_today(character: str) -> str:
    """The character in its present shape."""
    return _OF_SHAPES.get(character, character)


def with_older_shape(character: str) -> str:
    """The character, followed by an older shape of it, if there is one."""
    return character + _SHAPES.get(character, "")


def with_other_shapes(character: str) -> str:
    """The character, followed by its older shape and its traditional form, if there are any."""
    return with_older_shape(character) + _TRADITIONAL.get(character, "")
