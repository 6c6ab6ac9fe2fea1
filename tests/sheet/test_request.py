from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from idphoto.errors import BadImage, BadRequest, ImplausibleDensity
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.sheet.request import SheetPhoto, SheetRequest

PIXELS = np.full((413, 295, 3), 200, np.uint8)


def saved(kind: str, **how: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(PIXELS).save(buffer, kind, **how)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"paper": "A99"}, "paper: 'A99' is not one of"),
        ({"background": "mauve"}, "background: 'mauve' is not a colour"),
        ({"orientation": "diagonal"}, "orientation: 'diagonal' is not one of auto, landscape, "),
        ({"format": "gif"}, "format: 'gif' is not one of jpeg, png, pdf"),
        ({"dpi": 9}, "dpi: 9 is outside 10–1000"),
        ({"dpi": 1001}, "dpi: 1001 is outside 10–1000"),
        ({"margin_mm": -1.0}, "margin_mm: -1.0 is outside 0–50"),
        ({"gutter_mm": 51.0}, "gutter_mm: 51.0 is outside 0–50"),
        ({"gutter_mm": float("nan")}, "gutter_mm: nan is outside 0–50"),
        ({"qr_size_px": 0}, "qr_size_px: 0 is outside 1–10000"),
        ({"quality": 101}, "quality: 101 is outside 1–100"),
        ({"label": "x" * 2001}, "label: has 2,001 characters; the limit is 2,000"),
    ],
)
def test_an_invalid_value_is_refused_by_name(values: dict[str, object], message: str) -> None:
    with pytest.raises(BadRequest) as refused:
        SheetRequest(**values)  # type: ignore[arg-type]
    assert refused.value.message.startswith(message)


def test_a_labels_blank_lines_do_not_count() -> None:
    assert SheetRequest(label="a\n\n  \r\nb\n").label_lines == ("a", "b")
    assert SheetRequest().label_lines == ()


@pytest.mark.parametrize("label", ["", " ", "\n\n", " \r\n "])
def test_a_blank_label_is_refused(label: str) -> None:
    with pytest.raises(BadRequest) as refused:
        SheetRequest(label=label)
    assert refused.value.message == "label: must not be blank"


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_the_size_in_print_is_read_from_the_file(kind: str) -> None:
    data = encode(PIXELS, EncodeOptions(format=kind, dpi=350)).data  # type: ignore[arg-type]
    photo = SheetPhoto.load(data)
    assert photo.dpi == pytest.approx(350, abs=0.02)
    assert photo.size_mm == pytest.approx((21.4, 30.0), abs=0.05)


@pytest.mark.parametrize("kind", ["jpeg", "gif", "tiff"])
def test_a_file_without_a_resolution_is_printed_at_300_dpi(kind: str) -> None:
    photo = SheetPhoto.load(saved(kind))
    assert (photo.dpi, photo.dpi_assumed) == (300, True)
    assert not SheetPhoto.load(saved(kind), size_mm=(25, 35)).dpi_assumed


@pytest.mark.parametrize("kind", ["jpeg", "png", "tiff", "bmp"])
def test_a_file_that_states_a_screens_density_is_refused(kind: str) -> None:
    with pytest.raises(ImplausibleDensity, match="states 96 dpi, at which its 295 × 413 px are 78"):
        SheetPhoto.load(saved(kind, dpi=(96, 96)))


def test_an_explicit_size_overrides_the_files_own() -> None:
    photo = SheetPhoto.load(saved("jpeg", dpi=(72, 72)), size_mm=(25, 35))
    assert photo.size_mm == pytest.approx((25, 35), abs=0.05)
    with pytest.raises(BadRequest) as refused:
        SheetPhoto.load(saved("jpeg"), size_mm=(25, 36))
    assert (
        refused.value.message
        == "size_mm: 25 x 36 mm does not have the proportions of the photo, 295 x 413 px"
    )
    with pytest.raises(BadRequest, match="is not a size"):
        SheetPhoto.load(saved("jpeg"), size_mm=(0, 35))


def test_only_a_plain_jpeg_is_kept_as_a_file() -> None:
    data = encode(PIXELS, EncodeOptions()).data
    assert SheetPhoto.load(data).jpeg == data
    assert SheetPhoto.load(saved("png")).jpeg is None
    tells = Image.Exif()
    tells[0x013B] = "who took it"
    assert SheetPhoto.load(saved("jpeg", exif=tells)).jpeg is None


def test_a_transparent_photo_keeps_its_alpha() -> None:
    alpha = np.linspace(0, 255, PIXELS.shape[1]).astype(np.uint8)
    rgba = np.dstack([PIXELS, np.broadcast_to(alpha, PIXELS.shape[:2])])
    loaded = SheetPhoto.load(encode(rgba, EncodeOptions(format="png")).data).pixels
    assert np.array_equal(loaded[..., 3], rgba[..., 3])
    # weight the colour's error by its alpha
    error = np.abs(loaded[..., :3].astype(float) - 200) * (alpha / 255.0)[:, None]
    assert error.max() < 1


def test_data_that_is_not_a_photo_is_refused() -> None:
    with pytest.raises(BadImage):
        SheetPhoto.load(b"hello")
    with pytest.raises(BadRequest, match=r"float32 .* is not a uint8 picture"):
        SheetPhoto(PIXELS.astype(np.float32))
    with pytest.raises(BadRequest, match="2 channels are neither RGB nor RGBA"):
        SheetPhoto(PIXELS[..., :2])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SheetPhoto(PIXELS, count=0), "count: 0 is outside 1–10,000"),
        (lambda: SheetPhoto(PIXELS, count=10_001), "count: 10001 is outside 1–10,000"),
        (lambda: SheetPhoto(PIXELS, dpi=0), "dpi: 0 is not a positive number"),
        (lambda: SheetPhoto(PIXELS, dpi=float("nan")), "dpi: nan is not a positive number"),
        (
            lambda: SheetPhoto(PIXELS, dpi=2400),
            "photo: it would be 3.1 mm wide in print at 2400 dpi; the minimum is 5 mm",
        ),
    ],
)
def test_a_photo_that_cannot_be_printed_is_refused(
    make: Callable[[], SheetPhoto], message: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        make()
    assert refused.value.message == message


def test_a_photo_has_a_size_in_pixels_and_in_millimetres() -> None:
    pixels: NDArray[np.uint8] = np.zeros((602, 602, 3), np.uint8)
    assert SheetPhoto(pixels).size_wh == (602, 602)
    assert SheetPhoto(pixels).size_mm == pytest.approx((50.97, 50.97), abs=0.01)
