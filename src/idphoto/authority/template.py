"""Texts with places in them: ``{name}``, ``{number}``, ``{secret.token}``; ``{{`` is a brace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from string import Formatter

from pydantic import JsonValue


def places(value: JsonValue) -> frozenset[str]:
    """The names of the places in a text, or in all texts of a JSON value; its keys have none.

    Raises:
        ValueError: a brace without its other, or a place with more than a name.
    """
    if isinstance(value, str):
        return frozenset(place for _, place in _parts(value) if place is not None)
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return frozenset[str]().union(*map(places, inside))


def fill(text: str, values: Mapping[str, str], quote: Callable[[str], str] = str) -> str:
    """``text`` with ``quote`` of its value at each place."""
    return "".join(
        literal + ("" if place is None else quote(values[place])) for literal, place in _parts(text)
    )


def fill_all(value: JsonValue, values: Mapping[str, str]) -> JsonValue:
    """A JSON value with all its texts filled."""
    if isinstance(value, str):
        return fill(value, values)
    if isinstance(value, list):
        return [fill_all(each, values) for each in value]
    if isinstance(value, dict):
        return {key: fill_all(each, values) for key, each in value.items()}
    return value


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    """A text and the place after it, if there is one, by turns."""
    for literal, place, form, conversion in Formatter().parse(text):
        if form or conversion:
            raise ValueError("a place is a name alone, as in {name}")
        yield literal, place
