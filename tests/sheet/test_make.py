from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image
from tests.sheet.conftest import Picture

import idphoto
from idphoto.errors import BadImage, BadRequest, IdPhotoError, SheetFull, SheetTooSmall
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.sheet.make import make_sheet
from idphoto.sheet.report import describe, summary
from idphoto.sheet.request import SheetPhoto, SheetRequest
from idphoto.sheet.result import Sheet

GREY = (0xDC, 0xDC, 0xDC)
MM_PER_PX = 25.4 / 300


def opened(sheet: Sheet) -> Image.Image:
    return Image.open(io.BytesIO(sheet.data))


def pixels_of(sheet: Sheet) -> NDArray[np.uint8]:
    return np.array(opened(sheet).convert("RGB"))


@pytest.fixture
def photo(picture: Picture) -> SheetPhoto:
    """Of 25 × 35 mm, at 300 dpi."""
    return SheetPhoto(picture(295, 413))


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_photos_are_pasted_pixel_for_pixel(photo: SheetPhoto, orientation: str) -> None:
    request = SheetRequest(paper="5inch", orientation=orientation, format="png")  # type: ignore[arg-type]
    sheet = make_sheet(photo, request)
    drawn = pixels_of(sheet)
    assert sheet.count == 9
    for slot in sheet.plan.photos:
        found = drawn[slot.y : slot.bottom, slot.x : slot.right]
        # turned clockwise, so the head is on the right
        assert np.array_equal(found, np.rot90(photo.pixels, -1) if slot.turned else photo.pixels)


def test_only_marks_interrupt_the_even_background(photo: SheetPhoto) -> None:
    sheet = make_sheet(photo, SheetRequest(paper="5inch", format="png"))
    drawn = pixels_of(sheet)
    free = np.ones(drawn.shape[:2], bool)
    for slot in sheet.plan.photos:
        # only background next to a photo
        free[slot.y - 1 : slot.bottom + 1, slot.x - 1 : slot.right + 1] = False
        edge = drawn[slot.y - 1, slot.x - 1 : slot.right + 1]
        assert (edge == GREY).all()
    colours = np.unique(drawn[free].reshape(-1, 3), axis=0)
    assert colours.tolist() == [[0, 0, 0], list(GREY)]
    bare = make_sheet(photo, SheetRequest(paper="5inch", format="png", crop_marks=False))
    assert (pixels_of(bare)[free] == GREY).all()


@pytest.mark.parametrize(
    ("paper", "orientation", "dpi", "paper_mm"),
    [
        ("5inch", "landscape", 300, (127, 89)),
        ("6inch", "portrait", 300, (102, 152)),
        ("A4", "landscape", 300, (297, 210)),
        ("4x6", "landscape", 350, (152.4, 101.6)),
        ("A6", "portrait", 600, (105, 148)),
        ("100x150", "portrait", 254, (100, 150)),
        ("Letter", "landscape", 150, (279.4, 215.9)),
    ],
)
@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_paper_and_photo_are_printed_at_their_size(
    paper: str,
    orientation: str,
    dpi: int,
    paper_mm: tuple[float, float],
    kind: str,
    picture: Picture,
) -> None:
    size = round(35 / 25.4 * dpi), round(45 / 25.4 * dpi)
    sheet = make_sheet(
        SheetPhoto(picture(*size), dpi=dpi),
        SheetRequest(paper=paper, orientation=orientation, format=kind),  # type: ignore[arg-type]
    )
    image = opened(sheet)
    stated = image.info["dpi"][0]
    assert stated == pytest.approx(dpi, rel=1e-4)
    assert image.size == sheet.size_wh
    printed = [side / stated * 25.4 for side in image.size]
    assert printed == pytest.approx(paper_mm, abs=0.1)
    assert sheet.paper_mm == paper_mm
    for slot in sheet.plan.photos:
        sides = sorted(side / stated * 25.4 for side in (slot.width, slot.height))
        assert sides == pytest.approx([35, 45], abs=0.1)


def test_photos_of_another_dpi_are_resampled_to_their_size(picture: Picture) -> None:
    fine = SheetPhoto(picture(590, 826), dpi=600)
    sheet = make_sheet(fine, SheetRequest(paper="5inch", dpi=300, format="png"))
    assert (sheet.dpi, sheet.count) == (300, 9)
    slot = sheet.plan.photos[0]
    assert sorted((slot.width, slot.height)) == [295, 413]
    assert make_sheet(fine, SheetRequest(paper="5inch")).dpi == 600
    small = SheetPhoto(picture(148, 207), dpi=150)
    assert make_sheet([small, fine], SheetRequest(paper="5inch")).dpi == 600
    # the small deviation in PNG files does not count as another dpi
    png = SheetPhoto(picture(295, 413), dpi=299.9994)
    assert make_sheet(png, SheetRequest(paper="5inch")).dpi == 300


