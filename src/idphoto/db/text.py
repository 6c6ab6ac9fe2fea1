"""Prepare text from outside for the database."""

from __future__ import annotations


def storable(text: str) -> bool:
    """Whether ``text`` can be compared with a column: drivers reject NUL and lone surrogates."""
    return text.isprintable()


def comparable(text: str) -> bool:
    """Whether ``text`` can be compared with a column that holds any text that people write, which
    may have characters that are not printed, such as the joiners in Persian names."""
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def fitted(text: str, length: int) -> str:
    """``text`` cut to ``length`` characters, with ? for those that cannot be stored."""
    return "".join(c if storable(c) else "?" for c in text[:length])
