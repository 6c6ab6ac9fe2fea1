from __future__ import annotations

import threading
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from idphoto.drawing.shaping import glyphs_of
from idphoto.drawing.text import Align, TextBlock, fit_text
from idphoto.errors import BadRequest, MissingGlyph

Coverage = NDArray[np.uint8]
Draw = Callable[[TextBlock], Coverage]
Ink = Callable[[str], Coverage]

NAMES = {
    "Latin": "Ágnes Gyöngyösi",
    "Vietnamese": "Nguyễn Thị Ánh",
    "Cyrillic": "Юлия Щербакова",
    "Chinese": "张伟 2024001",
    "Japanese": "山田さくら",
    "Korean": "홍길동",
    "Arabic": "محمد علي",
    "Hebrew": "עברית",
    "Thai": "สมชาย ใจดี ปู่",
    "Devanagari": "क्षत्रिय हिन्दी",
    "mixed": "李明 Li محمد",
}


def fitted(
    *lines: str,
    box: tuple[float, float] = (300.0, 40.0),
    max_size: float = 400.0,
    min_size: float = 5.0,
    align: Align = "centre",
) -> TextBlock:
    return fit_text(lines, box, field="text", max_size=max_size, min_size=min_size, align=align)


def edges(coverage: Coverage) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the visible ink."""
    rows, columns = (np.flatnonzero((coverage > 64).any(axis=axis)) for axis in (1, 0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def pieces(coverage: Coverage) -> int:
    return cv2.connectedComponents((coverage > 64).astype(np.uint8))[0] - 1


# --- fitting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("box", [(300.0, 40.0), (90.0, 13.0), (600.0, 90.0)])
def test_text_fills_its_box_and_stays_in_it(
    name: str, box: tuple[float, float], draw: Draw
) -> None:
    block = fitted(name, box=box)
    assert max(block.width / box[0], block.height / box[1]) == pytest.approx(1)
    left, top, right, bottom = edges(draw(block))
    # the box's corner is at (20, 20); font hinting moves an edge by about a pixel
    assert left == pytest.approx(20, abs=1.5)
    assert top == pytest.approx(20, abs=1.5)
    assert right - 20 == pytest.approx(block.width, abs=1.5)
    assert bottom - 20 == pytest.approx(block.height, abs=1.5)


def test_text_is_no_larger_than_requested() -> None:
    block = fitted("Anna", box=(9e9, 9e9), max_size=12)
    assert block.size == 12
    assert block.width == pytest.approx(2 * fitted("Anna", max_size=6).width)


def test_a_text_that_is_too_long_is_refused_with_the_size_it_needs() -> None:
    with pytest.raises(BadRequest) as caught:
        fitted("x" * 90, box=(100, 20), min_size=10)
    assert caught.value.field == "text"
    found = caught.value.reason
    assert found.startswith("90 characters need ")
    assert found.endswith("to be legible; only 100 × 20 is available: shorten the text")


@pytest.mark.parametrize("align", ["left", "centre", "right"])
def test_lines_are_placed_below_each_other(align: Align, draw: Draw) -> None:
    block = fitted("Wide and long", "Hi", box=(200, 200), max_size=40, align=align)
    coverage = draw(block)
    rows = (coverage > 64).any(axis=1)
    assert np.flatnonzero(np.diff(rows.astype(int)) == 1).size == 2  # one gap
    lower = edges(coverage[20 + int(block.height * 0.6) :])
    space = {"left": (20, None), "right": (None, 20 + block.width)}.get(
        align, (20 + (block.width - (lower[2] - lower[0])) / 2, None)
    )
    for found, expected in zip((lower[0], lower[2]), space, strict=True):
        assert expected is None or found == pytest.approx(expected, abs=1.5)


@pytest.mark.parametrize("lines", [("محمد علي", "ÅÄÖ"), ("ปู่", "ปู่")])
def test_lines_of_tall_letters_do_not_touch(lines: tuple[str, str], draw: Draw) -> None:
    coverage = draw(fitted(*lines, box=(400, 200)))
    quarter = coverage.shape[0] // 4
    assert coverage[quarter:-quarter].max(axis=1).min() == 0


def test_the_longest_line_of_the_most_intricate_letters_keeps_its_holes(draw: Draw) -> None:
    coverage = draw(fitted("鑿" * 100, box=(9e9, 9e9), max_size=40))
    letters = [coverage[:, 20 + 40 * number : 60 + 40 * number] for number in (0, 99)]
    assert (letters[0] == letters[1]).all()


# --- what cannot be drawn -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "must not be blank"),
        (" \u3000 ", "must not be blank"),
        ("\u200d\u200e", "must not be blank"),
        ("\u3164", "must not be blank"),  # named a letter, but invisible
        ("\u2800", "must not be blank"),
        ("a\nb", "contains U+000A, a character that cannot be drawn"),
        ("a\tb", "contains U+0009, a character that cannot be drawn"),
        ("a\x00", "contains U+0000, a character that cannot be drawn"),
        ("a\x7f", "contains U+007F, a character that cannot be drawn"),
        ("a\u2028b", "contains U+2028, a character that cannot be drawn"),
        (
            "a\u202eb",
            "contains U+202E, a character that cannot be drawn",
        ),  # would reverse everything that follows
        ("\u0604", "contains U+0604, a character that cannot be drawn"),
        ("\ud800", "contains U+D800, a character that cannot be drawn"),
        ("\ue000", "contains U+E000, a character that cannot be drawn"),
        ("\u0378", "contains U+0378, a character that cannot be drawn"),
        ("x" * 101, "has 101 characters; the limit is 100"),
    ],
)
def test_a_line_without_visible_text_is_refused(line: str, reason: str) -> None:
    with pytest.raises(BadRequest) as caught:
        fitted(line)
    assert caught.value.code == "bad_request"
    assert caught.value.message == f"text: {reason}"


def test_text_without_lines_is_refused() -> None:
    with pytest.raises(BadRequest) as caught:
        fitted()
    assert caught.value.message == "text: must not be empty"


ALPHABETS = (
    "aZé19 .-",
    "张伟田山さンﾊﾟ홍",
    "محمدعليگچ٣",
    "אבגִּ",
    "กำสมชายปู่",
    "क्षत्रियहि",
    "e\u0301\u0323\u20dd\u200d\u200c\u200e\u00ad\ufeff",
    "①→★½😀👍🏽",
)


@given(st.lists(st.sampled_from("".join(ALPHABETS)), min_size=1, max_size=9).map("".join))
def test_no_accepted_text_shows_a_box(text: str) -> None:
    try:
        block = fitted(text, box=(9e9, 9e9), max_size=20)
    except (BadRequest, MissingGlyph):
        return
    assert 0 not in [glyph.number for line in block.lines for glyph in glyphs_of(line)]


# --- shaping ------------------------------------------------------------------------------------


def test_arabic_letters_join(ink: Ink) -> None:
    joined, apart = ink("محمد"), ink("م\u200cح\u200cم\u200cد")
    assert pieces(joined) == 1
    assert pieces(apart) == 4
    # each letter of the joined word as a Unicode presentation form: initial, medial twice, final
    assert joined.shape == pytest.approx(ink("\ufee3\ufea4\ufee4\ufeaa").shape, abs=2)


@pytest.mark.parametrize("pair", ["אש", "دن"])
def test_letters_run_from_right_to_left(pair: str, ink: Ink) -> None:
    first, both = ink(pair[0]), ink(pair)
    found = edges(both[:, -first.shape[1] :])
    assert found[2] - found[0] == pytest.approx(first.shape[1], abs=3)
    assert both.shape[1] > 1.5 * first.shape[1]


def test_latin_is_placed_left_of_the_arabic_it_follows(ink: Ink) -> None:
    latin, mixed = ink("HHH"), ink("محمد HHH")
    left = mixed[:, : latin.shape[1]]
    letters = left[edges(left)[1] : edges(left)[3]]
    assert letters.shape == latin.shape
    assert np.abs(letters.astype(int) - latin).mean() < 8


def test_chinese_and_latin_share_one_baseline(ink: Ink) -> None:
    mixed = ink("山H")
    latin = edges(mixed[:, -60:])
    chinese = edges(mixed[:, :80])
    # ideographs reach a little below the baseline and above capitals
    assert 0 <= chinese[3] - latin[3] < 15
    assert 0 <= latin[1] - chinese[1] < 25


def test_marks_are_placed_over_their_letter(ink: Ink) -> None:
    assert (ink("e\u0301") == ink("é")).all()
    plain, marked = ink("q"), ink("q\u0301")
    assert marked.shape[0] > plain.shape[0] + 15
    assert marked.shape[1] <= plain.shape[1] + 12


def test_the_same_ideograph_is_drawn_as_the_language_writes_it(ink: Ink) -> None:
    chinese, japanese = ink("直"), ink("さ直")[:, -ink("直").shape[1] :]
    assert chinese.shape[1] == japanese.shape[1]
    assert (chinese != japanese[-chinese.shape[0] :]).any()


# --- threads ------------------------------------------------------------------------------------


def test_many_threads_draw_the_same_as_one(draw: Draw) -> None:
    texts = [f"{latin} {number}" for number in range(12) for latin in ("Anna", "Ágnes", "Юлия")]
    at_once = threading.Barrier(6)
    found: dict[tuple[int, str], Coverage] = {}

    def work(worker: int) -> None:
        at_once.wait()
        for text in texts[worker:] + texts[:worker]:
            found[worker, text] = draw(fitted(text))

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6 * len(texts)
    assert all((found[key] == draw(fitted(key[1]))).all() for key in found)
