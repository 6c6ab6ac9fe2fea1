from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from idphoto.accounts.prices import Prices
from idphoto.errors import BadRequest, MissingGlyph
from idphoto.orders.photo import PhotoOrder
from idphoto.orders.stored import from_json
from idphoto.photo.background import Gradient, Original, Solid, Transparent
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.label import Label
from idphoto.photo.request import photo_request
from idphoto.photo.retouch.strengths import Retouch
from idphoto.photo.wardrobe.load import GARMENT_IDS
from idphoto.server.vendors.picwish.errors import failure
from idphoto.server.vendors.picwish.forms import external
from idphoto.server.vendors.picwish.forms.external import ExternalForm
from idphoto.server.vendors.picwish.request import Parsed
from idphoto.sheet.request import SheetRequest
from idphoto.specs import Spec, load_spec
from idphoto.specs.load import spec_by_slug, vendor_specs
from idphoto.tasks.model import FromImage, FromUrl, Upload

Ask = Callable[..., Parsed]

URL = "https://photos.example/me.jpg"
IMAGE_ID = "19e2bfa2-99c0-11f0-823d-a3b20139f801"
WHITE, RED, BLUE = (255, 255, 255), (255, 0, 0), (0x43, 0x8E, 0xDB)

QUANTITIES = ("face_width", "face_height", "head_height", "head_top", "chin_top", "eyes_top")
SWITCH = ["2", "-1", "true", "1.0", "+1", "0.5"]
COLOUR = ["white", "FFF", "FFFFFFF", "GGGGGG", "#", "255,255,255"]
FACTOR = ["1.01", "-0.1", "half", "nan", "inf", "1e-1", "0,5", "."]
SIDE = ["31", "1800", "0", "-295", "295.0", "295px", "1e3", "9" * 30]
SIDE_MM = ["0", "180", "-35", "35.5", "35mm", "１２"]
LENGTH = ["0", "4097", "-1", "200.5", "a"]
PLACE = ["4097", "-1", "200.5", "a"]
BYTES = ["-1", "10.5", "10kB", "inf"]

MALFORMED: dict[str, list[str]] = {
    "image_file": ["the path of a file"],
    "image_url": [
        "me.jpg",
        "ftp://photos.example/me.jpg",
        "http://",
        "http://user@photos.example/me.jpg",
        "oss://bucket",
        "https://photos.example/" + "a" * 512,
    ],
    "last_id": ["1", "19e2bfa2-99c0-11f0-823d-a3b20139f80", IMAGE_ID.replace("-", ""), "g" * 36],
    "sync": SWITCH,
    "callback_url": ["photos.example", "ftp://photos.example", "https://", "http://a b"],
    "return_type": ["0", "3", "base64"],
    "format": ["jpeg", "JPG", "bmp"],
    "spec_id": ["1", "-1102", "us-passport", "1102.0", "9999"],
    "dpi": ["9", "1001", "300.0", "300dpi", "-300"],
    "size": ["300", "300X400", "99x400", "300x2001"],
    "px_width": SIDE,
    "px_height": SIDE,
    "mm_width": SIDE_MM,
    "mm_height": SIDE_MM,
    "change_bg": SWITCH,
    "bg_color": COLOUR,
    "bg_color2": COLOUR,
    "face_width": LENGTH,
    "min_face_width": PLACE,
    "max_face_width": LENGTH,
    "face_height": LENGTH,
    "min_face_height": PLACE,
    "max_face_height": LENGTH,
    "head_top": PLACE,
    "min_head_top": PLACE,
    "max_head_top": PLACE,
    "chin_top": PLACE,
    "min_chin_top": PLACE,
    "max_chin_top": PLACE,
    "eyes_top": PLACE,
    "min_eyes_top": PLACE,
    "max_eyes_top": PLACE,
    "head_height": LENGTH,
    "min_head_height": PLACE,
    "max_head_height": LENGTH,
    "auto_bright": SWITCH,
    "bright_factor": FACTOR,
    "auto_smooth": SWITCH,
    "smooth_factor": FACTOR,
    "auto_thin_face": SWITCH,
    "thin_face_factor": FACTOR,
    "auto_sharp": SWITCH,
    "sharp_factor": FACTOR,
    "clothes_id": ["man_0", "man_21", "woman_21", "child_11", "man_01", "Man_1", "man", "dog_1"],
    "preview": SWITCH,
    "quality": ["0", "101", "92.5", "-1", "high"],
    "min_file_size": [*BYTES, str(2**30)],
    "max_file_size": BYTES,
    "add_label": SWITCH,
    "label_text": ["x" * 2001],
    "label_height": ["0", "1800", "30.0"],
    "layout": SWITCH,
    "layout_vertical": SWITCH,
    "layout_size": ["5", "7inch", "5INCH", "5 inch"],
    "layout_bg_color": COLOUR,
    "layout_qr_code_data": ["x" * 7090],
    "layout_qr_code_size": ["0", "1800", "290.5"],
    "layout_label_text": ["x" * 2001],
}


