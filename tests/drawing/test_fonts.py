from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from idphoto.assets.store import AssetStore
from idphoto.drawing.fonts import has_font, runs
from idphoto.errors import MissingGlyph
from idphoto.settings import get_settings


def families(text: str) -> list[tuple[str, str]]:
    return [(part, face.family) for part, face in runs(text)]


def alone(program: str, **environment: str) -> str:
    """What a process of its own prints, which has not looked at any font yet."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PIP_NO_INDEX": "1"} | environment,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout.strip()


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
    found = alone(program, IDPHOTO_MODELS_DIR=str(tmp_path))
    assert found == ascii(
        {
            "characters": "Li 伟",
            "script": "Latin, Chinese, Japanese or Korean",
            "package": "fonts-dejavu-core, fonts-noto-cjk",
        }
    )


def test_a_font_of_ones_own_is_used_before_the_pinned_ones(tmp_path: Path) -> None:
    store = AssetStore(get_settings().models_dir)
    store.pull(["noto_sans", "noto_sans_cjk", "dejavu_sans"])
    shutil.copy(store.path("dejavu_sans"), tmp_path / "mine.ttf")
    program = "from idphoto.drawing.fonts import runs; print(*[f.family for _, f in runs('Li 伟')])"
    assert alone(program) == "Noto Sans Noto Sans CJK SC"
    own = alone(program, IDPHOTO_FONTS_DIR=str(tmp_path))
    assert own == "DejaVu Sans Noto Sans CJK SC"


def test_a_server_fetches_fonts_at_its_start_and_not_in_requests(tmp_path: Path) -> None:
    program = (
        "from idphoto.drawing import fonts\n"
        "from idphoto.errors import IdPhotoError\n"
        "try: fonts.fetch_fonts()\n"
        "except IdPhotoError as error: print(error.code)\n"
        "from idphoto.assets.store import AssetStore\n"
        "AssetStore.path = None  # would fail if it were called\n"
        "try: fonts.runs('Li')\n"
        "except IdPhotoError as error: print(error.code)\n"
    )
    assert alone(program, IDPHOTO_MODELS_DIR=str(tmp_path)).split() == [
        "weights_unavailable",
        "missing_glyph",
    ]


def test_a_font_is_reported_without_being_fetched() -> None:
    assert has_font("Li 伟 محمد")
    assert not has_font("\U0003134a")
