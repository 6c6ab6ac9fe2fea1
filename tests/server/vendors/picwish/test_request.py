from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idphoto.accounts.prices import Prices
from idphoto.errors import BadRequest
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.photo import PhotoOrder
from idphoto.orders.stored import from_json, to_json
from idphoto.server.vendors.picwish.api import APIS, EXTERNAL, V1, Api
from idphoto.server.vendors.picwish.errors import failure
from idphoto.server.vendors.picwish.request import Parsed, read_form

Ask = Callable[..., Parsed]
Fields = list[tuple[str, str]]

BOTH = pytest.mark.parametrize("api", [V1, EXTERNAL], ids=lambda api: api.name)

LIKELY = st.one_of(
    st.sampled_from(["0", "1", "2", "35", "300", "413", "0.5", "-1", "1102", "300x400", "5inch"]),
    st.sampled_from(["438EDB", "#fff", "png", "jpg", "man_1", "http://a.example/b", "oss://b/c"]),
    st.uuids().map(str),
)
NAMES = st.sampled_from(sorted({name for api in APIS.values() for name in api.form.model_fields}))


def read(api: Api, fields: Fields, files: dict[str, bytes]) -> Parsed:
    return read_form(
        api, fields, files, prices=Prices(), base_url="http://a", trace_id="t", quality="best"
    )


@BOTH
@given(
    st.dictionaries(NAMES | st.text(), LIKELY | st.text(), max_size=12),
    st.just({"image_file": b"a"}) | st.dictionaries(NAMES | st.text(), st.binary(), max_size=2),
)
def test_any_form_is_accepted_or_refused_with_a_fields_name(
    api: Api, fields: dict[str, str], files: dict[str, bytes]
) -> None:
    try:
        parsed = read(api, list(fields.items()), files)
    except BadRequest as error:
        field, _, reason = failure(error)[1]["message"].partition(": ")
        assert field in api.form.model_fields
        assert 0 < len(reason) < 200
        return
    order = from_json(parsed.submission.order)
    assert to_json(order) == parsed.submission.order
    assert len(parsed.ignored) <= 20
    for name in parsed.ignored:
        assert name.isascii()
        assert name.isprintable()
        assert 0 < len(name) <= 40


@settings(max_examples=50)
@given(
    st.fixed_dictionaries(
        {"add_label": st.sampled_from("01"), "layout": st.just("1")},
        optional={
            "label_text": st.text(min_size=1),
            "layout_label_text": st.text(),
            "layout_qr_code_data": st.text(max_size=100),
            "layout_qr_code_size": st.integers(1, 1799).map(str),
            "layout_vertical": st.sampled_from("01"),
            "dpi": st.integers(10, 1000).map(str),
        },
    )
)
def test_any_label_and_layout_is_accepted_or_refused_with_a_fields_name(
    fields: dict[str, str],
) -> None:
    try:
        parsed = read(EXTERNAL, list(fields.items()), {"image_file": b"a"})
    except BadRequest as error:
        field, _, reason = failure(error)[1]["message"].partition(": ")
        assert field in {*fields, "label_text", "layout_size", "layout_qr_code_size"}
        assert 0 < len(reason) < 200
        return
    order = from_json(parsed.submission.order)
    assert isinstance(order, PhotoOrder)
    assert order.sheet is not None


@BOTH
def test_values_are_stripped_and_empty_ones_are_absent(ask: Ask, api: Api) -> None:
    short = api.name.partition(".")[2]
    plain = ask(short, size="300x400", format="jpg")
    assert ask(short, size=" 300x400\r\n", format="\tjpg", bg_color="", sync=" ") == plain


@BOTH
def test_an_unknown_field_is_ignored_and_reported(ask: Ask, api: Api) -> None:
    short = api.name.partition(".")[2]
    assert ask(short, spec="US", tags="a", resume=b"pdf").ignored == ("spec", "tags", "resume")
    assert ask(short, spec="").ignored == ()


