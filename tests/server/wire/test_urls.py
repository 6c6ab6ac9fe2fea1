from __future__ import annotations

import pytest

from idphoto.server.wire.urls import fault_of_url

WEB = ("http", "https")


@pytest.mark.parametrize(
    "url", ["http://a.example", "HTTPS://a.example:8443/b?c=1#d", "https://[2001:db8::1]/b"]
)
def test_a_url_with_a_host_is_accepted(url: str) -> None:
    assert fault_of_url(url, WEB) is None


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("", "must be a URL that begins with http:// or https://"),
        ("a.example/b", "must be a URL that begins with http:// or https://"),
        ("oss://bucket/key", "must be a URL that begins with http:// or https://"),
        ("https:///b", "must be a URL with a host"),
        ("https://[::1/b", "must be a URL"),
        ("https://a.example:99999/b", "must be a URL"),
        ("https://me@a.example/b", "must be a URL without a user name and password"),
        ("https://a.example/b c", "must not contain spaces or control characters"),
        ("https://a.example/\0", "must not contain spaces or control characters"),
        ("https://a.example/\ud800", "must not contain spaces or control characters"),
    ],
)
def test_an_invalid_url_is_refused_with_a_reason(url: str, fault: str) -> None:
    assert fault_of_url(url, WEB) == fault


def test_a_stored_object_has_a_bucket_and_a_key() -> None:
    assert fault_of_url("oss://bucket/key", ("oss",)) is None
    assert fault_of_url("oss://bucket/", ("oss",)) == "must be oss://bucket/key"
