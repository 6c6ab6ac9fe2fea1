from __future__ import annotations

import io
from typing import Any

import numpy as np
import pypdf
import pypdfium2
import pytest
from numpy.typing import NDArray

from idphoto.drawing.paint import draw_text
from idphoto.drawing.pdf import Pdf
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


@pytest.fixture(scope="module")
def jpeg() -> bytes:
    return encode(noise(126, 102), EncodeOptions()).data


def test_a_jpeg_is_in_the_pdf_unchanged_and_once(jpeg: bytes) -> None:
    pdf = Pdf("Sheet")
    for _ in range(2):
        with pdf.page((288, 432)) as page:
            for column in range(4):
                page.jpeg(bytes(bytearray(jpeg)), Box(10 + 60 * column, 10, 60 * column + 60, 80))
    data = pdf.finish()
    assert data.count(b"/DCTDecode") == 1
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 2
    for read in reader.pages:
        assert list(read.mediabox) == [0, 0, 288, 432]
        resources: Any = read["/Resources"]
        (image,) = (each.get_object() for each in resources["/XObject"].values())
        assert image["/Filter"] == "/DCTDecode"
        assert image._data == jpeg


def test_an_array_is_in_the_pdf_losslessly() -> None:
    picture = noise(30, 20)
    pdf = Pdf("Sheet")
    with pdf.page((100, 100)) as page:
        page.image(picture, Box(0, 0, 20, 30))
    (image,) = pypdf.PdfReader(io.BytesIO(pdf.finish())).pages[0].images
    assert (np.asarray(image.image) == picture).all()


def test_a_page_is_measured_in_points_from_its_upper_left_corner() -> None:
    pdf = Pdf("Sheet")
    with pdf.page((120, 80)) as page:
        page.rectangle(Box(20, 10, 60, 30), NAVY)
        page.line((0, 70), (120, 70), 4, (200, 0, 0))
    seen = rendered(pdf.finish(), scale=2)
    assert seen.shape == (160, 240, 3)
    assert (seen[20:60, 40:120] == NAVY).all()
    assert (seen[136:144] == (200, 0, 0)).all()
    assert (seen[:20] == 255).all()
    assert (seen[20:60, 120:] == 255).all()


def test_text_has_the_same_position_on_a_page_as_on_pixels() -> None:
    block = fit_text(["Anna 张"], (280, 80), field="text", max_size=90, min_size=5)
    pdf = Pdf("Sheet")
    with pdf.page((300, 100)) as page:
        page.text(block, 10, 10, NAVY)
    pixels = np.full((100, 300, 3), 255, np.uint8)
    draw_text(pixels, block, 10, 10, NAVY)
    data = pdf.finish()
    assert np.abs(rendered(data).astype(int) - pixels).mean() < 3
    # letters, not a picture of them
    assert pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text() == "Anna 张"


@pytest.mark.parametrize(
    "text", ["Ágnes", "張偉 2024", "ปู่", "हिन्दी", "".join(map(chr, range(0x4E00, 0x4E60)))]
)
def test_a_documents_text_can_be_searched(text: str) -> None:
    block = fit_text([text], (900, 80), field="text", max_size=20, min_size=5)
    pdf = Pdf("Sheet")
    with pdf.page((950, 100)) as page:
        page.text(block, 10, 10, NAVY)
    assert pypdf.PdfReader(io.BytesIO(pdf.finish())).pages[0].extract_text() == text


def test_a_document_may_have_more_glyphs_than_one_font_holds() -> None:
    letters = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))
    lines = [letters[at : at + 100] for at in range(0, 600, 100)]
    block = fit_text(lines, (900, 400), field="text", max_size=20, min_size=1)
    pdf = Pdf("Sheet")
    with pdf.page((950, 400)) as page:
        page.text(block, 10, 10, NAVY)
    read = pypdf.PdfReader(io.BytesIO(pdf.finish())).pages[0]
    assert read.extract_text().replace("\n", "") == letters
    resources: Any = read["/Resources"]
    assert len(resources["/Font"]) == 3


def test_the_same_drawing_gives_the_same_file(jpeg: bytes) -> None:
    files = set()
    for _ in range(2):
        pdf = Pdf("Sheet – 张")
        with pdf.page((100, 100)) as page:
            page.jpeg(jpeg, Box(0, 0, 50, 60))
        files.add(pdf.finish())
    (data,) = files
    assert pypdf.PdfReader(io.BytesIO(data)).metadata == {
        "/Title": "Sheet – 张",
        "/Creator": "idphoto",
        "/Producer": "pypdf",
    }


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff"])
def test_a_file_that_is_not_a_jpeg_is_refused_and_its_page_left_out(data: bytes) -> None:
    pdf = Pdf("Sheet")
    with pdf.page((50, 50)):
        pass
    with pytest.raises(BadImage) as caught, pdf.page((100, 100)) as page:
        page.jpeg(data, Box(0, 0, 10, 10))
    assert caught.value.message == "cannot read the picture: it is not a JPEG file"
    (read,) = pypdf.PdfReader(io.BytesIO(pdf.finish())).pages
    assert list(read.mediabox) == [0, 0, 50, 50]
