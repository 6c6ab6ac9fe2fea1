"""Import the drawing libraries when they are first needed."""

from __future__ import annotations

import importlib
from typing import Any, Final

from idphoto.errors import LibraryMissing

_PURPOSE: Final = "draw clothes, text or print sheets"


def freetype() -> Any:
    """FreeType's functions and structures.

    Raises:
        LibraryMissing: the library is not installed, or its installation is damaged.
    """
    return _library("freetype.raw", "freetype-py")


def freetype_handle() -> Any:
    """FreeType's handle of this process.

    Raises:
        LibraryMissing: as :func:`freetype`.
    """
    return _library("freetype", "freetype-py").get_handle()


def harfbuzz() -> Any:
    """HarfBuzz.

    Raises:
        LibraryMissing: the library is not installed, or its installation is damaged.
    """
    return _library("uharfbuzz", "uharfbuzz")


def _library(module: str, package: str) -> Any:
    try:
        return importlib.import_module(module)
    except (ImportError, OSError) as error:
        library = module.partition(".")[0]
        raise LibraryMissing(library, package, str(error), _PURPOSE) from error
