from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from idphoto.drawing.library import freetype, harfbuzz
from idphoto.errors import LibraryMissing


def test_the_libraries_are_loaded_when_something_is_drawn() -> None:
    program = (
        "import sys, idphoto.photo.request\n"
        "print('uharfbuzz' in sys.modules or 'freetype' in sys.modules)\n"
        "idphoto.photo.request.photo_request(watermark='PREVIEW')\n"
        "print('uharfbuzz' in sys.modules and 'freetype' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert (done.returncode, done.stdout.split()) == (0, ["False", "True"])


@pytest.mark.parametrize(
    ("library", "name", "package"),
    [
        (freetype, "freetype", "freetype-py"),
        (harfbuzz, "uharfbuzz", "uharfbuzz"),
    ],
)
def test_the_error_says_why_a_library_cannot_be_loaded(
    library: Callable[[], Any], name: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> None:
        raise ImportError("libc.so.9: cannot open shared object file")

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(LibraryMissing) as caught:
        library()
    assert caught.value.code == "library_missing"
    assert caught.value.message == (
        f"cannot load the library {name}: install {package} "
        "(libc.so.9: cannot open shared object file)"
    )
