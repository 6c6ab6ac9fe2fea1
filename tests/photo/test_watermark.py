from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from idphoto.errors import BadRequest, MissingGlyph
from idphoto.photo.watermark import check_watermark, stamp

Image = NDArray[np.uint8]
GROUNDS = {"white": 255, "grey": 128, "black": 0}


def plain(level: int, width: int = 295, height: int = 413, channels: int = 3) -> Image:
    return np.full((height, width, channels), level, np.uint8)


def changed(before: Image, after: Image, by: int) -> NDArray[np.bool_]:
    differs: NDArray[np.bool_] = np.abs(after.astype(int) - before).max(axis=2) >= by
    return differs


@pytest.mark.parametrize("level", GROUNDS.values(), ids=GROUNDS)
def test_a_watermark_shows_on_any_background(level: int) -> None:
    ground = plain(level)
    assert 0.05 < changed(ground, stamp(ground, "PREVIEW"), 40).mean() < 0.3


def least_share(touched: NDArray[np.bool_], side: int) -> float:
    """The smallest share of marked pixels in any square of ``side`` px."""
    shares = cv2.boxFilter(touched.astype(np.float32), -1, (side, side))
    half = side // 2 + 1
    return float(shares[half:-half, half:-half].min())


@pytest.mark.parametrize("level", GROUNDS.values(), ids=GROUNDS)
@pytest.mark.parametrize("size", [(295, 413), (602, 602), (1200, 1600), (102, 126)])
@pytest.mark.parametrize(
    "text", ["PREVIEW", "x1", "NOT FOR OFFICIAL USE: Studio Mills", "معاينة فقط"]
)
def test_no_usable_part_is_free_of_the_watermark(
    level: int, size: tuple[int, int], text: str
) -> None:
    ground = plain(level, *size)
    touched = changed(ground, stamp(ground, text), 40)
    assert least_share(touched, max(40, min(size) // 3)) > 0.015


@pytest.mark.parametrize("text", ["PREVIEW", "NO", "张伟 样张", "I", "NOT FOR OFFICIAL USE"])
def test_no_column_is_free_of_the_watermark(text: str) -> None:
    ground = plain(255, 600, 800)
    columns = changed(ground, stamp(ground, text), 40).any(axis=0)
    free = np.diff(np.flatnonzero(np.concatenate([[True], columns, [True]]))) - 1
    assert free.max() < 0.05 * 600


def test_no_threshold_removes_the_watermark(astronaut: Image) -> None:
    """Black letters vanish in shadows and white ones in highlights, but never both."""
    photo = astronaut[:413, 100:395]
    grey, stamped = (
        cv2.cvtColor(each, cv2.COLOR_RGB2GRAY) for each in (photo, stamp(photo, "PREVIEW"))
    )
    for level in range(32, 225, 32):
        assert ((grey > level) != (stamped > level)).mean() > 0.01
    # nor does stretching the range between two levels
    for low, high in ((0, 96), (80, 176), (160, 255)):
        before, after = (np.clip(each.astype(int), low, high) for each in (grey, stamped))
        assert np.abs(before - after).mean() > 0.015 * (high - low)


def test_most_of_the_photo_is_unchanged() -> None:
    rng = np.random.default_rng(7)
    photo = rng.integers(0, 256, (413, 295, 3), np.uint8)
    stamped = stamp(photo, "PREVIEW")
    assert (stamped == photo).all(axis=2).mean() > 0.7
    # and it shows through the letters
    assert np.corrcoef(stamped.ravel(), photo.ravel())[0, 1] > 0.9


def test_the_watermark_grows_with_the_photo() -> None:
    shares = [
        changed(plain(255, side, side), stamp(plain(255, side, side), "PREVIEW"), 40).mean()
        for side in (300, 600, 1200)
    ]
    assert max(shares) < 1.5 * min(shares)


def test_transparent_parts_are_marked_and_opaque_ones_stay_opaque() -> None:
    photo = plain(0, channels=4)
    photo[200:] = (90, 120, 60, 255)
    stamped = stamp(photo, "PREVIEW")
    above, below = stamped[:200], stamped[200:]
    assert above[..., 3].max() > 110
    assert (above[..., 3] == 0).mean() > 0.5
    letters = above[above[..., 3] > 110][:, :3]
    assert (letters.max(axis=1) > 200).any()  # white
    assert (letters.max(axis=1) < 60).any()  # and black
    assert (below[..., 3] == 255).all()
    opaque = stamp(np.ascontiguousarray(photo[..., :3]), "PREVIEW")
    assert np.abs(below[..., :3].astype(int) - opaque[200:]).max() <= 1


def test_the_photo_itself_is_not_written_to() -> None:
    photo = plain(255)
    stamp(photo, "PREVIEW")
    assert (photo == 255).all()


@given(
    st.integers(32, 200),
    st.integers(32, 200),
    st.sampled_from([3, 4]),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=0, max_size=39),
)
def test_any_size_and_text_gives_a_picture_of_that_size(
    width: int, height: int, channels: int, text: str
) -> None:
    photo = plain(255, width, height, channels)
    stamped = stamp(photo, f"A{text}")
    assert stamped.shape == photo.shape
    assert stamped.dtype == np.uint8
    assert (stamped != photo).any()


@pytest.mark.parametrize("text", ["样张 仅供预览", "見本", "견본", "معاينة فقط", "ÜBUNG", "तैयार"])
def test_a_watermark_may_be_in_any_script(text: str) -> None:
    ground = plain(128)
    assert 0.03 < changed(ground, stamp(ground, text), 40).mean() < 0.4


def test_a_long_text_is_shrunk_until_it_fits() -> None:
    ground = plain(255, 1200, 1600)
    long = changed(ground, stamp(ground, "NOT FOR OFFICIAL USE 0123456789 ABCDEFGH"), 40)
    short = changed(ground, stamp(ground, "NO"), 40)
    # strokes are as wide as the letters are large
    assert transitions(long) / long.mean() > 1.25 * transitions(short) / short.mean()


def transitions(touched: NDArray[np.bool_]) -> float:
    return float((touched[:, 1:] != touched[:, :-1]).mean())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "must have 1 to 40 characters, not 0"),
        ("x" * 41, "must have 1 to 40 characters, not 41"),
        ("   ", "must contain a letter or digit"),
        ("...", "must contain a letter or digit"),
        ("two\nlines", "contains U+000A, a character that cannot be drawn"),
    ],
)
def test_a_text_that_marks_nothing_is_refused(text: str, reason: str) -> None:
    for use in (check_watermark, lambda text: stamp(plain(255), text)):
        with pytest.raises(BadRequest) as caught:
            use(text)
        assert caught.value.code == "bad_request"
        assert caught.value.message == f"watermark: {reason}"


def test_a_text_that_no_font_has_is_refused() -> None:
    with pytest.raises(MissingGlyph) as caught:
        check_watermark("A \U0003134a")  # of an extension that Debian has no font for
    assert caught.value.code == "missing_glyph"
    assert caught.value.characters == "\U0003134a"
