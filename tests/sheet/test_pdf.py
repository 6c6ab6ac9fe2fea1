from __future__ import annotations

import io
import re

import cv2
import numpy as np
import pypdf
import pypdfium2
import pytest
import zxingcpp
from numpy.typing import NDArray
from tests.sheet.conftest import Picture

from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.sheet.make import make_sheet
from idphoto.sheet.request import SheetPhoto, SheetRequest
from idphoto.sheet.result import Sheet

MM_PER_POINT = 25.4 / 72
PAGE_MM = 0.01  # tolerance of the page box; no printer cuts to a tenth of a millimetre


def page_of(sheet: Sheet) -> pypdf.PageObject:
    return pypdf.PdfReader(io.BytesIO(sheet.data)).pages[0]


def rendered(sheet: Sheet, dpi: int = 300) -> NDArray[np.uint8]:
    document = pypdfium2.PdfDocument(sheet.data)
    try:
        return np.asarray(document[0].render(scale=dpi / 72).to_numpy())[..., ::-1]
    finally:
        document.close()


def places_mm(sheet: Sheet) -> list[tuple[float, float]]:
    """Width and height of each picture on the page, in drawing order."""
    document = pypdfium2.PdfDocument(sheet.data)
    try:
        bounds = [item.get_bounds() for item in document[0].get_objects([3])]
    finally:
        document.close()
    return [
        ((right - left) * MM_PER_POINT, (top - bottom) * MM_PER_POINT)
        for left, bottom, right, top in bounds
    ]


@pytest.mark.parametrize(
    ("paper", "orientation", "paper_mm"),
    [
        ("5inch", "landscape", (127, 89)),
        ("6inch", "portrait", (102, 152)),
        ("4x6", "landscape", (152.4, 101.6)),
        ("A4", "portrait", (210, 297)),
        ("Letter", "portrait", (215.9, 279.4)),
    ],
)
def test_the_page_is_the_paper(
    paper: str, orientation: str, paper_mm: tuple[float, float], picture: Picture
) -> None:
    request = SheetRequest(paper=paper, orientation=orientation, format="pdf")  # type: ignore[arg-type]
    page = page_of(make_sheet(SheetPhoto(picture(295, 413)), request))
    left, bottom, right, top = map(float, page.mediabox)
    assert (left, bottom) == (0, 0)
    assert (right * MM_PER_POINT, top * MM_PER_POINT) == pytest.approx(paper_mm, abs=PAGE_MM)


@pytest.mark.parametrize("grid_dpi", [300, 72, 131])
def test_photos_have_their_exact_size_whatever_the_grid(grid_dpi: int, picture: Picture) -> None:
    photo = SheetPhoto(picture(413, 531), dpi=300)
    sheet = make_sheet(photo, SheetRequest(dpi=grid_dpi, format="pdf", qr_size_px=100))
    places = places_mm(sheet)
    assert len(places) == sheet.count >= 6
    for place in places:
        assert sorted(place) == pytest.approx([413 / 300 * 25.4, 531 / 300 * 25.4], abs=0.01)


def test_photos_are_where_they_were_planned(picture: Picture) -> None:
    sheet = make_sheet(SheetPhoto(picture(413, 531)), SheetRequest(format="pdf"))
    document = pypdfium2.PdfDocument(sheet.data)
    bounds = [item.get_bounds() for item in document[0].get_objects([3])]
    document.close()
    height = float(page_of(sheet).mediabox[3])
    for slot, (left, _, _, top) in zip(sheet.plan.photos, bounds, strict=True):
        planned = slot.x / 300 * 25.4, slot.y / 300 * 25.4
        found = left * MM_PER_POINT, (height - top) * MM_PER_POINT
        assert found == pytest.approx(planned, abs=0.1)


def test_a_jpeg_is_in_the_file_once_and_unchanged(picture: Picture) -> None:
    data = encode(picture(295, 413), EncodeOptions(quality=85)).data
    other = encode(picture(413, 531), EncodeOptions(quality=85)).data
    photos = [SheetPhoto.load(data, 4), SheetPhoto.load(other, 3)]
    sheet = make_sheet(photos, SheetRequest(format="pdf"))
    assert (sheet.data.count(data), sheet.data.count(other)) == (1, 1)
    assert len(re.findall(rb"/Subtype\s*/Image", sheet.data)) == 2


def test_other_photos_are_in_the_file_once_too(picture: Picture) -> None:
    sheet = make_sheet(SheetPhoto(picture(295, 413)), SheetRequest(format="pdf"))
    assert sheet.count == 13
    assert len(re.findall(rb"/Subtype\s*/Image", sheet.data)) == 1


@pytest.mark.parametrize(
    "request_",
    [
        SheetRequest(paper="4x6", orientation="landscape"),
        SheetRequest(paper="4x6", label="张三 · 高三（2）班\nمرحبا 0042", qr="0042"),
        SheetRequest(paper="Letter", background="203050", label="Dark", gutter_mm=4),
    ],
)
def test_the_page_looks_like_the_picture(request_: SheetRequest, picture: Picture) -> None:
    photos = [SheetPhoto(picture(295, 413)), SheetPhoto(picture(413, 531), count=2)]
    as_png = SheetRequest(**{**_fields(request_), "format": "png"})  # type: ignore[arg-type]
    as_pdf = SheetRequest(**{**_fields(request_), "format": "pdf"})  # type: ignore[arg-type]
    expected = cv2.imdecode(
        np.frombuffer(make_sheet(photos, as_png).data, np.uint8), cv2.IMREAD_COLOR_RGB
    )
    found = rendered(make_sheet(photos, as_pdf))
    assert expected is not None
    height, width = (min(a, b) for a, b in zip(found.shape[:2], expected.shape[:2], strict=True))
    assert max(found.shape[0] - height, found.shape[1] - width) <= 1
    # they differ by at most half a pixel: blurred by more than that, they are equal
    blurred = [cv2.GaussianBlur(p[:height, :width], (0, 0), 3) for p in (found, expected)]
    difference = np.abs(blurred[0].astype(int) - blurred[1])
    assert difference.mean() < 1.5
    assert difference.max() < 60


def test_the_code_is_read_from_the_page(picture: Picture) -> None:
    text = "https://example.com/p/张三/0001"
    sheet = make_sheet(SheetPhoto(picture(295, 413)), SheetRequest(format="pdf", qr=text))
    for dpi in (150, 300, 600):
        (found,) = zxingcpp.read_barcodes(np.ascontiguousarray(rendered(sheet, dpi)))
        assert found.text == text


def test_the_label_is_text(picture: Picture) -> None:
    sheet = make_sheet(SheetPhoto(picture(295, 413)), SheetRequest(format="pdf", label="张三 0042"))
    assert "张三 0042" in page_of(sheet).extract_text()


def test_the_file_contains_no_time_and_no_name(picture: Picture) -> None:
    sheet = make_sheet(SheetPhoto(picture(295, 413)), SheetRequest(format="pdf"))
    about = pypdf.PdfReader(io.BytesIO(sheet.data)).metadata
    assert about is not None
    assert set(about) == {"/Title", "/Creator", "/Producer"}
    assert (about.title, about.creator) == ("Print sheet", "idphoto")


def _fields(request: SheetRequest) -> dict[str, object]:
    return {name: getattr(request, name) for name in SheetRequest.__slots__}
