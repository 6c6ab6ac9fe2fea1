"""Names as they compare, and numbers as they may be shown."""

from __future__ import annotations

import unicodedata
from typing import Final

# The dot between the parts of a minority's name has many characters: cards print U+00B7, keyboards
# and registers give all of these.
_DOTS: Final = dict.fromkeys(map(ord, "•‧∙⋅・･﹒．.●"), "·")


def plain_name(name: str) -> str:
    """``name`` without blanks, with one kind of dot, full-width letters and compatibility
    characters as their plain ones: what is equal by it is the same name."""
    normal = unicodedata.normalize("NFKC", name.translate(_DOTS)).translate(_DOTS)
    # Again: an accent that stood alone, after a blank, has now come next to a letter.
    return unicodedata.normalize("NFKC", "".join(normal.split()))


def masked(number: str) -> str:
    """A number of 18 characters without the birth date: ``440305********2561``."""
    return f"{number[:6]}********{number[-4:]}"
