"""What a finished sheet offers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sheet.conftest import Picture

import idphoto
from idphoto.errors import BadRequest
from idphoto.sheet.request import SheetFormat
from idphoto.sheet.result import Sheet


def sheet_of(picture: Picture, kind: SheetFormat) -> Sheet:
    return idphoto.make_sheet(idphoto.SheetPhoto(picture(413, 531)), "A6", format=kind)


def test_a_sheet_describes_itself_in_a_line(picture: Picture) -> None:
    sheet = sheet_of(picture, "png")
    assert repr(sheet) == f"Sheet(6 photos on A6, 148×105 mm, PNG {len(sheet.data):,} bytes)"
    assert len(repr(idphoto.SheetPhoto(picture(413, 531), jpeg=b"x" * 10_000))) < 2000


@pytest.mark.parametrize("kind", ["jpeg", "png", "pdf"])
def test_a_sheet_is_saved_and_shown(picture: Picture, tmp_path: Path, kind: SheetFormat) -> None:
    sheet = sheet_of(picture, kind)
    path = tmp_path / f"sheet.{kind}"
    sheet.save(path)
    assert path.read_bytes() == sheet.data
    with pytest.raises(BadRequest, match="does not name a"):
        sheet.save(tmp_path / "sheet.gif")
    shown = {
        "jpeg": sheet._repr_jpeg_(),
        "png": sheet._repr_png_(),
        "pdf": sheet._repr_pdf_(),
    }
    assert {name: data for name, data in shown.items() if data is not None} == {kind: sheet.data}


def test_a_sheet_of_pixels_is_an_image(picture: Picture) -> None:
    sheet = sheet_of(picture, "png")
    assert (sheet.image.mode, sheet.image.size) == ("RGB", sheet.size_wh)
    with pytest.raises(BadRequest, match="a PDF sheet has no pixels") as caught:
        _ = sheet_of(picture, "pdf").image
    assert caught.value.field == "format"