def order(parsed: Parsed) -> PhotoOrder:
    order = from_json(parsed.submission.order)
    assert isinstance(order, PhotoOrder)
    return order


@dataclass(frozen=True)
class Refusal:
    """The message that the caller of a refused form receives."""

    message: str

    @property
    def field(self) -> str:
        return self.message.partition(": ")[0]

    @property
    def reason(self) -> str:
        return self.message.partition(": ")[2]


def refused(ask: Ask, **given: str) -> Refusal:
    with pytest.raises(BadRequest) as caught:
        ask("external", **given)
    status, body = failure(caught.value)
    assert status == 400
    return Refusal(body["message"])


def test_every_field_has_a_malformed_value_to_try() -> None:
    assert MALFORMED.keys() == ExternalForm.model_fields.keys()


@pytest.mark.parametrize(
    ("field", "value"), [(name, value) for name, values in MALFORMED.items() for value in values]
)
def test_a_malformed_value_is_refused_with_its_fields_name(
    ask: Ask, field: str, value: str
) -> None:
    given = {} if field in ("image_url", "image_file", "last_id") else {"image_url": URL}
    error = refused(ask, **given, **{field: value})
    assert error.field == field


def test_the_first_error_in_the_pages_order_is_reported(ask: Ask) -> None:
    assert refused(ask, layout_size="7inch", dpi="5", eyes_top="x").field == "dpi"


# --- size ---------------------------------------------------------------------------------------


def test_the_default_is_a_one_inch_jpeg_on_white(ask: Ask) -> None:
    parsed = ask("external", image_url=URL)
    assert order(parsed) == PhotoOrder(photo_request(format="jpeg", quality="fast"))
    request = order(parsed).request
    assert request.size_wh == (295, 413)
    assert (request.output.format, request.output.dpi, request.output.quality) == (
        "jpeg",
        300,
        None,
    )
    assert request.background == order(ask("external", bg_color="ffffff")).request.background
    assert (parsed.sync, parsed.ignored, parsed.submission.wire) == (False, (), {"inline": False})


def test_pixels_are_exact(ask: Ask) -> None:
    made = order(ask("external", px_width="1799", px_height="32"))
    assert made.request.size_wh == (1799, 32)
    assert order(ask("external", size="100x2000")).request.size_wh == (100, 2000)


def test_millimetres_are_converted_with_the_dpi(ask: Ask) -> None:
    made = order(ask("external", mm_width="35", mm_height="45"))
    assert made.request.size_wh == (413, 531)
    fine = order(ask("external", mm_width="35", mm_height="45", dpi="600"))
    assert fine.request.size_wh == (827, 1063)
    assert fine.request.output.dpi == 600
    # the specification's 350 dpi
    by_spec = order(ask("external", mm_width="26", mm_height="32", spec_id="2102"))
    assert by_spec.request.size_wh == (358, 441)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"mm_width": "179", "mm_height": "45", "dpi": "1000"}, "mm_width"),
        ({"mm_width": "35", "mm_height": "179", "dpi": "1000"}, "mm_height"),
        ({"mm_width": "2", "mm_height": "45"}, "mm_width"),
    ],
)
def test_millimetres_that_make_too_many_or_too_few_pixels_are_refused(
    ask: Ask, given: dict[str, str], field: str
) -> None:
    error = refused(ask, **given)
    assert error.field == field
    assert "32–4096 px" in error.reason


