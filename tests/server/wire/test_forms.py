"""Form bodies, parsed in pieces of any size."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from idphoto.errors import BadRequest, IdPhotoError, UploadTooLarge
from idphoto.server.wire.forms import MAX_PARTS, MAX_TEXT_BYTES, Form, reader_for
from idphoto.server.wire.spool import BLOCK_BYTES, Spool

LIMIT = 1000
NOWHERE = Path("/nowhere")  # small forms need no file
MULTIPART = "multipart/form-data; boundary=b"
URLENCODED = "application/x-www-form-urlencoded"


def read(content_type: str, body: bytes, pieces: Sequence[int] = ()) -> Form:
    """Parse a form whose body is written in pieces that end at these offsets."""
    with Spool(NOWHERE) as spool:
        reader = reader_for(content_type, spool, max_file_bytes=LIMIT, file_fields=("image_file",))
        start = 0
        for end in [*sorted(pieces), len(body)]:
            reader.write(body[start:end])
            start = max(start, end)
        return reader.finish()


def part(disposition: str, data: bytes, *headers: str) -> bytes:
    lines = [f"Content-Disposition: form-data; {disposition}", *headers, "", ""]
    return b"--b\r\n" + "\r\n".join(lines).encode() + data + b"\r\n"


def form(*parts: bytes) -> Form:
    return read(MULTIPART, b"".join(parts) + b"--b--\r\n")


def test_every_file_of_a_name_that_may_be_repeated_counts() -> None:
    sent = (("file", b"one"), ("other", b"1"), ("file", b"two"), ("other", b"2"))
    files = [part(f'name="{name}"; filename="a"', data) for name, data in sent]
    with Spool(NOWHERE) as spool:
        reader = reader_for(
            MULTIPART, spool, max_file_bytes=LIMIT, file_fields=(), list_fields=("file",)
        )
        reader.write(b"".join(files) + b"--b--\r\n")
        found = reader.finish()
    assert found.lists == {"file": [b"one", b"two"]}
    assert found.files == {"other": b"2"}


def refusal(error: type[IdPhotoError], content_type: str, body: bytes) -> dict[str, Any]:
    with pytest.raises(error) as caught:
        read(content_type, body)
    return caught.value.details()


names = st.text("abcdefghijklmnopqrstuvwxyz_[]", min_size=1, max_size=12)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)


@given(
    st.lists(st.tuples(names, texts), min_size=1, max_size=6),
    st.dictionaries(names, st.binary(max_size=300), max_size=3),
    st.lists(st.integers(0, 3000), max_size=8),
)
def test_a_form_encoded_by_requests_is_read_back_in_any_pieces(
    fields: list[tuple[str, str]], files: dict[str, bytes], cuts: list[int]
) -> None:
    sent: list[Any] = [(name, ("name.jpg", data)) for name, data in files.items()]
    # with an empty list of files, requests would choose the other encoding
    sent += [(name, (None, text.encode())) for name, text in fields]
    request = requests.Request("POST", "http://host/", files=sent).prepare()
    assert isinstance(request.body, bytes)
    cuts = [min(cut, len(request.body)) for cut in cuts]
    assert read(request.headers["Content-Type"], request.body, cuts) == Form(fields, files)


@given(st.lists(st.tuples(names, texts), max_size=8), st.lists(st.integers(0, 3000), max_size=8))
def test_urlencoded_fields_are_read_back_in_any_pieces(
    fields: list[tuple[str, str]], cuts: list[int]
) -> None:
    body = urlencode(fields).encode()
    cuts = [min(cut, len(body)) for cut in cuts]
    assert read(URLENCODED, body, cuts) == Form(fields, {})


@given(
    st.sampled_from([MULTIPART, URLENCODED]),
    st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.sampled_from(
                [b"--b\r\n", b"\r\n", b"--b--", b'Content-Disposition: form-data; name="a"', b"=&%"]
            ),
        ),
        max_size=12,
    ),
)
def test_an_arbitrary_body_is_at_worst_a_bad_request(
    content_type: str, pieces: list[bytes]
) -> None:
    try:
        read(content_type, b"".join(pieces))
    except (BadRequest, UploadTooLarge) as error:
        assert error.message


def test_a_text_part_needs_no_quotes_and_may_name_its_type() -> None:
    # as .NET's MultipartFormDataContent writes it
    sent = part("name=sync", b"1", "Content-Type: text/plain; charset=utf-8")
    assert form(sent).fields == [("sync", "1")]


@pytest.mark.parametrize(
    ("disposition", "headers"),
    [
        ('name="image_file"; filename="a.jpg"', ()),
        ("name=image_file; filename=a.jpg; filename*=utf-8''a.jpg", ()),
        ("name=\"image_file\"; filename*=utf-8''%E7%85%A7.jpg", ()),
        ('name="image_file"; filename=""', ()),
        ('name="image_file"', ("Content-Type: image/jpeg",)),
        ('name="image_file"', ("content-type: application/octet-stream",)),
    ],
)
def test_a_file_is_recognised_by_its_name_or_its_type(
    disposition: str, headers: tuple[str, ...]
) -> None:
    assert form(part(disposition, b"\xff\xd8", *headers)).files == {"image_file": b"\xff\xd8"}


def test_a_file_input_left_empty_in_a_browser_is_absent() -> None:
    sent = part('name="image_file"; filename=""', b"", "Content-Type: application/octet-stream")
    assert form(sent, part('name="sync"', b"1")) == Form([("sync", "1")], {})


def test_a_named_file_without_content_is_an_empty_file() -> None:
    assert form(part('name="image_file"; filename="a.jpg"', b"")).files == {"image_file": b""}


def test_repeated_fields_are_both_returned() -> None:
    sent = form(part('name="size"', b"1"), part('name="size"', b"2"))
    assert sent.fields == [("size", "1"), ("size", "2")]


def test_a_repeated_picture_is_refused_and_a_repeated_unknown_file_is_not() -> None:
    twice = part('name="image_file"; filename="a"', b"1") * 2
    found = refusal(BadRequest, MULTIPART, twice + b"--b--\r\n")
    assert found == {"field": "image_file", "reason": "is given more than once"}
    assert form(part('name="extra"; filename="a"', b"1") * 2).files == {"extra": b"1"}


def test_a_file_may_be_as_large_as_the_limit_and_not_a_byte_larger() -> None:
    head = 'name="image_file"; filename="a"'
    assert len(form(part(head, bytes(LIMIT))).files["image_file"]) == LIMIT
    found = refusal(UploadTooLarge, MULTIPART, part(head, bytes(LIMIT + 1)) + b"--b--\r\n")
    assert found == {"field": "image_file", "limit": LIMIT}


@pytest.mark.parametrize("extra", [0, 1])
@pytest.mark.parametrize("content_type", [MULTIPART, URLENCODED])
def test_a_text_may_be_64_kib_long(content_type: str, extra: int) -> None:
    text = b"x" * (MAX_TEXT_BYTES + extra)
    body = part('name="size"', text) + b"--b--" if content_type == MULTIPART else b"size=" + text
    if not extra:
        assert read(content_type, body).fields == [("size", text.decode())]
        return
    found = read(content_type, body)
    assert found.fields == []
    assert found.unreadable["size"].startswith("is longer than 65,536 bytes")


@pytest.mark.parametrize("extra", [0, 1])
@pytest.mark.parametrize("content_type", [MULTIPART, URLENCODED])
def test_at_most_100_fields_are_accepted(content_type: str, extra: int) -> None:
    count = MAX_PARTS + extra
    one = part('name="a"', b"1") if content_type == MULTIPART else b"a=1&"
    body = one * count + (b"--b--" if content_type == MULTIPART else b"")
    if not extra:
        assert len(read(content_type, body).fields) == MAX_PARTS
        return
    found = refusal(BadRequest, content_type, body)
    assert found == {"field": "body", "reason": "has more than 100 fields"}


@pytest.mark.parametrize(
    ("content_type", "body", "field", "reason"),
    [
        ("application/json", b"{}", "Content-Type", "must be multipart/form-data or application"),
        ("", b"", "Content-Type", "must be multipart/form-data or application"),
        (
            "multipart/form-data",
            b"--b--",
            "Content-Type",
            "multipart/form-data must have",
        ),
        (f"multipart/form-data; boundary={'b' * 300}", b"", "Content-Type", "the boundary is too"),
        (MULTIPART, b"", "body", "ends before its last boundary"),
        (MULTIPART, b"--b\r\n", "body", "ends before its last boundary"),
        (MULTIPART, part('name="a"', b"1"), "body", "ends before its last boundary"),
        (MULTIPART, b"--c--", "body", "is not well-formed"),
        (MULTIPART, b"--b\r\nno header\r\n\r\n", "body", "is not well-formed"),
        (MULTIPART, b"--b\r\nX: 1\r\n\r\n1\r\n--b--", "body", "a part has no name"),
    ],
)
def test_an_invalid_body_is_refused_with_a_reason(
    content_type: str, body: bytes, field: str, reason: str
) -> None:
    found = refusal(BadRequest, content_type, body)
    assert found["field"] == field
    assert found["reason"].startswith(reason)


@pytest.mark.parametrize(
    ("content_type", "body", "reason"),
    [
        (MULTIPART, part('name="a"', b"\xff") + b"--b--", "is not UTF-8"),
        (MULTIPART, part('name="a"', b"\0") + b"--b--", "contains a NUL character"),
        (URLENCODED, b"a=%ff", "is not UTF-8"),
        (URLENCODED, b"a=%00", "contains a NUL character"),
    ],
)
def test_an_unreadable_text_is_returned_separately(
    content_type: str, body: bytes, reason: str
) -> None:
    found = read(content_type, body)
    assert (found.fields, found.unreadable) == ([], {"a": reason})


@pytest.mark.parametrize(
    ("body", "name"), [(b"%ff=1", "\ufffd"), (b"n" * 2 * MAX_TEXT_BYTES + b"=1", None)]
)
def test_a_name_that_is_not_utf_8_is_an_unknown_name(body: bytes, name: str | None) -> None:
    [(found, text)] = read(URLENCODED, body).fields
    assert text == "1"
    assert found == name or len(found) == MAX_TEXT_BYTES + 1


def test_an_error_repeats_no_more_than_the_beginning_of_a_name() -> None:
    head = f'name="{"n" * 2000}"; filename="a"'
    found = refusal(UploadTooLarge, MULTIPART, part(head, bytes(LIMIT + 1)) + b"--b--")
    assert found["field"] == "n" * 60


def test_a_large_file_is_in_memory_only_once_it_is_complete(tmp_path: Path) -> None:
    size = 8 * 2**20
    head = 'name="image_file"; filename="a"'
    pieces = [part(head, b"")[:-2], *[bytes(2**16)] * (size // 2**16), b"\r\n--b--\r\n"]
    peaks = []

    async def receive() -> Form:
        with Spool(tmp_path) as spool:
            reader = reader_for(MULTIPART, spool, max_file_bytes=size, file_fields=())
            for piece in pieces:
                reader.write(piece)
                await spool.settle()
            peaks.append(tracemalloc.get_traced_memory()[1])
            return await spool.finish(reader.finish)

    tracemalloc.start()
    read_form = asyncio.run(receive())
    peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    assert len(read_form.files["image_file"]) == size
    assert peaks[0] < 4 * BLOCK_BYTES  # one that arrives, one that is written, and their growth
    assert peaks[1] < 1.3 * size


@pytest.mark.parametrize(
    ("content_type", "body"),
    [(MULTIPART, part('name="photo"; filename="a"', b"abc")), (URLENCODED, b"size=1&name=")],
)
def test_a_form_that_is_given_up_is_freed_without_the_garbage_collector(
    content_type: str, body: bytes
) -> None:
    gc.disable()
    try:
        reader = reader_for(content_type, Spool(NOWHERE), max_file_bytes=LIMIT, file_fields=())
        reader.write(body[:-2])
        freed = weakref.ref(reader)
        del reader
        assert freed() is None
    finally:
        gc.enable()
