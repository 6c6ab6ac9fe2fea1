from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pypdf
import pypdfium2
import pytest
from numpy.typing import NDArray

from idphoto.drawing.canvas import Pdf, canvas_over
from idphoto.drawing.text import fit_text
from idphoto.errors import BadImage
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.imaging.geometry import Box

Pixels = NDArray[np.uint8]
NAVY = (10, 20, 90)


def noise(height: int, width: int, channels: int = 3) -> Pixels:
    return np.random.default_rng(3).integers(0, 256, (height, width, channels), np.uint8)


def rendered(pdf: bytes, scale: float = 1.0) -> Pixels:
    """The first page."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[0].render(scale=scale).to_numpy()[..., 2::-1].copy()
    document.close()
    return np.asarray(image)


# --- over pixels --------------------------------------------------------------------------------


@pytest.mark.parametrize("channels", [3, 4])
def test_a_picture_comes_back_pixel_for_pixel(channels: int) -> None:
    ground, picture = noise(60, 80, channels), noise(30, 40)
    pixels = ground.copy()
    with canvas_over(pixels) as canvas:
        canvas.image(picture, Box(7, 11, 47, 41))
    assert (pixels[11:41, 7:47, :3] == picture).all()
    pixels[11:41, 7:47] = ground[11:41, 7:47]
    assert (pixels == ground).all()


def test_a_shrunken_picture_is_averaged() -> None:
    pixels = np.zeros((10, 10, 3), np.uint8)
    stripes = np.zeros((80, 80, 3), np.uint8)
    stripes[:, ::2] = 200
    with canvas_over(pixels) as canvas:
        canvas.image(stripes, Box(0, 0, 10, 10))
    assert np.abs(pixels.astype(int) - 100).max() <= 2


@pytest.mark.parametrize("channels", [3, 4])
def test_a_rectangle_covers_exactly_its_box(channels: int) -> None:
    pixels = noise(40, 50, channels)
    ground = pixels.copy()
    with canvas_over(pixels) as canvas:
        canvas.rectangle(Box(10, 5, 30, 25), NAVY)
    assert (pixels[5:25, 10:30, :3] == NAVY).all()
    if channels == 4:
        assert (pixels[5:25, 10:30, 3] == 255).all()
    pixels[5:25, 10:30] = ground[5:25, 10:30]
    assert (pixels == ground).all()


def test_edges_between_two_pixels_are_blended() -> None:
    pixels = np.full((10, 10, 3), 255, np.uint8)
    with canvas_over(pixels) as canvas:
        canvas.rectangle(Box(2.5, 2, 6, 6), (0, 0, 0))
    assert abs(int(pixels[3, 2, 0]) - 128) <= 2
    assert pixels[3, 3, 0] == 0


def test_a_line_has_the_width_and_the_ends_requested() -> None:
    coverage = np.zeros((20, 40), np.uint8)
    with canvas_over(coverage) as canvas:
        canvas.line((5, 10), (35, 10), 4, (0, 0, 0))
    assert (coverage[8:12, 5:35] == 255).all()
    assert coverage.astype(int).sum() == 4 * 30 * 255


def test_turning_is_clockwise_about_the_origin() -> None:
    coverage = np.zeros((40, 40), np.uint8)
    with canvas_over(coverage) as canvas:
        with canvas.turned(90, 20, 20):
            canvas.rectangle(Box(0, 0, 10, 4), (0, 0, 0))
        canvas.rectangle(Box(0, 0, 1, 1), (0, 0, 0))
    rows, columns = np.nonzero(coverage[1:] > 128)
    assert (rows.min() + 1, rows.max() + 2) == (20, 30)
    assert (columns.min(), columns.max() + 1) == (16, 20)
    assert coverage[0, 0] == 255  # afterwards everything is as before


def test_text_has_its_colour_where_it_covers_a_pixel() -> None:
    pixels = np.full((100, 300, 4), 255, np.uint8)
    pixels[..., 3] = 0
    block = fit_text(["HHH"], (280, 90), field="text", max_size=90, min_size=5)
    with canvas_over(pixels) as canvas:
        canvas.text(block, 5, 5, NAVY)
    covered = pixels[..., 3] == 255
    assert covered.mean() > 0.1
    assert (pixels[covered][:, :3] == NAVY).all()


def test_a_stroke_outlines_the_letters() -> None:
    filled, stroked = np.zeros((2, 120, 120), np.uint8)
    block = fit_text(["I"], (100, 100), field="text", max_size=100, min_size=5)
    for coverage, stroke in ((filled, None), (stroked, 6.0)):
        with canvas_over(coverage) as canvas:
            canvas.text(block, 40, 15, (0, 0, 0), stroke=stroke)
    rows, columns = (np.flatnonzero((filled > 128).any(axis=axis)) for axis in (1, 0))
    wide = np.flatnonzero((stroked > 128).any(axis=0))
    assert (wide[0], wide[-1]) == (columns[0] - 3, columns[-1] + 3)
    middle = stroked[rows.mean().astype(int), columns.mean().astype(int)]
    assert middle == 0


# --- onto pages ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def jpeg() -> bytes:
    return encode(noise(126, 102), EncodeOptions()).data


def test_a_jpeg_is_in_the_pdf_unchanged_and_once(jpeg: bytes) -> None:
    pdf = Pdf("Sheet")
    for _ in range(2):
        with pdf.page((288, 432)) as canvas:
            for column in range(4):
                canvas.jpeg(bytes(bytearray(jpeg)), Box(10 + 60 * column, 10, 60 * column + 60, 80))
    data = pdf.finish()
    assert data.count(b"/DCTDecode") == 1
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 2
    for page in reader.pages:
        assert list(page.mediabox) == [0, 0, 288, 432]
        resources: Any = page["/Resources"]
        (image,) = (each.get_object() for each in resources["/XObject"].values())
        assert image["/Filter"] == "/DCTDecode"
        assert image._data == jpeg


def test_an_array_is_in_the_pdf_losslessly() -> None:
    picture = noise(30, 20)
    pdf = Pdf("Sheet")
    with pdf.page((100, 100)) as canvas:
        canvas.image(picture, Box(0, 0, 20, 30))
    (image,) = pypdf.PdfReader(io.BytesIO(pdf.finish())).pages[0].images
    assert (np.asarray(image.image) == picture).all()


def test_a_page_is_measured_in_points_from_its_upper_left_corner() -> None:
    pdf = Pdf("Sheet")
    with pdf.page((120, 80)) as canvas:
        canvas.rectangle(Box(20, 10, 60, 30), NAVY)
        canvas.line((0, 70), (120, 70), 4, (200, 0, 0))
    page = rendered(pdf.finish(), scale=2)
    assert page.shape == (160, 240, 3)
    assert (page[20:60, 40:120] == NAVY).all()
    assert (page[136:144] == (200, 0, 0)).all()
    assert (page[:20] == 255).all()
    assert (page[20:60, 120:] == 255).all()


def test_text_has_the_same_position_on_a_page_as_on_pixels(
    need_font: Callable[[str], None],
) -> None:
    need_font("张")
    block = fit_text(["Anna 张"], (280, 80), field="text", max_size=90, min_size=5)
    pdf = Pdf("Sheet")
    with pdf.page((300, 100)) as canvas:
        canvas.text(block, 10, 10, NAVY)
    pixels = np.full((100, 300, 3), 255, np.uint8)
    with canvas_over(pixels) as canvas:
        canvas.text(block, 10, 10, NAVY)
    data = pdf.finish()
    assert np.abs(rendered(data).astype(int) - pixels).mean() < 3
    # letters, not a picture of them
    assert pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text() == "Anna 张"


def test_the_same_drawing_gives_the_same_file(jpeg: bytes) -> None:
    files = set()
    for _ in range(2):
        pdf = Pdf("Sheet – 张")
        with pdf.page((100, 100)) as canvas:
            canvas.jpeg(jpeg, Box(0, 0, 50, 60))
        files.add(pdf.finish())
    (data,) = files
    assert pypdf.PdfReader(io.BytesIO(data)).metadata == {
        "/Title": "Sheet – 张",
        "/Creator": "idphoto",
        "/Producer": "Skia/PDF m144",
    }


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff"])
def test_a_file_that_is_not_a_jpeg_is_refused_and_its_page_left_out(data: bytes) -> None:
    pdf = Pdf("Sheet")
    with pdf.page((50, 50)):
        pass
    with pytest.raises(BadImage) as caught, pdf.page((100, 100)) as canvas:
        canvas.jpeg(data, Box(0, 0, 10, 10))
    assert caught.value.message == "cannot read the picture: it is not a JPEG file"
    (page,) = pypdf.PdfReader(io.BytesIO(pdf.finish())).pages
    assert list(page.mediabox) == [0, 0, 50, 50]