def test_a_transparent_photo_is_drawn_on_the_background(picture: Picture) -> None:
    alpha = np.zeros((413, 295), np.uint8)
    alpha[200:], alpha[100:200] = 255, 128
    clear = SheetPhoto(np.dstack([picture(295, 413), alpha]))
    sheet = make_sheet(
        clear, SheetRequest(paper="5inch", background="438EDB", rotate=False, format="png")
    )
    slot = sheet.plan.photos[0]
    drawn = pixels_of(sheet)[slot.y : slot.bottom, slot.x : slot.right]
    ground = np.array([0x43, 0x8E, 0xDB])
    assert (drawn[:100] == ground).all()
    assert np.array_equal(drawn[200:], clear.pixels[200:, :, :3])
    half = (ground + clear.pixels[100:200, :, :3].astype(float)) / 2
    assert np.abs(drawn[100:200] - half).max() < 1


@pytest.mark.parametrize(("background", "ink"), [("white", 0), ("black", 255), ("202850", 255)])
def test_marks_and_letters_are_visible_on_any_background(
    photo: SheetPhoto, background: str, ink: int
) -> None:
    request = SheetRequest(paper="5inch", background=background, label="Label", format="png")
    sheet = make_sheet(photo, request)
    drawn = pixels_of(sheet)
    mark = sheet.plan.marks[0]
    assert (drawn[mark.start, mark.at] == ink).all()
    place = sheet.plan.label
    assert place is not None
    letters = drawn[place.y : place.bottom, place.x : place.right]
    assert (letters == ink).all(axis=-1).mean() > 0.03


@pytest.mark.parametrize(
    "label", ["Order 0042", "张三 · 高三（2）班\n2026-07-01", "مرحبا بالعالم\nسطر ثان"]
)
def test_a_label_stays_in_its_place(photo: SheetPhoto, label: str) -> None:
    request = SheetRequest(paper="6inch", label=label, format="png", crop_marks=False)
    sheet = make_sheet(photo, request)
    drawn = pixels_of(sheet)
    place = sheet.plan.label
    assert place is not None
    for slot in (*sheet.plan.photos, place):
        drawn[slot.y : slot.bottom, slot.x : slot.right] = GREY
    assert (drawn == GREY).all()
    assert place.height * MM_PER_PX > 2.0 * len(label.splitlines())


def test_a_label_too_long_for_the_sheet_is_refused_and_a_longish_one_shrunk(
    photo: SheetPhoto,
) -> None:
    usual = make_sheet(photo, SheetRequest(paper="5inch", label="m" * 20))
    long = make_sheet(photo, SheetRequest(paper="5inch", label="m" * 50))
    assert usual.plan.label is not None
    assert long.plan.label is not None
    assert long.plan.label.height < usual.plan.label.height
    with pytest.raises(BadRequest, match="label: 90 characters need"):
        make_sheet(photo, SheetRequest(paper="5inch", label="m" * 90))


@pytest.mark.parametrize("quality", [75, 92])
@pytest.mark.parametrize("text", ["0042", "https://example.com/p/张三/0001", "x" * 400])
@pytest.mark.parametrize("room", ["least", "usual"])
def test_the_code_on_a_sheet_is_read_back(
    photo: SheetPhoto, text: str, quality: int, room: str
) -> None:
    size = 290
    if room == "least" or len(text) > 300:
        with pytest.raises(BadRequest) as refused:
            make_sheet(photo, SheetRequest(qr=text, qr_size_px=30))
        size = int(refused.value.reason.partition("at least ")[2].split()[0])
    sheet = make_sheet(photo, SheetRequest(qr=text, qr_size_px=size, quality=quality))
    (found,) = zxingcpp.read_barcodes(pixels_of(sheet))
    assert found.text == text
    assert sheet.plan.qr is not None
    assert (sheet.plan.qr.width, sheet.plan.qr.height) == (size, size)


def test_the_sheet_is_the_same_every_time(photo: SheetPhoto) -> None:
    for kind in ("jpeg", "png", "pdf"):
        request = SheetRequest(label="Order 0042", qr="0042", format=kind)
        assert make_sheet(photo, request).data == make_sheet(photo, request).data


def test_finished_photos_are_accepted_in_every_form(tmp_path: Path, picture: Picture) -> None:
    data = encode(picture(413, 531), EncodeOptions(dpi=300)).data
    path = tmp_path / "me.jpg"
    path.write_bytes(data)
    forms = (data, path, str(path), [data], [SheetPhoto.load(data)], Image.open(path))
    sheets = [idphoto.make_sheet(each) for each in forms]
    assert {sheet.data for sheet in sheets} == {sheets[0].data}
    assert (sheets[0].format, sheets[0].paper.name, sheets[0].count) == ("jpeg", "6inch", 8)


def test_the_library_exports_the_sheet_functions(picture: Picture) -> None:
    photo = idphoto.SheetPhoto(picture(295, 413), count=2)
    sheet = idphoto.make_sheet(photo, idphoto.SheetRequest())
    assert isinstance(sheet, idphoto.Sheet)


