from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from idphoto.imaging.tiff import directories, is_camera_raw, orientation_of


def _exif(order: str, orientation: int, kind: int = 3) -> bytes:
    mark = b"II" if order == "<" else b"MM"
    value = {1: "B3x", 3: "H2x", 4: "I"}[kind]
    return mark + struct.pack(
        order + "HIHHHI" + value + "I", 42, 8, 1, 0x0112, kind, 1, orientation, 0
    )


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", [1, 3, 4])
def test_orientation_is_read_in_both_byte_orders_and_any_width(order: str, kind: int) -> None:
    exif = _exif(order, 6, kind)
    assert orientation_of(exif) == 6
    assert orientation_of(b"Exif\0\0" + exif) == 6


@pytest.mark.parametrize(
    "exif", [None, b"", b"Exif\0\0", b"II*\0", b"nonsense", _exif("<", 0), _exif("<", 9)]
)
def test_an_absent_or_meaningless_orientation_is_upright(exif: bytes | None) -> None:
    assert orientation_of(exif) == 1


def test_a_directory_that_points_to_itself_is_read_once() -> None:
    loop = _exif("<", 3)[:-4] + struct.pack("<I", 8)
    assert list(directories(loop)) == [{0x0112: (3,)}]


@given(st.binary(max_size=200))
def test_any_bytes_can_be_searched_for_directories(data: bytes) -> None:
    for start in (b"II*\0", b"MM\0*"):
        assert 1 <= orientation_of(start + data) <= 8


def test_raw_files_are_told_from_pictures(
    save: Callable[..., bytes], make_dng: Callable[[int], bytes]
) -> None:
    assert is_camera_raw(make_dng(1))
    assert is_camera_raw(b"II*\0\x10\0\0\0CR\2\0")
    assert not is_camera_raw(save(Image.new("RGB", (8, 8)), "tiff"))
