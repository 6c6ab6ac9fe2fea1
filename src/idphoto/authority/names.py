"""Compare names, and mask numbers."""

from __future__ import annotations

import unicodedata
from typing import Final

# The dot between the parts of a minority's name comes as many characters: cards print U+00B7;
# keyboards and registries produce all of these.
_DOTS: Final = dict.fromkeys(map(ord, "•‧∙⋅・･﹒．.●"), "·")


def plain_name(name: str) -> str:
    """``name`` without blanks, with one kind of dot, and with full-width and compatibility
    characters in their plain form. Names are the same if this form is equal."""
    normal = unicodedata.normalize("NFKC", name.translate(_DOTS)).translate(_DOTS)
    # Again: an accent that stood alone after a blank is now next to a letter.
    return unicodedata.normalize("NFKC", "".join(normal.split()))


def masked(number: str) -> str:
    """A number of 18 characters without its birth date: ``440305********2561``."""
    return f"{number[:6]}********{number[-4:]}"
