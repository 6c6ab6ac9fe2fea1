from __future__ import annotations

from collections.abc import Callable

import pytest

from idphoto.errors import BadRequest
from idphoto.imaging.encode import EncodeOptions
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.photo import PhotoOrder
from idphoto.orders.stored import from_json
from idphoto.photo.background import Solid, Transparent
from idphoto.photo.request import photo_request
from idphoto.server.vendors.picwish.forms.v1 import V1Form
from idphoto.server.vendors.picwish.request import Parsed
from idphoto.tasks.model import FromUrl, Upload

Ask = Callable[..., Parsed]

URL = "https://photos.example/me.jpg"
WHITE = (255, 255, 255)
BLUE = (0x43, 0x8E, 0xDB)

MALFORMED: dict[str, list[str]] = {
    "image_url": [
        "me.jpg",
        "ftp://photos.example/me.jpg",
        "file:///etc/passwd",
        "http://",
        "https:///me.jpg",
        "http://[::1/me.jpg",
        "http://photos.example:port/me.jpg",
        "http://user:secret@photos.example/me.jpg",
        "http://photos.example/a b.jpg",
        "http://photos.example/\x00",
        "oss://bucket",
        "oss://bucket/",
        "https://photos.example/" + "a" * 4096,
    ],
    "image_file": ["the path of a file"],
    "sync": ["2", "-1", "true", "1.0", "yes", "0x1"],
    "size": [
        "300",
        "300x",
        "300*400",
        "300X400",
        "300 x 400",
        "99x400",
        "300x2001",
        "-300x400",
        "3e2x400",
        "300.0x400",
        "300x400x500",
        "９９９x400",
    ],
    "format": ["jpeg", "PNG", "gif", "webp", "1"],
    "bg_color": ["white", "FFF", "FFFFFFF", "GGGGGG", "#", "255,255,255", "##FFFFFF"],
    "return_type": ["0", "3", "url", "1.5"],
    "callback_url": [
        "photos.example/done",
        "ftp://photos.example/done",
        "oss://bucket/done",
        "https://",
        "https://me:secret@photos.example/done",
        "https://photos.example/" + "a" * 2048,
    ],
}


def test_every_field_has_a_malformed_value_to_try() -> None:
    assert MALFORMED.keys() == V1Form.model_fields.keys()


@pytest.mark.parametrize(
    ("field", "value"), [(name, value) for name, values in MALFORMED.items() for value in values]
)
def test_a_malformed_value_is_refused_with_its_fields_name(
    ask: Ask, field: str, value: str
) -> None:
    given = {} if field in ("image_url", "image_file") else {"image_url": URL}
    if field == "bg_color":
        given["format"] = "jpg"
    with pytest.raises(BadRequest) as caught:
        ask("v1", **given, **{field: value})
    assert caught.value.field == field
    assert caught.value.reason.startswith(("must ", "width and height must "))


def test_a_malformed_size_is_refused_with_an_example(ask: Ask) -> None:
    with pytest.raises(BadRequest, match=r"^size: must be \{width\}x\{height\}, such as 300x400$"):
        ask("v1", size="300*400")
    with pytest.raises(BadRequest, match=r"^size: width and height must each be from 100 to 2000$"):
        ask("v1", size="99x400")


@pytest.mark.parametrize("field", sorted(MALFORMED))
def test_a_refusal_does_not_repeat_what_was_sent(ask: Ask, field: str) -> None:
    given = {} if field in ("image_url", "image_file") else {"image_url": URL}
    with pytest.raises(BadRequest) as caught:
        ask("v1", **given, **{field: "ann@example.com"})
    assert "ann" not in caught.value.message


# --- the order ----------------------------------------------------------------------------------


def test_by_default_v1_makes_a_png_cutout_at_the_sources_size(ask: Ask) -> None:
    parsed = ask("v1", image_url=URL)
    assert from_json(parsed.submission.order) == CutoutOrder(EncodeOptions("png"), None, "fast")
    assert parsed.submission.wire == {"inline": False}
    assert (parsed.sync, parsed.ignored) == (False, ())
    assert parsed.submission.callback_url is None


def test_a_jpg_at_the_sources_size_is_white_by_default(ask: Ask) -> None:
    order = from_json(ask("v1", format="jpg").submission.order)
    assert order == CutoutOrder(EncodeOptions("jpeg"), WHITE, "fast")


