"""Import the drawing library when it is first needed."""

from __future__ import annotations

import importlib
from typing import Any, Final

from idphoto.errors import LibraryMissing

_PURPOSE: Final = "draw clothes, text or print sheets"


def skia() -> Any:
    """The ``skia`` module.

    Raises:
        LibraryMissing: it is not installed, or a system library that it needs is not.
    """
    try:
        return importlib.import_module("skia")
    except ModuleNotFoundError as error:
        raise LibraryMissing("skia", "skia-python from PyPI", str(error), _PURPOSE) from error
    except ImportError as error:
        # It links to OpenGL, although nothing here draws with it; minimal systems lack that.
        package = "libegl1, libgl1 and libexpat1 (Debian package names)"
        raise LibraryMissing("skia", package, str(error), _PURPOSE) from error
