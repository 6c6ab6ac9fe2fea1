"""The meaning of an outside authority's answer."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.authority.answers import NOTHING, PhotoAt, Reply, understand, value_at
from idphoto.authority.connector_config import AnswerRule, PhotoPlace
from idphoto.authority.port import Answer, NameMismatch, NoPhoto, NoRecord, Record, Unavailable

PHOTO = b"\xff\xd8\xff the photo"
ENCODED = base64.b64encode(PHOTO).decode()
RULES = [
    AnswerRule(status=404, means="no_record"),
    AnswerRule(status=[429, 503], means="unavailable"),
    AnswerRule(status=200, pointer="/code", equals=[0, "0"], means="record"),
    AnswerRule(status=200, pointer="/code", equals=1, means="no_record"),
    AnswerRule(status=200, pointer="/code", equals=2, means="name_mismatch"),
    AnswerRule(status=200, pointer="/code", equals=True, means="no_photo"),
    AnswerRule(pointer="/error", means="unavailable"),
]
AS_BASE64 = PhotoPlace(pointer="/data/0/photo", form="base64")
AS_URL = PhotoPlace(pointer="/data/0/photo", form="url")
CANNOT_TELL = Unavailable("the authority answered that it is unavailable")


def reply(document: object, status: int = 200) -> Reply:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Reply(status, body)


@pytest.mark.parametrize(
    ("status", "document", "expected"),
    [
        (404, b"", NoRecord()),
        (404, b"<html>", NoRecord()),
        (404, {"code": 0, "data": [{"photo": ENCODED}]}, NoRecord()),  # the first one that matches
        (429, b"", CANNOT_TELL),
        (503, b"", CANNOT_TELL),
        (200, {"code": 0, "data": [{"photo": ENCODED}]}, Record(PHOTO, None)),
        (200, {"code": "0", "data": [{"photo": ENCODED}]}, Record(PHOTO, None)),
        (200, {"code": 0, "data": [{"photo": None}]}, NoPhoto()),
        (200, {"code": 0, "data": [{"photo": ""}]}, NoPhoto()),
        (200, {"code": 0, "data": [{"photo": "  "}]}, NoPhoto()),
        (200, {"code": 0, "data": [{}]}, NoPhoto()),
        (200, {"code": 0, "data": []}, NoPhoto()),
        (200, {"code": 0}, NoPhoto()),
        (200, {"code": 1}, NoRecord()),
        (200, {"code": 2}, NameMismatch()),
        (200, {"code": True}, NoPhoto()),  # true is not 1
        (200, {"error": "busy"}, CANNOT_TELL),
        (500, {"error": {}}, CANNOT_TELL),
        (500, {"error": False}, CANNOT_TELL),
    ],
)
def test_an_answer_means_what_the_first_matching_rule_says(
    status: int, document: object, expected: Answer
) -> None:
    assert understand(reply(document, status), RULES, AS_BASE64) == expected


@pytest.mark.parametrize(
    ("status", "document"),
    [
        (200, {}),
        (200, {"code": 3}),
        (200, {"code": 0.5}),
        (200, {"code": "1"}),
        (200, {"code": None}),
        (200, {"code": [0]}),
        (200, {"code": {"0": 0}}),
        (200, [0]),
        (200, 0),
        (200, None),
        (200, {"error": None}),
        (201, {"code": 0}),
        (302, {"code": 0}),
        (200, b""),
        (200, b'{"code": 0'),
        (200, b"\xff\xfe\x00"),
        (200, b"[" * 100_000),
        (200, b"1" * 100_000),
    ],
)
def test_an_answer_that_matches_no_rule_confirms_nothing(status: int, document: object) -> None:
    answer = understand(reply(document, status), RULES, AS_BASE64)
    assert answer == Unavailable(f"no rule matches the authority's answer (status {status})")


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"photo": '])
def test_a_truncated_answer_is_not_a_record(body: bytes) -> None:
    answer = understand(reply(body), [AnswerRule(status=200, means="record")], AS_BASE64)
    assert answer == Unavailable("the authority's answer is not JSON")


def test_without_a_configured_place_there_is_no_photo() -> None:
    assert understand(reply({"code": 0, "photo": ENCODED}), RULES, None) == NoPhoto()


@pytest.mark.parametrize(
    "written",
    [ENCODED, f"data:image/jpeg;base64,{ENCODED}", f" {ENCODED[:8]}\r\n{ENCODED[8:]}\n"],
)
def test_base64_is_read_in_any_layout(written: str) -> None:
    document = {"code": 0, "data": [{"photo": written}]}
    assert understand(reply(document), RULES, AS_BASE64) == Record(PHOTO, None)


@pytest.mark.parametrize("written", ["!!!!", ENCODED[:-1], "照片", "data:image/jpeg;base64,!"])
def test_invalid_base64_is_unavailable(written: str) -> None:
    document = {"code": 0, "data": [{"photo": written}]}
    assert understand(reply(document), RULES, AS_BASE64) == Unavailable(
        "the photo in the authority's answer is not base64"
    )


@pytest.mark.parametrize("photo", [1, True, ["x"], {"x": 1}])
@pytest.mark.parametrize("place", [AS_BASE64, AS_URL])
def test_a_photo_that_is_not_a_string_is_unavailable(place: PhotoPlace, photo: object) -> None:
    document = {"code": 0, "data": [{"photo": photo}]}
    assert understand(reply(document), RULES, place) == Unavailable(
        "the photo in the authority's answer is not a string"
    )


def test_a_photo_given_by_url_is_returned_as_its_url() -> None:
    document = {"code": 0, "data": [{"photo": "/photos/1"}]}
    assert understand(reply(document), RULES, AS_URL) == PhotoAt("/photos/1")


# RFC 6901, section 5, plus pointers that lead nowhere.
DOCUMENT = {
    "foo": ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    'k"l': 6,
    " ": 7,
    "m~n": 8,
}


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("", DOCUMENT),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/e^f", 3),
        ("/g|h", 4),
        ("/i\\j", 5),
        ('/k"l', 6),
        ("/ ", 7),
        ("/m~0n", 8),
        ("/foo/2", NOTHING),
        ("/foo/-1", NOTHING),
        ("/foo/01", NOTHING),
        ("/foo/-", NOTHING),
        ("/foo/²", NOTHING),
        ("/foo/" + "9" * 5000, NOTHING),
        ("/foo/bar", NOTHING),
        ("/bar", NOTHING),
        ("/foo/0/0", NOTHING),
        ("/a/b", NOTHING),
    ],
)
def test_pointers_lead_where_the_rfc_says(pointer: str, expected: Any) -> None:
    assert value_at(DOCUMENT, pointer) == expected


@given(status=st.integers(100, 599), body=st.binary() | st.from_regex(rb'\{"code":.*\}'))
def test_any_answer_has_some_meaning(status: int, body: bytes) -> None:
    understood = understand(Reply(status, body), RULES, AS_URL)
    assert isinstance(understood, Answer | PhotoAt)
    assert not isinstance(understood, Record)
