from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from idphoto.drawing.fonts import runs
from idphoto.errors import MissingGlyph


def families(text: str) -> list[tuple[str, str]]:
    return [(part, face.family) for part, face in runs(text)]


def test_a_text_in_one_font_is_one_run() -> None:
    assert len(runs("Ágnes Müller, 2024!")) == 1


def test_digits_have_the_same_font_beside_any_script() -> None:
    plain = families("2024")[0][1]
    (han, other), (figures, same) = families("张伟 2024")
    assert (han, figures) == ("张伟", " 2024")
    assert other != plain == same


def test_marks_stay_with_their_letter() -> None:
    texts = [part for part, _ in runs("xe\u0301\u0323 q\u0323")]
    assert "".join(texts) == "xe\u0301\u0323 q\u0323"
    assert not any(part[0] in "\u0301\u0323" for part in texts)


def test_characters_that_no_font_has_are_all_named() -> None:
    with pytest.raises(MissingGlyph) as caught:
        runs("A\u0378x\u0379y\u0378")  # two code points that are not characters
    assert caught.value.code == "missing_glyph"
    assert caught.value.message == (
        "no installed font has \u0378\u0379 (symbols): install one that does"
    )
    assert caught.value.package == "fonts-noto-core"


def test_without_any_font_the_message_names_packages(tmp_path: Path) -> None:
    """Runs in its own process, since a process keeps the fonts it has found."""
    program = (
        "from idphoto.drawing.fonts import runs\n"
        "from idphoto.errors import MissingGlyph\n"
        "try: runs('Li 伟')\n"
        "except MissingGlyph as error: print(ascii(error.details()))\n"
    )
    alone = {
        "IDPHOTO_MODELS_DIR": str(tmp_path),
        "IDPHOTO_SYSTEM_FONTS": "0",
        "PIP_NO_INDEX": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | alone,
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.strip() == ascii(
        {
            "characters": "Li 伟",
            "script": "Latin, Chinese, Japanese or Korean",
            "package": "fonts-dejavu-core, fonts-noto-cjk",
        }
    )
