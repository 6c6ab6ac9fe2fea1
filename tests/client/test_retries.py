"""When a request is sent again."""

from __future__ import annotations

import io
from typing import BinaryIO, cast

import pytest
from tests.client.conftest import response

from idphoto.client.retries import Retries
from idphoto.client.wire import Broken, Call, SentFile, reads_nothing

READ = cast("Call[object]", Call("GET", "/v1/tasks", reads_nothing))
CREATE = cast("Call[object]", Call("POST", "/v1/photos", reads_nothing, key="k"))
WITHOUT_KEY = cast("Call[object]", Call("POST", "/v1/photos", reads_nothing))
LOST = Broken("http://server.example", "connection reset")


class Pipe(io.BytesIO):
    """A file that cannot be read twice."""

    def seekable(self) -> bool:
        return False


def sending(content: BinaryIO) -> Call[object]:
    files = (SentFile(content),)
    return cast("Call[object]", Call("POST", "/v1/sources", reads_nothing, files=files, key="k"))


def test_pauses_after_broken_connections_double(steady: Retries) -> None:
    assert [steady.pause_s(READ, tried, LOST) for tried in (1, 2, 3)] == [0.5, 1.0, 2.0]


def test_a_request_is_sent_four_times_at_most(steady: Retries) -> None:
    assert steady.pause_s(READ, 4, LOST) is None


def test_pauses_are_lengthened_by_chance() -> None:
    assert Retries(jitter=lambda: 1.0).pause_s(READ, 1, LOST) == 1.0


@pytest.mark.parametrize("status", [409, 429, 503])
def test_a_server_that_asks_for_a_pause_is_given_it(steady: Retries, status: int) -> None:
    assert steady.pause_s(CREATE, 1, response(status=status, retry_after="7")) == 7.0


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (422, {"retry_after": "1"}),
        (500, {"retry_after": "1"}),
        (409, {}),
        (429, {}),
        (503, {"retry_after": "61"}),
        (503, {"retry_after": "Fri, 31 Dec 2027 23:59:59 GMT"}),
    ],
)
def test_other_refusals_are_final(steady: Retries, status: int, headers: dict[str, str]) -> None:
    assert steady.pause_s(CREATE, 1, response(status=status, **headers)) is None


def test_a_request_that_creates_something_is_repeated_only_with_its_key(steady: Retries) -> None:
    assert steady.pause_s(CREATE, 1, LOST) == 0.5
    assert steady.pause_s(WITHOUT_KEY, 1, LOST) is None


def test_a_file_that_cannot_be_read_twice_is_sent_once(steady: Retries) -> None:
    assert steady.pause_s(sending(io.BytesIO(b"jpeg")), 1, LOST) == 0.5
    assert steady.pause_s(sending(Pipe(b"jpeg")), 1, LOST) is None


def test_what_no_try_can_mend_is_not_tried_again(steady: Retries) -> None:
    assert steady.pause_s(READ, 1, Broken("ftp://x", "unsupported", for_good=True)) is None