@pytest.mark.parametrize("colour", ["438EDB", "438edb", "#438EDB", " #438EdB "])
def test_a_jpg_has_the_requested_background(ask: Ask, colour: str) -> None:
    order = from_json(ask("v1", format="jpg", bg_color=colour).submission.order)
    assert order == CutoutOrder(EncodeOptions("jpeg"), BLUE, "fast")


@pytest.mark.parametrize("size", [(100, 100), (300, 400), (2000, 2000)])
def test_a_size_makes_an_id_photo_of_that_size(ask: Ask, size: tuple[int, int]) -> None:
    order = from_json(ask("v1", size="{}x{}".format(*size)).submission.order)
    assert order == PhotoOrder(
        photo_request(size_px=size, background=Transparent(), format="png", quality="fast")
    )


def test_an_id_photo_as_jpg_is_white_or_has_the_requested_background(ask: Ask) -> None:
    white = from_json(ask("v1", size="300x400", format="jpg").submission.order)
    blue = from_json(ask("v1", size="300x400", format="jpg", bg_color="438EDB").submission.order)
    for made, colour in ((white, WHITE), (blue, BLUE)):
        assert made == PhotoOrder(
            photo_request(
                size_px=(300, 400), background=Solid(colour), format="jpeg", quality="fast"
            )
        )


def test_a_colour_for_a_transparent_png_is_refused(ask: Ask) -> None:
    for given in ({"format": "png"}, {}):
        with pytest.raises(BadRequest, match="bg_color: is only valid with format=jpg"):
            ask("v1", bg_color="FFFFFF", **given)


# --- sources and the answer ---------------------------------------------------------------------


@pytest.mark.parametrize(("sent", "waits"), [("0", False), ("1", True)])
def test_sync_sets_whether_the_answer_waits(ask: Ask, sent: str, waits: bool) -> None:
    assert ask("v1", sync=sent).sync is waits


@pytest.mark.parametrize(("sent", "inline"), [("1", False), ("2", True)])
def test_return_type_sets_whether_the_picture_is_inline(ask: Ask, sent: str, inline: bool) -> None:
    assert ask("v1", return_type=sent).submission.wire == {"inline": inline}


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "http://photos.example:8080/me.jpg?x=1#y",
        "oss://bucket/folder/me.jpg",
        "HTTPS://photos.example/me.jpg",
        "https://photos.example/我.jpg",
        "https://photos.example/" + "a" * (4096 - 23),
    ],
)
def test_a_source_can_be_a_url(ask: Ask, url: str) -> None:
    assert ask("v1", image_url=url).submission.sources == (FromUrl(url),)


def test_a_source_can_be_a_file(ask: Ask) -> None:
    assert ask("v1", image_file=b"picture").submission.sources == (Upload(b"picture"),)


def test_a_url_may_come_as_a_file_part(ask: Ask) -> None:
    assert ask("v1", image_url=f"{URL}\n".encode()).submission.sources == (FromUrl(URL),)


def test_a_source_is_required(ask: Ask) -> None:
    for given in ({"image_url": ""}, {"image_file": b""}, {"image_url": " ", "image_file": b""}):
        with pytest.raises(BadRequest) as caught:
            ask("v1", **given)
        assert caught.value.field == "image_url"
        assert caught.value.reason == "image_url or image_file is required"


def test_only_one_source_is_accepted(ask: Ask) -> None:
    with pytest.raises(BadRequest) as caught:
        ask("v1", image_url=URL, image_file=b"picture")
    assert caught.value.field == "image_url"
    assert caught.value.reason == "must be empty if image_file is given"


def test_a_callback_is_sent_to_the_requested_url(ask: Ask) -> None:
    for url in ("https://shop.example/done?id=7", "http://shop.example:81"):
        assert ask("v1", callback_url=url).submission.callback_url == url


def test_a_photo_costs_one_credit_and_has_the_pages_limits(ask: Ask) -> None:
    submission = ask("v1").submission
    assert (submission.api, submission.cost) == ("picwish.v1", 1)
    assert submission.max_source_bytes == 30 * 2**20
    assert submission.time_limit_s == 180
    assert (submission.base_url, submission.trace_id) == ("http://photos.example", "trace-1")
