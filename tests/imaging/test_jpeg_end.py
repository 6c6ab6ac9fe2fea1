from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from idphoto.errors import BadImage
from idphoto.imaging.decode import open_source
from idphoto.imaging.jpeg import is_plain_jpeg
from idphoto.imaging.jpeg_end import completed

EOI = b"\xff\xd9"
START_OF_SCAN = b"\xff\xda"


def _picture() -> Image.Image:
    """A picture with detail everywhere, whose sides are no multiples of a block's."""
    rows, columns = np.mgrid[:141, :205]
    waves = [128 + 60 * np.sin(columns / (3 + k)) + 50 * np.cos(rows / (5 - k)) for k in range(3)]
    noise = np.random.default_rng(4).normal(0, 6, (141, 205, 3))
    return Image.fromarray((np.dstack(waves) + noise).clip(0, 255).astype(np.uint8))


PICTURE = _picture()
KINDS = {
    "baseline": {"quality": 90},
    "full colour": {"quality": 95, "subsampling": 0},
    "own tables": {"quality": 75, "optimize": True},
    "progressive": {"quality": 90, "progressive": True},
    "restarts": {"quality": 90, "restart_marker_rows": 1},
}


def saved(kind: str, picture: Image.Image = PICTURE) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", **KINDS[kind])
    return buffer.getvalue()


def pixels(data: bytes) -> NDArray[np.uint8]:
    return open_source(data).decode().rgb


def assert_refused(data: bytes) -> None:
    with pytest.raises(BadImage) as caught:
        open_source(data).decode()
    assert caught.value.code == "bad_image"
    assert caught.value.reason == "the jpeg data is damaged or truncated"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "instead",
    [
        b"",
        b"\xff",
        b"\xff\xff\xff",
        b"\0" * 40_000,
        b"\xff" * 40_000,
        b"<html>504 Gateway Time-out</html>",
        b"\xff\xd8\xff\xe0 the next picture",
        b"\xff\xe1\xff\xf0 a segment that never ends",
        np.random.default_rng(5).bytes(900).replace(EOI, b"--"),
    ],
    ids=["nothing", "half", "fill", "zeros", "erased", "text", "picture", "segment", "noise"],
)
def test_a_jpeg_that_lacks_only_its_end_has_every_pixel(kind: str, instead: bytes) -> None:
    whole = saved(kind)
    assert np.array_equal(pixels(whole[:-2] + instead), pixels(whole))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shrink", [2, 4, 8])
def test_it_shrinks_as_the_whole_file_does(kind: str, shrink: int) -> None:
    whole = saved(kind)
    found = open_source(whole[:-2]).decode(shrink).rgb
    assert np.array_equal(found, open_source(whole).decode(shrink).rgb)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lost", [3, 5, 20, 300, 3000])
def test_a_jpeg_whose_last_scan_is_cut_is_refused(kind: str, lost: int) -> None:
    assert_refused(saved(kind)[:-lost])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("kept", [0.4, 0.7, 0.95])
def test_a_download_that_stopped_in_reserved_space_is_refused(kind: str, kept: float) -> None:
    whole = saved(kind)
    found = whole[: int(kept * len(whole))]
    assert_refused(found + bytes(len(whole) - len(found)))


def test_a_progressive_jpeg_that_lacks_whole_scans_is_refused() -> None:
    whole = saved("progressive")
    starts = [at for at in range(len(whole)) if whole.startswith(START_OF_SCAN, at)]
    assert len(starts) == 10
    for start in starts[1:]:
        assert_refused(whole[:start])


@pytest.mark.parametrize("kind", KINDS)
def test_plain_areas_at_the_end_are_no_filler(kind: str) -> None:
    """Their blocks may be coded as a run of equal bytes."""
    picture = PICTURE.copy()
    picture.paste((255, 255, 255), (0, 60, 205, 141))
    whole = saved(kind, picture)
    assert np.array_equal(pixels(whole[:-2]), pixels(whole))


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_file_is_left_as_it_is(kind: str) -> None:
    whole = saved(kind)
    for data in (whole, whole + b"a phone's second picture \xff\xd8 follows"):
        assert completed(data) is data


def test_a_completed_file_may_be_passed_on() -> None:
    source = open_source(saved("baseline")[:-2])
    assert source.file is not None
    assert source.file.endswith(EOI)
    assert is_plain_jpeg(source.file)


@given(st.binary(max_size=300), st.integers(0, 700))
def test_no_bytes_confuse_it(noise: bytes, at: int) -> None:
    """It returns, whatever the file holds; decoding judges the rest."""
    whole = saved("progressive")
    damaged = whole[:at] + noise + whole[at + len(noise) : -2]
    assert completed(damaged)[: len(b"\xff\xd8")] == damaged[:2]