def test_an_unknown_fields_name_is_safe_in_a_header() -> None:
    names = ["a\r\nSet-Cookie: x", "größe", "x" * 100, "arr[]", *(f"f{i}" for i in range(30))]
    parsed = read(V1, [(name, "1") for name in names], {"image_file": b"a"})
    assert parsed.ignored[:4] == ("a??Set-Cookie??x", "gr??e", "x" * 40, "arr[]")
    assert len(parsed.ignored) == 20


@BOTH
def test_a_field_that_is_given_twice_is_refused(api: Api) -> None:
    for fields, files, name in (
        ([("sync", "0"), ("sync", "0")], {"image_file": b"a"}, "sync"),
        ([("image_url", "http://a/b")], {"image_url": b"http://a/b"}, "image_url"),
        ([("image_file", "")], {"image_file": b"a"}, "image_file"),
    ):
        with pytest.raises(BadRequest) as caught:
            read(api, fields, files)
        assert caught.value.message == f"{name}: is given more than once"


def test_an_unknown_field_may_be_given_twice() -> None:
    parsed = read(V1, [("tags[]", "a"), ("tags[]", "b")], {"image_file": b"a"})
    assert parsed.ignored == ("tags[]",)


@BOTH
def test_a_file_in_place_of_text_is_refused(ask: Ask, api: Api) -> None:
    with pytest.raises(BadRequest) as caught:
        ask(api.name.partition(".")[2], size=b"300x400")
    assert caught.value.message == "size: must be text, not a file"


@BOTH
def test_a_url_in_a_file_part_must_be_text(ask: Ask, api: Api) -> None:
    with pytest.raises(BadRequest) as caught:
        ask(api.name.partition(".")[2], image_url=b"\xff\xd8\xff\xe0 a JPEG")
    assert caught.value.message == "image_url: must be text in UTF-8"


@BOTH
def test_text_in_place_of_a_file_is_refused(ask: Ask, api: Api) -> None:
    with pytest.raises(BadRequest) as caught:
        ask(api.name.partition(".")[2], image_file="me.jpg")
    assert caught.value.message == "image_file: must be a file part with the picture's bytes"


def test_only_the_external_api_accepts_a_part_named_file(ask: Ask) -> None:
    with pytest.raises(BadRequest, match="image_url or image_file is required"):
        ask("v1", file=b"picture")


@BOTH
def test_a_smaller_side_can_be_set_for_sources(ask: Ask, api: Api) -> None:
    name = api.name.partition(".")[2]
    for side_px, kept in ((4096, 4096), (0, None)):
        order = from_json(ask(name, max_source_side_px=side_px).submission.order)
        assert isinstance(order, PhotoOrder | CutoutOrder)
        assert order.max_source_side_px == kept


def test_the_limits_of_the_pages() -> None:
    assert (V1.max_upload_bytes, V1.max_download_bytes) == (20 * 2**20, 30 * 2**20)
    assert (EXTERNAL.max_upload_bytes, EXTERNAL.max_download_bytes) == (15 * 2**20, 15 * 2**20)
    assert (V1.path, EXTERNAL.path) == (
        "/api/tasks/visual/idphoto",
        "/api/tasks/visual/external/idphoto",
    )
    assert V1.file_fields == ("image_file", "image_url")
    assert EXTERNAL.file_fields == ("image_file", "image_url", "file")


@BOTH
def test_only_a_listed_field_that_cannot_be_read_is_refused(api: Api) -> None:
    def ask(**unreadable: str) -> Parsed:
        return read_form(
            api,
            [],
            {"image_file": b"a"},
            prices=Prices(),
            base_url="http://a",
            trace_id="t",
            quality="best",
            unreadable=unreadable,
            query=["preview"],
        )

    assert ask(nonsense="is not UTF-8").ignored == ("nonsense", "preview")
    with pytest.raises(BadRequest) as refused:
        ask(size="is not UTF-8")
    assert (refused.value.field, refused.value.reason) == ("size", "is not UTF-8")


def test_a_number_may_have_any_length(ask: Ask) -> None:
    order = from_json(ask("external", max_file_size="9" * 20).submission.order)
    assert isinstance(order, PhotoOrder)
    assert order.request.output.max_bytes == int("9" * 20)
