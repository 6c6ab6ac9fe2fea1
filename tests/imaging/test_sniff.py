from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image

from idphoto.errors import UnsupportedFormat
from idphoto.imaging.sniff import sniff, webp_size


def _media_file(*brands: bytes) -> bytes:
    body = b"ftyp" + brands[0] + bytes(4) + b"".join(brands[1:])
    return (4 + len(body)).to_bytes(4, "big") + body + bytes(32)


@pytest.mark.parametrize(
    ("brands", "expected"),
    [
        ((b"avif", b"mif1"), "avif"),
        ((b"mif1", b"miaf", b"avif"), "avif"),
        ((b"heic", b"mif1"), "heif"),
        ((b"mif1", b"heic"), "heif"),
        ((b"msf1", b"hevc"), "heif"),
        ((b"crx ", b"isom"), "raw"),
    ],
)
def test_iso_media_files_are_recognised_by_their_brands(
    brands: tuple[bytes, ...], expected: str
) -> None:
    assert sniff(_media_file(*brands)) == expected


def test_a_video_is_not_a_picture() -> None:
    with pytest.raises(UnsupportedFormat):
        sniff(_media_file(b"isom", b"mp42"))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"8BPS\0\1", "a Photoshop document"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 picture"),
        (b"\xff\x0a\0\0", "a JPEG XL picture"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
    ],
)
def test_files_people_send_by_mistake_are_named(head: bytes, name: str) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        sniff(head)
    assert caught.value.code == "unsupported_format"
    assert name in caught.value.reason


@pytest.mark.parametrize(
    "options", [{"quality": 80}, {"lossless": True}, {"exif": b"Exif\0\0II*\0"}]
)
def test_a_webps_size_is_read_from_its_first_chunk(
    options: dict[str, object], save: Callable[..., bytes]
) -> None:
    assert webp_size(save(Image.new("RGB", (301, 77)), "webp", **options)) == (301, 77)
