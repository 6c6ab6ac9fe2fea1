"""Write docs/errors.md from the error classes: meanings are docstrings, remedies attributes."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from types import ModuleType
from typing import Final

from idphoto import errors

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "errors.md"
HEAD: Final = """\
# Errors

An error means that there is no result. Each has a stable `code`, a message that says what was found and what was needed,
and the same numbers for programs: `error.code`, `error.message` and `error.details()` in Python, under `error` in JSON.
The [native API](api.md#problems) has the same codes. Vendors' APIs have their own; [PicWish's](vendors/picwish.md#task-states), [AceData's
headshots](vendors/acedata-headshots.md#errors) and [AceData's ID cards](vendors/acedata-idcard.md#errors) have their
tables. Something that does not stop a photo is a [notice](guide.md#notices) instead.

The root of all errors is `idphoto_error`, `IdPhotoError` in Python; it is never raised itself. `make docs` writes this page from the classes in `idphoto.errors`.
"""


def page() -> str:
    """The page's text."""
    return HEAD + "".join(map(_subject, _subjects()))


def _subjects() -> list[ModuleType]:
    """The package's files, in the order in which its tree lists their classes."""
    names = {each.name for each in pkgutil.iter_modules(errors.__path__)} - {"base"}
    files = [importlib.import_module(f"idphoto.errors.{name}") for name in names]
    return sorted(files, key=lambda file: errors.__all__.index(_classes(file)[0].__name__))


def _classes(file: ModuleType) -> list[type[errors.IdPhotoError]]:
    """The classes that a file defines and that have a code of their own."""
    source = inspect.getsource(file)
    named = re.findall(r"^class (\w+)\(", source, re.MULTILINE)
    found = [getattr(file, name) for name in named]
    return [each for each in found if each.code not in {base.code for base in _bases(each)}]


def _bases(error: type[errors.IdPhotoError]) -> list[type[errors.IdPhotoError]]:
    return [base for base in error.__bases__ if issubclass(base, errors.IdPhotoError)]


def _subject(file: ModuleType) -> str:
    """A heading and a table: one file of the package."""
    heading = (file.__doc__ or "").partition(".")[0]
    rows = "".join(map(_row, _classes(file)))
    return f"\n## {heading}\n\n| code | what it means | what to do |\n|---|---|---|\n{rows}"


def _row(error: type[errors.IdPhotoError]) -> str:
    meaning = " ".join((inspect.getdoc(error) or "").partition("\n\n")[0].split())
    meaning = meaning.replace("``", "`").rstrip(".")
    return f"| `{error.code}` | {meaning[0].lower()}{meaning[1:]} | {error.remedy or '–'} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
