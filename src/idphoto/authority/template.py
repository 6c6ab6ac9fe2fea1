"""Text with placeholders: ``{name}``, ``{number}``, ``{secret.token}``; ``{{`` is a brace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from string import Formatter

from pydantic import JsonValue


def placeholders(value: JsonValue) -> frozenset[str]:
    """The names of the placeholders in a text, or in all texts of a JSON value except its keys.

    Raises:
        ValueError: a brace has no counterpart, or a placeholder holds more than a name.

    >>> sorted(placeholders({"person": ["{name}", "{{not this}}"], "key": "{secret.token}"}))
    ['name', 'secret.token']
    """
    if isinstance(value, str):
        return frozenset(name for _, name in _parts(value) if name is not None)
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return frozenset[str]().union(*map(placeholders, inside))


def fill(text: str, values: Mapping[str, str], quote: Callable[[str], str] = str) -> str:
    """``text`` with each placeholder replaced by its value, quoted by ``quote``."""
    return "".join(
        literal + ("" if name is None else quote(values[name])) for literal, name in _parts(text)
    )


def fill_all(value: JsonValue, values: Mapping[str, str]) -> JsonValue:
    """A JSON value with the placeholders in all its texts filled."""
    if isinstance(value, str):
        return fill(value, values)
    if isinstance(value, list):
        return [fill_all(each, values) for each in value]
    if isinstance(value, dict):
        return {key: fill_all(each, values) for key, each in value.items()}
    return value


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    """Pairs of literal text and the placeholder that follows it, None at the end."""
    for literal, name, form, conversion in Formatter().parse(text):
        if form or conversion:
            raise ValueError("a placeholder holds only a name, as in {name}")
        yield literal, name
