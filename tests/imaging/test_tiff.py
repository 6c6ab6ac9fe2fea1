from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from idphoto.imaging.tiff import directories, is_camera_raw, orientation_of, resolution_of


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


def test_raw_files_are_distinguished_from_pictures(
    save: Callable[..., bytes], make_dng: Callable[[int], bytes]
) -> None:
    assert is_camera_raw(make_dng(1))
    assert is_camera_raw(b"II*\0\x10\0\0\0CR\2\0")
    assert not is_camera_raw(save(Image.new("RGB", (8, 8)), "tiff"))


def _resolution(order: str, x: tuple[int, int], y: tuple[int, int], unit: int | None) -> bytes:
    mark = b"II" if order == "<" else b"MM"
    entries = struct.pack(order + "HHII", 0x011A, 5, 1, 80) + struct.pack(
        order + "HHII", 0x011B, 5, 1, 88
    )
    if unit is not None:
        entries += struct.pack(order + "HHIHxx", 0x0128, 3, 1, unit)
    head = mark + struct.pack(order + "HIH", 42, 8, len(entries) // 12)
    return (head + entries).ljust(80, b"\0") + struct.pack(order + "4I", *x, *y)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("unit", "dpi"), [(2, (300.0, 150.0)), (None, (300.0, 150.0)), (3, (762.0, 381.0))]
)
def test_a_resolution_is_read_in_both_byte_orders_and_units(
    order: str, unit: int | None, dpi: tuple[float, float]
) -> None:
    exif = _resolution(order, (300, 1), (3000, 20), unit)
    assert resolution_of(exif) == pytest.approx(dpi)
    assert resolution_of(b"Exif\0\0" + exif) == pytest.approx(dpi)


@pytest.mark.parametrize(
    "exif",
    [
        None,
        b"",
        b"nonsense",
        _exif("<", 6),
        _resolution("<", (300, 0), (300, 1), 2),
        _resolution("<", (300, 1), (300, 1), 1),  # no unit: a ratio
        _resolution("<", (300, 1), (300, 1), 2)[:86],
    ],
)
def test_an_absent_or_meaningless_resolution_is_none(exif: bytes | None) -> None:
    assert resolution_of(exif) is None
