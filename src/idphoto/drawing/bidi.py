"""The direction of each part of a line: Unicode's bidirectional algorithm (UAX #9)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final, TypeVar

from bidi import algorithm
from bidi.mirror import MIRRORED

_T = TypeVar("_T")

_STRONG: Final = {"L": "L", "R": "R", "EN": "R", "AN": "R"}  # what a type counts as for brackets


def levels_of(text: str) -> list[int]:
    """The embedding level of each character: odd where text runs to the left.

    The base direction is that of the first letter that has one.

    >>> levels_of("ab אב")
    [0, 0, 0, 1, 1]
    """
    storage = algorithm.get_empty_storage()
    base = algorithm.get_base_level(text)
    storage["base_level"], storage["base_dir"] = base, "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    for index, character in enumerate(storage["chars"]):
        character["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], storage["base_dir"])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    found = {character["index"]: character["level"] for character in storage["chars"]}
    levels: list[int] = []
    for index in range(len(text)):
        # joiners and other characters that only change their neighbours belong to the one before
        levels.append(found.get(index, levels[-1] if levels else base))
    return levels


def _resolve_brackets(characters: list[dict[str, Any]], base: str) -> None:
    """Give pairs of brackets one direction (rule N0), which the library leaves out.

    A line has one embedding level here: characters that embed others are refused.
    """
    for opening, closing in sorted(_bracket_pairs(characters)):
        inside = {_strong(each) for each in characters[opening + 1 : closing]} - {None}
        if not inside:
            continue
        direction = base
        if base not in inside:
            before = (_strong(each) for each in reversed(characters[:opening]))
            direction = next(filter(None, before), base)
        characters[opening]["type"] = characters[closing]["type"] = direction


def _bracket_pairs(characters: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    opened: list[tuple[int, str]] = []
    for index, character in enumerate(characters):
        if character["type"] != "ON" or character["ch"] not in MIRRORED:
            continue
        kind = unicodedata.category(character["ch"])
        if kind == "Ps":
            opened.append((index, MIRRORED[character["ch"]]))
        elif kind == "Pe":
            depths = [at for at, (_, closing) in enumerate(opened) if closing == character["ch"]]
            if depths:
                yield opened[depths[-1]][0], index
                del opened[depths[-1] :]


def _strong(character: dict[str, Any]) -> str | None:
    return _STRONG.get(character["type"])


def in_visual_order(parts: Sequence[_T], levels: Sequence[int]) -> list[_T]:
    """``parts`` of a line from left to right (rule L2). ``levels``: one for each part.

    >>> in_visual_order(["one", "two", "three"], [0, 1, 1])
    ['one', 'three', 'two']
    """
    order = list(range(len(parts)))
    for level in range(max(levels, default=0), 0, -1):
        ordered: list[int] = []
        for turned, run in groupby(order, key=lambda index: levels[index] >= level):
            part = list(run)
            ordered += part[::-1] if turned else part
        order = ordered
    return [parts[index] for index in order]
