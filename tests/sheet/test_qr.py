from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray

from idphoto.errors import BadRequest
from idphoto.sheet.qr import QUIET_MODULES, QrCode, make_qr

LINK = "https://example.com/photos/2026/07/01/0001"


def read(picture: NDArray[np.uint8]) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def side(code: QrCode) -> int:
    return len(code.modules) + 2 * QUIET_MODULES


@pytest.mark.parametrize(
    ("size_px", "level", "module_px"),
    [
        (290, "H", 6),
        (180, "H", 4),  # 37 modules, plus 8 of quiet zone
        (179, "Q", 4),
        (164, "Q", 4),
        (163, "M", 4),
        (148, "M", 4),
        (147, "H", 3),
        (134, "Q", 3),
        (111, "M", 3),
    ],
)
def test_error_correction_is_as_high_as_modules_of_four_pixels_allow(
    size_px: int, level: str, module_px: int
) -> None:
    code = make_qr(LINK, size_px)
    assert (code.level, code.module_px) == (level, module_px)
    assert code.picture().shape == (size_px, size_px)
    assert read(code.picture()) == [LINK]


def test_a_code_is_on_whole_pixels_in_a_white_frame() -> None:
    code = make_qr(LINK, 290)
    picture = code.picture()
    start, size = code.offset_px, len(code.modules) * code.module_px
    assert start >= QUIET_MODULES * code.module_px
    frame = np.ones_like(picture, bool)
    frame[start : start + size, start : start + size] = False
    assert (picture[frame] == 255).all()
    inside = picture[start : start + size : code.module_px, start : start + size : code.module_px]
    assert np.array_equal(inside == 0, code.modules)


@pytest.mark.parametrize("text", ["1", "张三 · 高三（2）班", "Ünïcödé €", "A" * 300, "0" * 900])
def test_any_text_is_read_back(text: str) -> None:
    assert read(make_qr(text, 600).picture()) == [text]


def test_a_size_that_is_too_small_is_refused_with_the_size_needed() -> None:
    with pytest.raises(BadRequest) as refused:
        make_qr(LINK, 110)
    assert refused.value.field == "qr_size_px"
    assert refused.value.reason == "110 px is too small for 42 bytes: at least 111 px are needed"
    assert read(make_qr(LINK, 111).picture()) == [LINK]


def test_more_data_than_any_code_holds_is_refused_with_the_capacity() -> None:
    with pytest.raises(BadRequest) as refused:
        make_qr("x" * 2954, 2000)
    assert refused.value.field == "qr"
    assert refused.value.reason == (
        "2,954 bytes will not fit: a QR code holds at most 7,089 digits, 4,296 capitals and "
        "digits, or 2,953 bytes"
    )
    assert make_qr("x" * 2953, 2000).level == "L"
    with pytest.raises(BadRequest, match="qr: must not be empty"):
        make_qr("", 290)


@pytest.mark.parametrize("quality", [75, 92])
@pytest.mark.parametrize("length", [10, 50, 150, 400, 1000])
def test_the_smallest_code_is_read_after_jpeg(length: int, quality: int) -> None:
    text = ("0123456789 abcdefghij 张三" * 100)[:length]
    with pytest.raises(BadRequest) as refused:
        make_qr(text, 20)
    smallest = int(refused.value.reason.partition("at least ")[2].split()[0])
    picture = np.full((smallest + 200, smallest + 200), 0xDC, np.uint8)
    picture[99 : 99 + smallest, 93 : 93 + smallest] = make_qr(text, smallest).picture()
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert read(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)) == [text]  # type: ignore[arg-type]