@pytest.mark.parametrize(
    ("given", "field", "other"),
    [
        ({"px_width": "300"}, "px_height", "px_width"),
        ({"px_height": "300"}, "px_width", "px_height"),
        ({"mm_width": "35"}, "mm_height", "mm_width"),
        ({"mm_height": "35"}, "mm_width", "mm_height"),
    ],
)
def test_a_width_without_a_height_is_refused_with_the_missing_field(
    ask: Ask, given: dict[str, str], field: str, other: str
) -> None:
    error = refused(ask, **given)
    assert error.message == f"{field}: is required with {other}"


PX = {"px_width": "300", "px_height": "400"}
MM = {"mm_width": "35", "mm_height": "45"}


@pytest.mark.parametrize(
    ("given", "field", "other"),
    [
        (PX | MM, "mm_width", "px_width"),
        (PX | {"size": "300x400"}, "px_width", "size"),
        (MM | {"size": "300x400"}, "mm_width", "size"),
    ],
)
def test_only_one_size_is_accepted(ask: Ask, given: dict[str, str], field: str, other: str) -> None:
    assert refused(ask, **given).message == f"{field}: cannot be given together with {other}"


@pytest.mark.parametrize("spec", vendor_specs(), ids=lambda spec: str(spec.vendor_id))
def test_every_specification_of_the_page_can_be_requested(ask: Ask, spec: Any) -> None:
    request = order(ask("external", spec_id=str(spec.vendor_id))).request
    assert request.spec == spec
    assert request.size_wh == spec.size_px
    assert request.output.dpi == spec.dpi


def test_a_specification_is_looked_up_once_for_a_photo(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    def counted(slug: str) -> Spec | None:
        looked_up.append(slug)
        return spec_by_slug(slug)

    monkeypatch.setattr(external, "spec_by_slug", counted)
    made = order(ask("external", spec_id="5109", bg_color2="FF0000", layout="1"))
    assert made.request.spec is not None
    assert looked_up == ["picwish-5109"]


def test_pixels_and_dpi_of_a_specification_do_not_follow_from_each_other(ask: Ask) -> None:
    spec = load_spec("picwish-5109")
    finer = order(ask("external", spec_id="5109", dpi="600")).request
    assert (finer.size_wh, finer.output.dpi) == (spec.size_px, 600)
    other = order(ask("external", spec_id="5109", **PX)).request
    assert (other.size_wh, other.output.dpi) == ((300, 400), spec.dpi)


def test_given_fields_override_the_specification(ask: Ask) -> None:
    made = order(ask("external", spec_id="5109", dpi="400", bg_color="FF0000", **PX))
    assert made.request == photo_request(
        load_spec("picwish-5109"),
        size_px=(300, 400),
        dpi=400,
        background=Solid(RED),
        format="jpeg",
        quality="fast",
        edit_anyway=True,
    )


# --- background and format ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "background", "kind"),
    [
        ({}, Solid(WHITE), "jpeg"),
        ({"format": "jpg"}, Solid(WHITE), "jpeg"),
        ({"bg_color": "#438edb"}, Solid(BLUE), "jpeg"),
        ({"bg_color": "438EDB", "bg_color2": "FF0000"}, Gradient(BLUE, RED), "jpeg"),
        ({"bg_color2": "FF0000"}, Gradient(WHITE, RED), "jpeg"),
        ({"bg_color2": "FF0000", "spec_id": "5109"}, Gradient(BLUE, RED), "jpeg"),
        ({"bg_color2": "FF0000", "spec_id": "1102"}, Gradient(WHITE, RED), "jpeg"),
        ({"format": "png"}, Transparent(), "png"),
        ({"format": "png", "spec_id": "5109"}, Transparent(), "png"),
        ({"format": "png", "bg_color": "438EDB"}, Solid(BLUE), "png"),
        ({"change_bg": "0"}, Original(), "jpeg"),
        ({"change_bg": "0", "format": "png"}, Original(), "png"),
        ({"change_bg": "0", "bg_color": "438EDB"}, Original(), "jpeg"),
        ({"change_bg": "1", "bg_color": "438EDB"}, Solid(BLUE), "jpeg"),
    ],
)
def test_the_background_follows_from_colours_format_and_change_bg(
    ask: Ask, given: dict[str, str], background: Any, kind: str
) -> None:
    made = order(ask("external", **given))
    assert (made.request.background, made.request.output.format) == (background, kind)


