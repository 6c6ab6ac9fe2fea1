"""What is refused in a message, and by which name."""

from __future__ import annotations

import pytest

from idphoto.errors import BadRequest, NotOffered
from idphoto.messages.orders import PhotoRequest, SheetRequest
from idphoto.server.native.validation import read_json


def refusal(kind: type, text: str) -> BadRequest:
    with pytest.raises(BadRequest) as caught:
        read_json(kind, text.encode())
    return caught.value


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ('{"backgroud": "red"}', "backgroud", "there is no such field: did you mean background?"),
        ('{"xyz": 1}', "xyz", "there is no such field"),
        ('{"sheet": {"papr": 1}}', "sheet.papr", "there is no such field: did you mean paper?"),
        ('{"head": {"eyes_top": {"lo": 1}}}', "head.eyes_top.lo", "there is no such field: "
         "did you mean low?"),
        ('{"background": {"top": "a", "botom": "b"}}', "background.bottom", "is required"),
        ('{"background": 3}', "background", "must be an object"),
        ('{"size_mm": [1]}', "size_mm.1", "is required"),
        ('{"size_mm": [1, "a"]}', "size_mm.1", "must be a number"),
        ('{"size_mm": "35x45"}', "size_mm", "must be a list"),
        ('{"dpi": 300.5}', "dpi", "must be a whole number"),
        ('{"inline": 1}', "inline", "must be true or false"),
        ('{"source": {"id": "a", "url": "b"}}', "source", "needs exactly one of id, url and data"),
        ('{"adjustments": {"rotate_deg": 1e999}}', "adjustments.rotate_deg", "must be a"),
        ('{"watermark": ""}', "watermark", "must have at least 1 characters"),
        ('{"age": -1}', "age", "must be at least 0"),
    ],
)  # fmt: skip
def test_the_field_at_fault_is_named_by_its_path(text: str, field: str, reason: str) -> None:
    error = refusal(PhotoRequest, text)
    assert error.field == field
    assert error.reason.startswith(reason)


def test_an_entry_of_a_list_is_named_by_its_place() -> None:
    error = refusal(SheetRequest, '{"photos": [{"task": "a"}, {"tsk": "b"}]}')
    assert (error.field, error.reason[-18:]) == ("photos.1.tsk", "did you mean task?")


def test_a_word_that_is_not_offered_is_an_error_of_its_own() -> None:
    error = refusal(PhotoRequest, '{"format": "gif"}')
    assert isinstance(error, NotOffered)
    assert (error.field, error.reason) == ("format", "must be 'jpeg', 'png' or 'webp'")


def test_what_is_sent_is_not_repeated() -> None:
    error = refusal(PhotoRequest, '{"source": {"data": 4711471147114711}}')
    assert "4711" not in error.message
    long = refusal(PhotoRequest, f'{{"{"a" * 500}": 1}}')
    assert len(long.field) == 60


@pytest.mark.parametrize("text", ["", "nul", "[1]", '"text"', "{", '{"a":}'])
def test_what_is_no_object_is_refused_as_a_whole(text: str) -> None:
    error = refusal(PhotoRequest, text)
    assert error.field == "body"
    assert error.reason in ("must be JSON", "must be an object")