def test_several_photos_are_printed_as_often_as_requested(picture: Picture) -> None:
    photos = [SheetPhoto(picture(295, 413), count=4), SheetPhoto(picture(413, 531), count=2)]
    sheet = make_sheet(photos, SheetRequest(format="png"))
    assert sheet.counts == (4, 2)
    assert sheet.count == 6
    drawn = pixels_of(sheet)
    for slot in sheet.plan.photos:
        own = photos[slot.item].pixels
        found = drawn[slot.y : slot.bottom, slot.x : slot.right]
        assert np.array_equal(found, np.rot90(own, -1) if slot.turned else own)


def test_a_sheet_is_described_in_a_line_and_in_numbers(picture: Picture) -> None:
    sheet = make_sheet(SheetPhoto(picture(295, 413)), SheetRequest(paper="5inch", qr="1"))
    assert summary(sheet) == "8 photos of 25 × 35 mm on 89 × 127 mm"
    report = describe(sheet)
    assert set(report.pop("timings_ms")) == {"plan", "draw", "encode"}
    assert report == {
        "format": "jpeg",
        "px": [1051, 1500],
        "mm": [89.0, 127.0],
        "dpi": 300,
        "bytes": len(sheet.data),
        "paper": "5inch",
        "count": 8,
        "photos": [{"count": 8, "mm": [24.98, 34.97]}],
        "straight_cuts": True,
        "qr": {"level": "H", "module_px": 10, "px": 290},
    }
    photos = [SheetPhoto(picture(295, 413), count=1), SheetPhoto(picture(413, 531), count=2)]
    both = make_sheet(photos, SheetRequest(paper="6inch", orientation="landscape"))
    assert summary(both) == "1 photo of 25 × 35 mm and 2 of 35 × 45 mm on 152 × 102 mm"
    assert describe(both)["qr"] is None


def test_auto_chooses_the_orientation_that_holds_more_photos(picture: Picture) -> None:
    wide = SheetPhoto(picture(1700, 400))
    assert make_sheet(wide, SheetRequest(rotate=False)).paper_mm == (152, 102)
    assert make_sheet(wide, SheetRequest(rotate=False)).count == 2
    tall = SheetPhoto(picture(400, 1700))
    assert make_sheet(tall, SheetRequest(rotate=False)).paper_mm == (102, 152)


@pytest.mark.parametrize(
    ("request_", "error", "message"),
    [
        (SheetRequest(paper="5inch"), SheetFull, "the sheet holds 9 of the 12 photos requested"),
        (
            SheetRequest(paper="40x50", margin_mm=10),
            SheetTooSmall,
            "the photo of 25 × 35 mm does not fit on the sheet: the margins leave",
        ),
        (SheetRequest(paper="1000x1300", dpi=600), BadRequest, "dpi: 1000x1300 at 600 dpi has"),
        (SheetRequest(margin_mm=50, paper="80x80"), SheetTooSmall, "the photo of"),
        (SheetRequest(label="\x07"), BadRequest, "label: contains U+0007"),
        (SheetRequest(qr="x" * 3000), BadRequest, "qr: 3,000 bytes will not fit"),
    ],
)
def test_an_impossible_sheet_is_refused_with_a_reason(
    request_: SheetRequest, error: type[IdPhotoError], message: str, picture: Picture
) -> None:
    with pytest.raises(error) as told:
        make_sheet(SheetPhoto(picture(295, 413), count=12), request_)
    assert told.value.message.startswith(message)


def test_thousands_of_tiny_photos_are_refused(picture: Picture) -> None:
    speck = SheetPhoto(picture(60, 80))
    with pytest.raises(BadRequest) as told:
        make_sheet(speck, SheetRequest(paper="400x500"))
    assert told.value.message == (
        "count: 3,136 photos are too many for one sheet; the limit is 2,000"
    )
    assert make_sheet(SheetPhoto(speck.pixels, count=4), SheetRequest(paper="400x500")).count == 4


def test_a_sheet_without_photos_is_refused() -> None:
    with pytest.raises(BadRequest, match="photos: must not be empty"):
        make_sheet([])
    with pytest.raises(BadImage):
        idphoto.make_sheet(b"")


def test_the_files_contain_no_personal_data(photo: SheetPhoto) -> None:
    sheet = make_sheet(photo, SheetRequest(label="Ada", qr="Ada"))
    assert b"Ada" not in sheet.data
    assert set(opened(sheet).info) == {
        "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "icc_profile"
    }  # fmt: skip
    assert cv2.imdecode(np.frombuffer(sheet.data, np.uint8), cv2.IMREAD_COLOR) is not None


def test_empty_qr_data_is_refused() -> None:
    photo = SheetPhoto(np.zeros((413, 295, 3), np.uint8))
    with pytest.raises(BadRequest) as refused:
        make_sheet(photo, SheetRequest(qr=""))
    assert refused.value.message == "qr: must not be empty"