def test_the_default_colour_is_the_specifications_first(ask: Ask) -> None:
    assert load_spec("picwish-5109").backgrounds[0] == "438EDB"
    made = order(ask("external", spec_id="5109")).request
    assert made.background == order(ask("external", bg_color="438EDB")).request.background


# --- the head -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUANTITIES)
@pytest.mark.parametrize(
    ("parts", "limit"),
    [
        ({"": 200}, Limit(target=200)),
        ({"min_": 190}, Limit(low=190)),
        ({"max_": 210}, Limit(high=210)),
        ({"min_": 190, "max_": 210}, Limit(low=190, high=210)),
        ({"min_": 200, "": 200, "max_": 200}, Limit(200, 200, 200)),
    ],
)
def test_a_quantity_has_a_target_a_range_or_both(
    ask: Ask, name: str, parts: dict[str, int], limit: Limit
) -> None:
    given = {f"{part}{name}": str(px) for part, px in parts.items()}
    assert order(ask("external", **given)).request.constraints == FrameConstraints(**{name: limit})


@pytest.mark.parametrize("name", QUANTITIES)
@pytest.mark.parametrize(
    ("parts", "lesser", "greater"),
    [
        ({"min_": 210, "max_": 190}, "min_", "max_"),
        ({"min_": 210, "": 200}, "min_", ""),
        ({"": 200, "max_": 190}, "", "max_"),
        ({"min_": 180, "": 200, "max_": 190}, "", "max_"),
    ],
)
def test_a_quantity_out_of_order_is_refused_with_its_lower_end(
    ask: Ask, name: str, parts: dict[str, int], lesser: str, greater: str
) -> None:
    error = refused(ask, **{f"{part}{name}": str(px) for part, px in parts.items()})
    assert error.field == f"{lesser}{name}"
    assert f"is greater than {greater}{name}, {parts[greater]}" in error.reason


def test_a_head_may_touch_the_top_edge(ask: Ask) -> None:
    made = order(ask("external", head_top="0", min_face_width="0"))
    limits = FrameConstraints(face_width=Limit(low=0), head_top=Limit(target=0))
    assert made.request.constraints == limits


# --- the file -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "quality", "window"),
    [
        ({"quality": "1"}, 1, (None, None)),
        ({"quality": "100"}, 100, (None, None)),
        ({"min_file_size": "10240"}, None, (10240, None)),
        ({"max_file_size": "30720"}, None, (None, 30720)),
        ({"min_file_size": "10240", "max_file_size": "10240"}, None, (10240, 10240)),
        ({"max_file_size": "0"}, None, (None, None)),
        ({"min_file_size": "10240", "max_file_size": "0"}, None, (10240, None)),
        ({"quality": "80", "min_file_size": "10240", "max_file_size": "20480"}, 80, (None, None)),
    ],
)
def test_quality_overrides_the_file_sizes(
    ask: Ask, given: dict[str, str], quality: int | None, window: tuple[int | None, int | None]
) -> None:
    output = order(ask("external", **given)).request.output
    assert (output.quality, (output.min_bytes, output.max_bytes)) == (quality, window)


def test_a_minimum_file_size_above_the_maximum_is_refused(ask: Ask) -> None:
    error = refused(ask, min_file_size="20480", max_file_size="10240")
    assert error.message == "min_file_size: 20480 is greater than max_file_size, 10240"


def test_a_preview_has_a_watermark_and_costs_nothing(ask: Ask) -> None:
    parsed = ask("external", preview="1")
    assert order(parsed).request.watermark == "PREVIEW"
    assert parsed.submission.cost == 0
    assert order(ask("external", preview="0")).request.watermark is None


