from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.errors import BadRequest, MissingGlyph
from idphoto.photo.label import Label, draw_label, fit_label

Image = NDArray[np.uint8]

TEXTS = {
    "Latin": "Ágnes Gyöngyösi",
    "Chinese": "张伟 2024001",
    "Japanese": "山田太郎",
    "Korean": "홍길동",
    "Arabic": "محمد علي",
    "Hebrew": "עברית",
    "mixed": "李明 Li Ming 2024",
}


def photo(width: int = 295, height: int = 413, channels: int = 3) -> Image:
    return np.random.default_rng(5).integers(0, 256, (height, width, channels), np.uint8)


def edges(dark: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom."""
    rows, columns = (np.flatnonzero(dark.any(axis=axis)) for axis in (1, 0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(
    ("size", "height"),
    [((102, 126), 20), ((295, 413), 30), ((295, 413), 24), ((413, 626), 90), ((1200, 1600), 120)],
)
def test_the_text_is_centred_in_its_strip(text: str, size: tuple[int, int], height: int) -> None:
    strip = draw_label(photo(*size), Label(text, height))[-height:]
    left, top, right, bottom = edges(strip.min(axis=2) < 160)
    assert (left + right) / 2 == pytest.approx(size[0] / 2, abs=1.5)
    assert (top + bottom) / 2 == pytest.approx(height / 2, abs=1.5)
    # white all around
    assert min(left, size[0] - right) >= 0.2 * height
    assert min(top, height - bottom) >= 0.05 * height
    # and large enough
    assert right - left > 0.8 * size[0] or bottom - top > 0.35 * height


@pytest.mark.parametrize("channels", [3, 4])
def test_nothing_but_the_lowest_rows_changes(channels: int) -> None:
    before = photo(channels=channels)
    kept = before.copy()
    after = draw_label(before, Label("Anna", 40))
    assert (before == kept).all()
    assert after.shape == before.shape
    assert after.dtype == np.uint8
    assert (after[:-40] == before[:-40]).all()


@pytest.mark.parametrize("channels", [3, 4])
def test_the_strip_is_white_and_its_text_nearly_black(channels: int) -> None:
    strip = draw_label(np.zeros((413, 295, channels), np.uint8), Label("IIII", 60))[-60:]
    assert (strip[:, :10] == 255).all()
    assert strip[..., :3].min() == 16
    if channels == 4:
        assert (strip[..., 3] == 255).all()


def test_a_long_text_is_set_smaller() -> None:
    short, long = (fit_label(Label(text), (295, 413)) for text in ("Anna", "Anna " * 8))
    assert long.size < 0.8 * short.size
    assert long.width <= 295


@pytest.mark.parametrize(
    ("text", "height", "field", "reason"),
    [
        ("", 30, "label_text", "must not be blank"),
        (" \u3000", 30, "label_text", "must not be blank"),
        ("Anna\nMüller", 30, "label_text", "contains U+000A, a character that cannot be drawn"),
        ("Anna\x1b[2J", 30, "label_text", "contains U+001B, a character that cannot be drawn"),
        ("x" * 101, 30, "label_text", "has 101 characters; the limit is 100"),
        ("Anna", 15, "label_height", "must be at least 16 px to be legible, not 15"),
        ("Anna", -30, "label_height", "must be at least 16 px to be legible, not -30"),
    ],
)
def test_a_label_that_fits_no_photo_is_refused(
    text: str, height: int, field: str, reason: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        Label(text, height)
    assert caught.value.code == "bad_request"
    assert caught.value.field == field
    assert caught.value.message == f"{field}: {reason}"


@pytest.mark.parametrize("use", [fit_label, lambda label, size: draw_label(photo(*size), label)])
@pytest.mark.parametrize(
    ("text", "height", "size", "field", "start"),
    [
        ("x" * 60, 30, (295, 413), "label_text", "60 characters need "),
        ("Anna", 100, (9, 413), "label_text", "4 characters need "),
        (
            "Anna",
            43,
            (102, 126),
            "label_height",
            "must be at most 42 px on a photo 126 px high, not 43",
        ),
    ],
)
def test_a_label_that_does_not_fit_the_photo_is_refused(
    use: Callable[[Label, tuple[int, int]], object],
    text: str,
    height: int,
    size: tuple[int, int],
    field: str,
    start: str,
) -> None:
    label = Label(text, height)
    with pytest.raises(BadRequest) as caught:
        use(label, size)
    assert caught.value.code == "bad_request"
    assert caught.value.message.startswith(f"{field}: {start}")


def test_characters_that_no_font_has_are_refused_before_the_photo_is_made() -> None:
    with pytest.raises(MissingGlyph) as caught:
        Label("Li \U0003134a")  # of an extension that Debian has no font for
    assert caught.value.code == "missing_glyph"
    assert caught.value.package == ""


@pytest.mark.parametrize("height", [16, 42])
def test_the_lowest_and_the_highest_allowed_strips_work(height: int) -> None:
    assert draw_label(photo(102, 126), Label("Anna", height)).shape == (126, 102, 3)
