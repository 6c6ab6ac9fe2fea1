"""Text that comes from outside, on its way into the database."""

from __future__ import annotations


def storable(text: str) -> bool:
    """Whether ``text`` may be compared with a column: drivers refuse NUL and lone surrogates."""
    return text.isprintable()


def fitted(text: str, length: int) -> str:
    """``text`` as a column of ``length`` characters takes it: cut, what cannot be stored as ?."""
    return "".join(c if storable(c) else "?" for c in text[:length])