# --- sources ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "source", "ignored"),
    [
        ({"image_file": b"a", "image_url": URL, "last_id": IMAGE_ID}, Upload(b"a"), 2),
        ({"image_url": URL, "last_id": IMAGE_ID}, FromUrl(URL), 1),
        ({"last_id": IMAGE_ID}, FromImage(IMAGE_ID, "last_id"), 0),
        ({"last_id": IMAGE_ID.upper()}, FromImage(IMAGE_ID, "last_id"), 0),
        ({"image_url": URL.encode()}, FromUrl(URL), 0),
        ({"file": b"b"}, Upload(b"b"), 0),
        ({"file": b"b", "image_file": b""}, Upload(b"b"), 0),
        ({"file": b"b", "image_file": b"a"}, Upload(b"a"), 1),
        ({"image_url": "oss://bucket/me.jpg"}, FromUrl("oss://bucket/me.jpg"), 0),
    ],
)
def test_a_file_overrides_a_url_and_a_url_overrides_an_earlier_image(
    ask: Ask, given: dict[str, str | bytes], source: Any, ignored: int
) -> None:
    parsed = ask("external", **given)
    assert parsed.submission.sources == (source,)
    assert len(parsed.ignored) == ignored


def test_a_source_is_required(ask: Ask) -> None:
    error = refused(ask, image_url="")
    assert error.message == "image_file: image_file, image_url or last_id is required"


def test_a_url_has_at_most_512_characters(ask: Ask) -> None:
    url = "https://photos.example/" + "a" * (512 - 23)
    assert ask("external", image_url=url).submission.sources == (FromUrl(url),)
    error = refused(ask, image_url=url + "a")
    assert error.message == "image_url: must have at most 512 characters"


def test_the_limits_match_the_page(ask: Ask) -> None:
    submission = ask("external", callback_url="https://shop.example/", return_type="2").submission
    assert submission.api == "picwish.external"
    assert submission.max_source_bytes == 15 * 2**20
    assert submission.time_limit_s == 30
    assert submission.callback_url == "https://shop.example/"
    assert submission.wire == {"inline": True}
    assert ask("external", sync="1").sync is True


# --- beauty -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "retouch"),
    [
        ({}, Retouch()),
        ({"auto_bright": "1"}, Retouch(bright=0.5)),
        ({"auto_smooth": "1", "smooth_factor": "1"}, Retouch(smooth=1.0)),
        ({"auto_thin_face": "1", "thin_face_factor": ".25"}, Retouch(thin_face=0.25)),
        ({"auto_sharp": "1", "sharp_factor": "0"}, Retouch()),
        ({"auto_sharp": "0", "sharp_factor": "1"}, Retouch()),
        (
            {f"auto_{name}": "1" for name in ("bright", "smooth", "thin_face", "sharp")},
            Retouch(0.5, 0.5, 0.5, 0.5),
        ),
    ],
)
def test_a_factor_sets_the_strength_of_its_switch(
    ask: Ask, given: dict[str, str], retouch: Retouch
) -> None:
    made = order(ask("external", **given))
    assert made.request.retouch == retouch


def test_a_switch_with_a_factor_of_0_is_charged(ask: Ask) -> None:
    parsed = ask("external", auto_sharp="1", sharp_factor="0")
    assert (parsed.submission.cost, parsed.ignored) == (14, ())


# --- label --------------------------------------------------------------------------------------


def test_a_label_needs_its_switch_and_a_text(ask: Ask) -> None:
    made = order(ask("external", add_label="1", label_text=" Zoë 张伟 "))
    assert made.request.label == Label("Zoë 张伟", 30)
    made = order(ask("external", add_label="1", label_text="Ann", label_height="48"))
    assert made.request.label == Label("Ann", 48)
    for empty in ({}, {"label_text": " "}):
        error = refused(ask, add_label="1", **empty)
        assert error.message == "label_text: is required with add_label"
    assert order(ask("external", add_label="0", label_text="Ann")).request.label is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"label_text": "x" * 101}, "label_text: has 101 characters; the limit is 100"),
        ({"label_text": "x" * 100}, "label_text: 100 characters need "),
        ({"label_text": "a\u202eb"}, "label_text: contains U+202E, a character that cannot be"),
        ({"label_text": "one\ntwo"}, "label_text: contains U+000A, a character that cannot be"),
        ({"label_height": "15"}, "label_height: must be at least 16"),
        ({"label_height": "138"}, "label_height: must be at most 137 px on a photo 413 px high"),
        ({"px_width": "60", "px_height": "60"}, "label_height: must be at most 20 px"),
    ],
)
def test_a_label_that_cannot_be_typeset_is_refused_with_its_field(
    ask: Ask, given: dict[str, str], message: str
) -> None:
    error = refused(ask, **{"add_label": "1", "label_text": "Ann"} | given)
    assert error.message.startswith(message)


