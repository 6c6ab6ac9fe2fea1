from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from idphoto.photo.watermark import stamp

Image = NDArray[np.uint8]
GROUNDS = {"white": 255, "grey": 128, "black": 0}


def plain(level: int, width: int = 295, height: int = 413, channels: int = 3) -> Image:
    return np.full((height, width, channels), level, np.uint8)


def changed(before: Image, after: Image, by: int) -> NDArray[np.bool_]:
    differs: NDArray[np.bool_] = np.abs(after.astype(int) - before).max(axis=2) >= by
    return differs


@pytest.mark.parametrize("level", GROUNDS.values(), ids=GROUNDS)
def test_it_shows_on_any_ground(level: int) -> None:
    ground = plain(level)
    assert 0.05 < changed(ground, stamp(ground, "PREVIEW"), 40).mean() < 0.3


@pytest.mark.parametrize("level", GROUNDS.values(), ids=GROUNDS)
@pytest.mark.parametrize("size", [(295, 413), (602, 602), (1200, 1600), (102, 126)])
def test_no_part_large_enough_to_use_is_free_of_it(level: int, size: tuple[int, int]) -> None:
    ground = plain(level, *size)
    touched = changed(ground, stamp(ground, "PREVIEW"), 40)
    side = min(size) // 3
    for top in range(0, size[1] - side + 1, side // 2):
        for left in range(0, size[0] - side + 1, side // 2):
            assert touched[top : top + side, left : left + side].mean() > 0.02


def test_most_of_the_photo_stays_as_it_was() -> None:
    rng = np.random.default_rng(7)
    photo = rng.integers(0, 256, (413, 295, 3), np.uint8)
    stamped = stamp(photo, "PREVIEW")
    assert (stamped == photo).all(axis=2).mean() > 0.7
    # and under the letters it can still be seen
    assert np.corrcoef(stamped.ravel(), photo.ravel())[0, 1] > 0.9


def test_it_grows_with_the_photo() -> None:
    shares = [
        changed(plain(255, side, side), stamp(plain(255, side, side), "PREVIEW"), 40).mean()
        for side in (300, 600, 1200)
    ]
    assert max(shares) < 1.5 * min(shares)


def test_what_is_transparent_is_written_on_and_what_is_opaque_stays_so() -> None:
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
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40),
)
def test_any_size_and_text_gives_a_picture_of_that_size(
    width: int, height: int, channels: int, text: str
) -> None:
    photo = plain(255, width, height, channels)
    stamped = stamp(photo, text)
    assert stamped.shape == photo.shape
    assert stamped.dtype == np.uint8
    assert (stamped != photo).any()
