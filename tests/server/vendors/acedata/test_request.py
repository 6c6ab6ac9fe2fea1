from __future__ import annotations

import base64
from typing import Any

import pytest
from tests.server.vendors.acedata.conftest import URL, Ask

from idphoto.errors import BadRequest, UploadTooLarge
from idphoto.headshot.template import TemplateId
from idphoto.headshot.templates import TEMPLATES
from idphoto.orders.headshot import HeadshotOrder
from idphoto.orders.stored import from_json
from idphoto.server.vendors.acedata.request import read_generate
from idphoto.tasks.model import FromUrl, Upload
from idphoto.tasks.states import Priority

PICTURE = bytes(range(256))
CODE = base64.b64encode(PICTURE).decode()
MAX = 15 * 2**20


def refusal(ask: Ask, **body: Any) -> BadRequest:
    with pytest.raises(BadRequest) as caught:
        ask(**body)
    return caught.value


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_can_be_requested(ask: Ask, template: TemplateId) -> None:
    assert from_json(ask(template=template).submission.order) == HeadshotOrder(template)


@pytest.mark.parametrize(
    ("sent", "priority"),
    [(None, Priority.FAST), ("fast", Priority.FAST), ("relax", Priority.RELAX)],
)
def test_mode_sets_the_priority(ask: Ask, sent: str | None, priority: Priority) -> None:
    assert ask(mode=sent).submission.priority is priority


@pytest.mark.parametrize(
    "url", [URL, "HTTP://people.example:8080/a.jpg?b=1", "https://people.example/我.jpg"]
)
def test_a_photo_can_be_a_url(ask: Ask, url: str) -> None:
    assert ask(image_urls=[url]).submission.sources == (FromUrl(url),)


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        f"data:image/jpeg;base64,{CODE}",
        f"DATA:;BASE64,{CODE}",
        CODE.rstrip("="),
        CODE.replace("+", "-").replace("/", "_"),
        "\r\n".join(CODE[at : at + 76] for at in range(0, len(CODE), 76)),
    ],
    ids=["plain", "data URL", "bare data URL", "unpadded", "URL-safe", "in lines"],
)
def test_a_photo_can_be_base64_in_any_variant(ask: Ask, text: str) -> None:
    assert ask(image_urls=[text]).submission.sources == (Upload(PICTURE),)


def test_photos_keep_their_order_in_any_form(ask: Ask) -> None:
    sources = ask(template="wedding", image_urls=[CODE, URL]).submission.sources
    assert sources == (Upload(PICTURE), FromUrl(URL))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("me.jpg", "must be a URL or a picture as base64"),
        ("data:image/jpeg,abc", "must be a URL or a picture as base64"),
        ("data:;base64,", "must be a URL or a picture as base64"),
        ("é" * 10, "must be a URL or a picture as base64"),
        ("A" * 5, "must be a URL or a picture as base64"),
        ("ftp://a.example/b", "must be a URL that begins with http:// or https://"),
        ("oss://bucket/key", "must be a URL that begins with http:// or https://"),
        ("https://", "must be a URL with a host"),
        ("https://a.example/a b", "must not contain spaces or control characters"),
        ("https://a.example/\ud800", "must not contain spaces or control characters"),
        ("https://me:pw@a.example/b", "must be a URL without a user name and password"),
        ("https://a.example/" + "a" * 4096, "must have at most 4096 characters"),
    ],
    ids=range(12),
)
def test_an_entry_that_is_not_a_photo_is_refused_with_its_position(
    ask: Ask, text: str, reason: str
) -> None:
    error = refusal(ask, image_urls=[URL, text])
    assert (error.field, error.reason) == ("image_urls", f"entry 2 {reason}")


def test_a_photo_has_at_most_15_mib(ask: Ask) -> None:
    largest = base64.b64encode(bytes(MAX)).decode()
    assert ask(image_urls=[largest]).submission.sources == (Upload(bytes(MAX)),)
    with pytest.raises(UploadTooLarge) as caught:
        ask(image_urls=[base64.b64encode(bytes(MAX + 1)).decode()])
    assert (caught.value.field, caught.value.limit) == ("image_urls", MAX)


def test_a_wedding_takes_at_most_two_photos(ask: Ask) -> None:
    assert len(ask(template="wedding", image_urls=[URL] * 2).submission.sources) == 2
    error = refusal(ask, template="wedding", image_urls=[URL] * 3)
    assert error.message == "image_urls: must have at most 2 entries with wedding"


def test_other_templates_take_five_photos_to_choose_from(ask: Ask) -> None:
    assert len(ask(image_urls=[URL] * 5).submission.sources) == 5


@pytest.mark.parametrize(
    "url", ["https://shop.example/done?id=7", "http://shop.example:81", None, "", " "]
)
def test_a_callback_is_sent_to_the_requested_url(ask: Ask, url: str | None) -> None:
    assert ask(callback_url=url).submission.callback_url == ((url or "").strip() or None)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("shop.example", "must be a URL that begins with http:// or https://"),
        ("oss://bucket/key", "must be a URL that begins with http:// or https://"),
        ("http://", "must be a URL with a host"),
        ("http://a:b@shop.example", "must be a URL without a user name and password"),
    ],
)
def test_a_callback_that_cannot_be_called_is_refused(ask: Ask, url: str, reason: str) -> None:
    error = refusal(ask, callback_url=url)
    assert (error.field, error.reason) == ("callback_url", reason)


def test_the_request_is_stored_with_the_size_of_its_pictures_only(ask: Ask) -> None:
    asked = ask(
        mode="relax", template="wedding", image_urls=[URL, CODE], callback_url="http://a.example"
    )
    assert asked.submission.wire == {
        "request": {
            "mode": "relax",
            "template": "wedding",
            "image_urls": [URL, "<base64: 256 bytes>"],
            "callback_url": "http://a.example",
        }
    }
    assert list(ask().submission.wire["request"]) == ["mode", "template", "image_urls"]


def test_a_generation_has_the_pages_price_and_limits(ask: Ask) -> None:
    submission = ask().submission
    assert (submission.api, submission.cost) == ("acedata.headshots", 15)
    assert submission.max_source_bytes == MAX
    assert submission.time_limit_s == 120
    assert (submission.base_url, submission.trace_id) == ("http://photos.example", "trace-1")


def test_an_unknown_field_is_ignored_and_reported(ask: Ask) -> None:
    assert ask(count=4, **{"as\nync": True}).ignored == ("count", "as?ync")
    body = b'{"template": "wedding", "image_urls": ["https://a.example/b"]}'
    asked = read_generate(body, cost=15, base_url="", trace_id="", query=("template", "token"))
    assert asked.ignored == ("template", "token")