def test_a_text_without_a_font_is_refused_without_naming_packages(ask: Ask) -> None:
    text = "Li \U0003134a"  # from a Unicode extension for which Debian has no font
    error = refused(ask, add_label="1", label_text=text)
    assert (
        error.message
        == "label_text: no font on this server has \U0003134a (Chinese, Japanese or Korean)"
    )


def test_a_preview_is_refused_by_a_server_without_fonts(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_fonts(text: str) -> None:
        raise MissingGlyph(text, "Latin", "fonts-dejavu-core")

    monkeypatch.setattr("idphoto.photo.request.check_watermark", no_fonts)
    assert (
        refused(ask, preview="1").message == "preview: no font on this server has PREVIEW (Latin)"
    )


# --- layout -------------------------------------------------------------------------------------


def sheet(parsed: Parsed) -> SheetRequest | None:
    return order(parsed).sheet


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, SheetRequest(paper="5inch", orientation="landscape")),
        ({"layout_size": "6inch"}, SheetRequest(paper="6inch", orientation="landscape")),
        ({"layout_vertical": "1"}, SheetRequest(paper="5inch", orientation="portrait")),
        (
            {"layout_bg_color": "#438EDB"},
            SheetRequest(paper="5inch", orientation="landscape", background="438edb"),
        ),
        (
            {"layout_qr_code_data": "https://school.example/7"},
            SheetRequest("5inch", "landscape", qr="https://school.example/7", qr_size_px=290),
        ),
        (
            {"layout_qr_code_data": "7", "layout_qr_code_size": "100"},
            SheetRequest("5inch", "landscape", qr="7", qr_size_px=100),
        ),
    ],
)
def test_a_layout_is_a_sheet_of_the_photo(
    ask: Ask, given: dict[str, str], expected: SheetRequest
) -> None:
    assert sheet(ask("external", layout="1", **given)) == expected
    assert sheet(ask("external", layout="0", **given)) is None


def test_by_default_the_paper_is_grey_and_the_file_a_jpeg(ask: Ask) -> None:
    made = sheet(ask("external", layout="1"))
    assert made is not None
    red, green, blue = made.ground
    assert red == green == blue
    assert 100 < red < 250
    assert (made.format, made.dpi) == ("jpeg", None)  # None: the photo's dots per inch


@pytest.mark.parametrize("text", ["Ann\nSmith", "Ann\r\nSmith", "Ann\\nSmith"])
def test_a_line_break_or_a_typed_backslash_n_breaks_the_label(ask: Ask, text: str) -> None:
    made = sheet(ask("external", layout="1", layout_label_text=text))
    assert made is not None
    assert made.label_lines == ("Ann", "Smith")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"px_width": "1700", "px_height": "1200"}, "layout_size: the photo of 143.9 × 101.6 mm"),
        ({"dpi": "10"}, "layout_size: the photo of "),
        ({"dpi": "1000", "px_width": "60", "px_height": "90"}, "layout: "),
        (
            {
                "px_width": "960",
                "px_height": "960",
                "layout_qr_code_data": "a",
                "layout_qr_code_size": "600",
            },
            "layout_size: the photo of 81.3 × 81.3 mm does not fit beside the QR code",
        ),
        ({"layout_qr_code_data": "a" * 3000}, "layout_qr_code_data: 3,000 bytes will not fit"),
        ({"layout_qr_code_data": "張" * 1000}, "layout_qr_code_data: 3,000 bytes will not fit"),
        (
            {"layout_qr_code_data": "a" * 500, "layout_qr_code_size": "150"},
            "layout_qr_code_size: 150 px is too small for 500 bytes",
        ),
        (
            {"layout_qr_code_data": "a", "layout_qr_code_size": "1200"},
            "layout_qr_code_size: the QR code of 101.6 × 101.6 mm does not fit on the sheet",
        ),
        ({"layout_label_text": "x" * 101}, "layout_label_text: has 101 characters"),
        ({"layout_label_text": "\\n".join("x" * 99)}, "layout_label_text: 1 characters need "),
        ({"layout_label_text": "a\u202eb"}, "layout_label_text: contains U+202E"),
        (
            {"layout_label_text": "Li \U0003134a"},
            "layout_label_text: no font on this server has \U0003134a "
            "(Chinese, Japanese or Korean)",
        ),
    ],
)
def test_a_sheet_that_cannot_be_made_is_refused_with_its_field(
    ask: Ask, given: dict[str, str], message: str
) -> None:
    assert refused(ask, layout="1", **given).message.startswith(message)
    if not message.startswith("layout_qr_code_data"):
        ask("external", layout="0", **given)


