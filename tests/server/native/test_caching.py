from __future__ import annotations

import pytest
from fastapi import Request

from idphoto.server.native.caching import FOR_A_DAY, tagged


def asking(if_none_match: str | None) -> Request:
    headers = [] if if_none_match is None else [(b"if-none-match", if_none_match.encode())]
    return Request({"type": "http", "method": "GET", "headers": headers})


def tag_of(body: bytes) -> str:
    return tagged(asking(None), body, "text/plain", cache_control=FOR_A_DAY).headers["ETag"]


def test_other_bytes_have_another_strong_tag() -> None:
    assert tag_of(b"a") == tag_of(b"a") != tag_of(b"b")
    assert tag_of(b"a").startswith('"')


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*", ' "x" ,W/{} '])
def test_a_client_that_has_the_bytes_gets_304_with_their_headers(form: str) -> None:
    request = asking(form.format(tag_of(b"a")))
    answer = tagged(request, b"a", "text/plain", cache_control=FOR_A_DAY, headers={"Vary": "X"})
    assert (answer.status_code, answer.body) == (304, b"")
    assert answer.headers["ETag"] == tag_of(b"a")
    assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == (FOR_A_DAY, "X")


@pytest.mark.parametrize("form", [None, "", '"x"', "{}x", "x{}"])
def test_a_client_that_has_others_gets_the_bytes(form: str | None) -> None:
    request = asking(None if form is None else form.format(tag_of(b"a")))
    answer = tagged(request, b"a", "text/plain", cache_control=FOR_A_DAY)
    assert (answer.status_code, answer.body) == (200, b"a")
