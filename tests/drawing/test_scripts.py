from __future__ import annotations

import pytest

from idphoto.drawing.scripts import (
    is_joined,
    language_of,
    package_for,
    script_of,
)


@pytest.mark.parametrize(
    ("characters", "script", "package"),
    [
        ("é", "Latin", "fonts-dejavu-core"),
        ("7!", "Latin", "fonts-dejavu-core"),
        ("Ж", "Cyrillic", "fonts-dejavu-core"),
        ("张", "Chinese, Japanese or Korean", "fonts-noto-cjk"),
        ("さン홍〇", "Chinese, Japanese or Korean", "fonts-noto-cjk"),
        ("𪚥", "Chinese, Japanese or Korean", "fonts-hanazono"),
        ("\U0003134a", "Chinese, Japanese or Korean", ""),
        ("م", "Arabic", "fonts-noto-core"),
        ("सु", "Devanagari", "fonts-noto-core"),
        ("①", "symbols", "fonts-noto-core"),
        ("👩\u200d🚀", "emoji", "fonts-noto-color-emoji"),
        ("م 张", "Arabic, Chinese, Japanese or Korean", "fonts-noto-core, fonts-noto-cjk"),
        ("q\u0323", "Latin", "fonts-dejavu-core"),
        ("\u20dd", "Combining", "fonts-noto-core"),
    ],
)
def test_characters_have_a_script_and_a_package(characters: str, script: str, package: str) -> None:
    assert script_of(characters) == script
    assert package_for(characters) == package


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("张伟 2024001", "zh-Hans"),
        ("山田さくら", "ja"),
        ("ヤマダ", "ja"),
        ("金 민수", "ko"),
        ("Anna", "zh-Hans"),
    ],
)
def test_kana_and_hangul_identify_the_language_of_ideographs(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("before", "character", "joined"),
    [
        ("e", "\u0301", True),
        ("क", "्", True),
        ("👩", "\u200d", True),
        ("\u200d", "🚀", True),
        ("👍", "🏽", True),
        ("e", "a", False),
        ("e", " ", False),
    ],
)
def test_marks_belong_to_the_letter_before_them(before: str, character: str, joined: bool) -> None:
    assert is_joined(before, character) == joined
