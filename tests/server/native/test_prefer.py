"""The ``Prefer`` header."""

from __future__ import annotations

import pytest

from idphoto.server.native.prefer import Preference, read_prefer


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([], Preference()),
        (["respond-async"], Preference(None, True)),
        (["Respond-Async"], Preference(None, True)),
        (["wait=10"], Preference(10.0)),
        (['wait = "10"'], Preference(10.0)),
        (["respond-async, wait=5"], Preference(5.0, True)),
        (["respond-async", "wait=5"], Preference(5.0, True)),
        (["wait=5, wait=9"], Preference(5.0)),  # RFC 7240: the first one counts
        (["wait=-1", "wait=x", "wait=", "return=minimal", "wait=99999999"], Preference()),
        (["x" * 10_000], Preference()),
    ],
)
def test_what_is_known_is_read_and_the_rest_ignored(values: list[str], found: Preference) -> None:
    assert read_prefer(values) == found


@pytest.mark.parametrize(
    ("preference", "seconds", "headers"),
    [
        (Preference(), 180.0, {}),
        (Preference(None, True), 0.0, {"Preference-Applied": "respond-async"}),
        (Preference(10.0), 10.0, {"Preference-Applied": "wait=10"}),
        (Preference(10.0, True), 10.0, {"Preference-Applied": "wait=10"}),
        (Preference(1000.0), 180.0, {"Preference-Applied": "wait=1000"}),
    ],
)
def test_nobody_waits_longer_than_the_server_does(
    preference: Preference, seconds: float, headers: dict[str, str]
) -> None:
    assert preference.seconds(180.0) == seconds
    assert preference.headers() == headers
