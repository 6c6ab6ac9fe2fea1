"""Result files behind signed links."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from idphoto.errors import StorageUnavailable

SIGNED = {"expires": "1700000000", "signature": "a" * 64}
KEY = "results/2026-01-01/a b.png"


@pytest.fixture(autouse=True)
def stored(stand_in: Any) -> None:
    stand_in.files[KEY] = b"\x89PNG"


def test_a_valid_link_returns_the_file_and_forbids_caching(client: httpx.Client) -> None:
    del client.headers["X-API-KEY"]
    answer = client.get(f"/files/{KEY}", params=SIGNED)
    assert (answer.status_code, answer.content) == (200, b"\x89PNG")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Length"] == "4"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_head_request_returns_size_and_type(client: httpx.Client) -> None:
    answer = client.head(f"/files/{KEY}", params=SIGNED)
    assert (answer.status_code, answer.content) == (200, b"")
    assert (answer.headers["Content-Length"], answer.headers["Content-Type"]) == ("4", "image/png")


@pytest.mark.parametrize(
    ("key", "params"),
    [
        (KEY, {}),
        (KEY, {**SIGNED, "signature": "b" * 64}),
        (KEY, {**SIGNED, "signature": "é" * 64}),
        (KEY, {**SIGNED, "expires": "soon"}),
        (KEY, {**SIGNED, "expires": "9" * 5000}),
        (KEY, {**SIGNED, "expires": "-1"}),
        ("results/none", SIGNED),
        ("%2e%2e/secret", SIGNED),
        ("%00", SIGNED),
        ("", SIGNED),
    ],
)
def test_every_invalid_link_gets_the_same_answer(
    client: httpx.Client, key: str, params: dict[str, str]
) -> None:
    answer = client.get(f"/files/{key}", params=params)
    assert answer.status_code == 404
    assert answer.json() == {
        "status": 404,
        "message": "no such file, or its link has expired",
    }


def test_unavailable_storage_is_reported(client: httpx.Client, stand_in: Any) -> None:
    stand_in.fault = StorageUnavailable("timeout")
    answer = client.get(f"/files/{KEY}", params=SIGNED)
    assert answer.status_code == 503
    assert answer.json()["status"] == 503
