"""The second script of a bilingual card: over the labels and by the values, shaped and set.

Drawn after one Mongolian card's columns and after descriptions of the others: a label in the
second script stands over the Chinese one, a value over or under it, an address under the Chinese
one. Mongolian stands upright in columns, to the left of the labels. Where exactly values stand, and
how large, is not certain; Chinese characters are where ``layout`` has them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from tools.cards.canvas import turning
from tools.cards.chance import Chance
from tools.cards.fonts import face_of, set_text

from idphoto.drawing.outlines import Shape
from idphoto.imaging.geometry import Box

Script = Literal["zhuang", "tibetan", "uyghur", "korean", "yi", "mongolian"]
_LABEL_MM: Final = 1.75  # of the em
_VALUE_MM: Final = 2.1
_GAP_MM: Final = 0.35


@dataclass(frozen=True, slots=True)
class Shaped:
    """A line in the second script. ``left_mm``, ``top_mm``: of its box, before it is turned.

    ``of``: the label or value that it stands by. ``upright``: turned to run downwards.
    """

    of: str
    text: str
    family: str
    size_mm: float
    left_mm: float
    top_mm: float
    upright: bool = False

    @property
    def box_mm(self) -> Box:
        width, height = extent(self.text, self.family, self.size_mm)
        if self.upright:
            width, height = height, width
        return Box(self.left_mm, self.top_mm, self.left_mm + width, self.top_mm + height)

    @property
    def outline(self) -> Shape:
        """In mm."""
        ascent, _ = _rise(self.family)
        level = set_text(self.text, self.family)[0].moved(0, ascent).scaled(self.size_mm)
        if self.upright:  # down the column, its foot to the left
            return level.mapped(turning(90, self.box_mm.right, self.top_mm))
        return level.moved(self.left_mm, self.top_mm)


@dataclass(frozen=True, slots=True)
class _Words:
    family: str
    provinces: list[str]
    nations: list[str]
    size: float
    labels: dict[str, str]
    sexes: dict[str, str]
    people: str
    names: list[str]
    words: list[str]
    vertical: bool = False
    lift: float = 0.96  # how much of a line's box is above the top of what it stands over


def homes(script: Script) -> tuple[list[str], list[str]]:
    """Codes of provinces whose cards bear ``script``, and nations of people there."""
    words = _data()[script]
    return words.provinces, words.nations


def second_script(
    rng: Chance,
    script: Script,
    sex: str,
    labels: dict[str, Box],
    values: dict[str, list[Box]],
    right_mm: float,
) -> tuple[list[Shaped], list[Shaped]]:
    """Lines by the labels, and lines by the values, for Chinese print in its places.

    ``right_mm``: where values end.

    Raises:
        WeightsUnavailable: its font is not here and cannot be fetched.
    """
    words = _data()[script]
    if words.vertical:
        return _beside(rng, words, sex, labels, values)
    return list(_over(words, labels)), list(_by_values(rng, words, sex, values, right_mm))


def extent(text: str, family: str, size_mm: float) -> tuple[float, float]:
    """Width and height of a line's box, in mm."""
    _, width = set_text(text, family)
    return size_mm * width, size_mm * sum(_rise(family))


def _over(words: _Words, labels: dict[str, Box]) -> Iterator[Shaped]:
    for label, text in words.labels.items():
        size = _LABEL_MM * words.size
        box = labels[label]
        width, height = extent(text, words.family, size)
        size *= min(1.0, 21.0 / width)
        # above the Chinese one, whose row is 6.5 mm high
        yield Shaped(label, text, words.family, size, box.left, box.top - words.lift * height)


def _by_values(
    rng: Chance, words: _Words, sex: str, values: dict[str, list[Box]], right_mm: float
) -> Iterator[Shaped]:
    size = _VALUE_MM * words.size
    texts = {"name": rng.choose(words.names), "sex": words.sexes[sex], "nation": words.people}
    for name, text in texts.items():
        box = values[name][0]
        height = extent(text, words.family, size)[1]
        yield Shaped(name, text, words.family, 0.9 * size, box.left, box.top - words.lift * height)
    first, last = values["address"][0], values["address"][-1]
    top = last.bottom + _GAP_MM
    for text in _lines(rng, words, size, right_mm - first.left):
        height = extent(text, words.family, size)[1]
        if top + 0.85 * height > values["number"][0].top - 1.6:
            return  # the number's own label comes next
        yield Shaped("address", text, words.family, size, first.left, top)
        top += 0.9 * height


def _lines(rng: Chance, words: _Words, size: float, width_mm: float) -> Iterator[str]:
    """An address of one line or two."""
    for _ in range(rng.whole(1, 2)):
        text = ""
        while True:
            more = f"{text} {rng.choose(words.words)}".strip()
            if extent(more, words.family, size)[0] > width_mm:
                break
            text = more
        if text:
            yield text


def _beside(
    rng: Chance,
    words: _Words,
    sex: str,
    labels: dict[str, Box],
    values: dict[str, list[Box]],
) -> tuple[list[Shaped], list[Shaped]]:
    """Columns to the left of labels, and to the right of short values."""
    by_labels, by_values = [], []
    for label, text in words.labels.items():
        box = labels[label]
        columns = text.split(" ")
        # the number's label is long: word by word, column by column
        for place, word in enumerate(reversed(columns)):
            size = _fitted(word, words.family, _LABEL_MM, 5.6)
            height, width = extent(word, words.family, size)
            left = box.left - 0.3 - (place + 1) * width
            by_labels.append(
                Shaped(label, word, words.family, size, left, box.centre[1] - height / 2, True)
            )
    texts = {"name": rng.choose(words.names), "sex": words.sexes[sex], "nation": words.people}
    for name, text in texts.items():
        box = values[name][0]
        size = _fitted(text, words.family, _VALUE_MM, 5.6)
        height = extent(text, words.family, size)[0]
        left, top = box.right + 0.4, box.centre[1] - height / 2
        by_values.append(Shaped(name, text, words.family, size, left, top, True))
    box = values["address"][-1]
    room = values["number"][0].top - 0.5 - box.bottom - _GAP_MM
    left = box.left
    for word in rng.some(words.words, rng.whole(3, 6)):
        size = _fitted(word, words.family, _VALUE_MM, min(6.0, room))
        if size < 0.8:
            break
        by_values.append(
            Shaped("address", word, words.family, size, left, box.bottom + _GAP_MM, True)
        )
        left += 1.1 * extent(word, words.family, size)[1]
    return by_labels, by_values


def _fitted(text: str, family: str, size_mm: float, most_mm: float) -> float:
    return size_mm * min(1.0, most_mm / extent(text, family, size_mm)[0])


def _rise(family: str) -> tuple[float, float]:
    """How far a line's box reaches above and below its baseline, in ems."""
    face = face_of(family)
    extents = face.font.get_font_extents("ltr")
    return extents.ascender / face.units, -extents.descender / face.units


@cache
def _data() -> dict[str, _Words]:
    data = tomllib.loads(Path(__file__).with_name("scripts.toml").read_text("utf-8"))
    return {name: _Words(**entry) for name, entry in data.items()}
