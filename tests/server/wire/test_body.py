from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.errors import BadRequest, NotOffered
from idphoto.server.vendors.acedata.query import TasksBody
from idphoto.server.vendors.acedata.request import GenerateBody
from idphoto.server.wire.body import read_body

URL = "https://people.example/erika.jpg"
GOOD: dict[str, Any] = {"template": "wedding", "image_urls": [URL]}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
names = st.sampled_from([*GenerateBody.model_fields, *TasksBody.model_fields, "other"])


def refusal(data: bytes) -> BadRequest:
    with pytest.raises(BadRequest) as caught:
        read_body(GenerateBody, data)
    return caught.value


@pytest.mark.parametrize(
    "data",
    [b"", b"mode=fast", b"{", b"\xff\xfe\xfa", b"[" * 20_000, b'{"a": ' + b"9" * 5000 + b"}"],
)
def test_a_body_that_is_not_json_is_refused_without_quoting_it(data: bytes) -> None:
    error = refusal(data)
    assert (type(error), error.message) == (BadRequest, "body: must be JSON")


@pytest.mark.parametrize("data", [b"[]", b"null", b'"text"', b"1"])
def test_json_that_is_not_an_object_is_refused(data: bytes) -> None:
    assert refusal(data).message == "body: must be a JSON object"


def test_a_body_that_would_fill_the_memory_is_not_parsed() -> None:
    assert refusal(b"[" + b"[]," * 20_000).message == "body: has too many values"
    ids = json.dumps({"action": "retrieve_batch", "ids": ["," * 100] * 100}).encode()
    assert len(read_body(TasksBody, ids)[0].ids or ()) == 100


def test_text_is_stripped_and_null_and_empty_values_are_absent() -> None:
    sent = {"template": " wedding\n", "image_urls": [f" {URL} "], "mode": "", "callback_url": None}
    body, unknown = read_body(GenerateBody, json.dumps(sent).encode())
    assert (body.template, body.image_urls) == ("wedding", [URL])
    assert (body.mode, body.callback_url, unknown) == ("fast", None, [])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"template": None}, "template: is required"),
        ({"template": ""}, "template: is required"),
        ({"image_urls": None}, "image_urls: is required"),
        ({"image_urls": []}, "image_urls: must have at least 1 entry"),
        ({"image_urls": URL}, "image_urls: must be a list"),
        ({"image_urls": [URL, 7]}, "image_urls: entry 2 must be text"),
        ({"image_urls": [URL] * 6}, "image_urls: must have at most 5 entries"),
        ({"callback_url": 1}, "callback_url: must be text"),
        (
            {"callback_url": "https://a.example/" + "x" * 2048},
            "callback_url: must have at most 2048 characters",
        ),
    ],
)
def test_a_malformed_value_is_refused_with_its_fields_name(
    changed: dict[str, Any], message: str
) -> None:
    error = refusal(json.dumps(GOOD | changed).encode())
    assert (type(error), error.message) == (BadRequest, message)


@pytest.mark.parametrize(
    ("field", "value"), [("template", "passport"), ("template", 1), ("mode", "slow"), ("mode", {})]
)
def test_an_unknown_word_is_refused_with_the_known_ones(field: str, value: object) -> None:
    error = refusal(json.dumps(GOOD | {field: value}).encode())
    assert type(error) is NotOffered
    assert error.message.startswith(f"{field}: must be '")
    assert "relax" in error.message or "male_portrait2" in error.message


def test_the_first_error_in_the_order_of_the_page_is_reported() -> None:
    assert refusal(b'{"callback_url": 1, "image_urls": 2, "mode": 3}').field == "mode"
    assert refusal(b'{"callback_url": 1, "image_urls": 2}').field == "template"


def test_unknown_names_are_returned() -> None:
    _, unknown = read_body(GenerateBody, json.dumps(GOOD | {"count": 4, "async": True}).encode())
    assert unknown == ["count", "async"]


@given(st.dictionaries(names, anything))
def test_any_body_is_accepted_or_refused_with_a_fields_name(sent: dict[str, Any]) -> None:
    for kind in (GenerateBody, TasksBody):
        try:
            read_body(kind, json.dumps(sent).encode())
        except BadRequest as error:
            assert error.field in kind.model_fields
