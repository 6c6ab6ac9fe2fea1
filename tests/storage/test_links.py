"""Links that cannot be invented, changed or used for long."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.storage.links import local_url, sign, verify

SECRET = b"a secret of the tests, 32 letters long"
KEY = "results/2026-11-21/0b1f8c.jpg"


def test_a_signature_is_an_hmac_of_time_and_key() -> None:
    # printf '1700000000\n<KEY>' | openssl dgst -sha256 -hmac '<SECRET>'
    assert (
        sign(KEY, 1_700_000_000, SECRET)
        == "6dc127737f960fe3b98066e7360c8bef92b792b7735d217f0e430f50bfa731cd"
    )


def test_a_link_is_valid_until_it_expires() -> None:
    signature = sign(KEY, 2000, SECRET)
    assert verify(KEY, 2000, signature, SECRET, now=1999.9)
    assert not verify(KEY, 2000, signature, SECRET, now=2000)


@pytest.mark.parametrize(
    ("key", "expires_at", "secret"),
    [
        (KEY + "x", 2000, SECRET),
        ("0" + KEY, 2000, SECRET),
        (KEY, 2001, SECRET),
        (KEY, 20000, SECRET),
        (KEY, 2000, SECRET + b"x"),
    ],
)
def test_a_signature_is_valid_for_nothing_else(key: str, expires_at: int, secret: bytes) -> None:
    assert not verify(key, expires_at, sign(KEY, 2000, SECRET), secret, now=0)


@given(st.text())
def test_no_invented_signature_is_valid(signature: str) -> None:
    assert not verify(KEY, 2000, signature, SECRET, now=0)


def test_a_link_contains_the_fields_that_are_verified() -> None:
    url = urlsplit(local_url("https://photos.example/base", KEY, 2000, SECRET))
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"https://photos.example/base/files/{KEY}"
    query = parse_qs(url.query)
    assert query["expires"] == ["2000"]
    assert verify(KEY, 2000, query["signature"][0], SECRET, now=0)
