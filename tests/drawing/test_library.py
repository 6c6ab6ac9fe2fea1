from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from idphoto.drawing.library import skia
from idphoto.errors import LibraryMissing


@pytest.mark.usefixtures("drawing")
def test_the_library_is_loaded_when_something_is_drawn() -> None:
    program = (
        "import sys, idphoto.photo.request\n"
        "print('skia' in sys.modules)\n"
        "idphoto.photo.request.photo_request(watermark='PREVIEW')\n"
        "print('skia' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert (done.returncode, done.stdout.split()) == (0, ["False", "True"])


@pytest.mark.parametrize(
    ("error", "package"),
    [
        (ModuleNotFoundError("No module named 'skia'"), "skia-python from PyPI"),
        (
            ImportError("libEGL.so.1: cannot open shared object file"),
            "libegl1, libgl1 and libexpat1 (Debian package names)",
        ),
    ],
)
def test_the_error_says_why_the_library_cannot_be_loaded(
    error: ImportError, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str) -> None:
        raise error

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(LibraryMissing) as caught:
        skia()
    assert caught.value.code == "library_missing"
    assert caught.value.message == (f"cannot load the library skia: install {package} ({error})")