def test_the_error_names_the_label_at_fault(ask: Ask) -> None:
    good, bad = "Ann", "Li \U0003134a"
    for label, on_sheet, field in ((bad, good, "label_text"), (good, bad, "layout_label_text")):
        given = {"label_text": label, "layout_label_text": on_sheet}
        assert refused(ask, add_label="1", layout="1", **given).field == field


# --- outfits and the price ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "cost"),
    [
        ({}, 6),
        ({"clothes_id": "man_1"}, 15),
        ({"auto_bright": "1"}, 14),
        ({"auto_smooth": "1", "auto_sharp": "1", "auto_thin_face": "1"}, 14),
        ({"layout": "1"}, 11),
        ({"clothes_id": "child_10", "auto_sharp": "1", "layout": "1"}, 28),
        ({"clothes_id": "woman_20", "layout": "1", "preview": "1"}, 0),
        ({"add_label": "1"}, 6),
    ],
)
def test_the_price_matches_the_page(given: dict[str, str], cost: int) -> None:
    assert ExternalForm.model_validate({"image_url": URL, **given}).cost(Prices()) == cost


@pytest.mark.parametrize("name", GARMENT_IDS)
def test_every_outfit_of_the_page_can_be_worn(ask: Ask, name: str) -> None:
    wanted = order(ask("external", clothes_id=name))
    assert wanted.request.clothes == name


def test_an_empty_outfit_leaves_the_persons_own_clothes(ask: Ask) -> None:
    assert order(ask("external", clothes_id="")).request.clothes is None


def test_an_outfit_on_the_original_background_is_refused(ask: Ask) -> None:
    error = refused(ask, clothes_id="man_1", change_bg="0")
    assert error.field == "clothes_id"
    assert "original background" in error.reason


@pytest.mark.parametrize(
    ("given", "ignored"),
    [
        ({"change_bg": "0", "bg_color": "FFFFFF", "bg_color2": "FF0000"}, "bg_color bg_color2"),
        ({"bright_factor": "0.5", "sharp_factor": ".7"}, "bright_factor sharp_factor"),
        ({"smooth_factor": "1", "thin_face_factor": "0"}, "smooth_factor thin_face_factor"),
        ({"label_text": "Ann", "label_height": "40"}, "label_text label_height"),
        (
            {"layout_vertical": "1", "layout_size": "6inch", "layout_bg_color": "808080"},
            "layout_vertical layout_size layout_bg_color",
        ),
        (
            {
                "layout_qr_code_data": "1",
                "layout_qr_code_size": "290",
                "layout_label_text": "a\\nb",
                "layout": "0",
            },
            "layout_qr_code_data layout_qr_code_size layout_label_text",
        ),
        ({"layout": "1", "layout_qr_code_size": "290"}, "layout_qr_code_size"),
        (
            {"quality": "92", "min_file_size": "1", "max_file_size": "9"},
            "min_file_size max_file_size",
        ),
        ({"quality": "92", "format": "png"}, "quality"),
        ({"spec": "US", "spec_id": "1102"}, "spec"),
    ],
)
def test_fields_without_effect_are_reported_and_not_refused(
    ask: Ask, given: dict[str, str], ignored: str
) -> None:
    assert ask("external", **given).ignored == tuple(ignored.split())
