"""The language of names and titles."""

from __future__ import annotations

import pytest

from idphoto.server.native.language import preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("ZH-Hans-CN", "zh"),
        ("en-GB", "en"),
        ("fr, de;q=0.9", "en"),
        ("fr, en;q=0.3, zh;q=0.5", "zh"),
        ("zh;q=0", "en"),
        ("zh;q=nonsense, en;q=0.1", "en"),
        ("zh;q=nan", "en"),
        ("*", "en"),
        (",,;;=,", "en"),
        ("en," * 10_000, "en"),
    ],
)
def test_the_language_that_ranks_highest_is_taken(header: str, language: str) -> None:
    assert preferred(header) == language
