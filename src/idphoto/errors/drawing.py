"""Text, labels and sheets that cannot be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class LibraryMissing(IdPhotoError):
    """A library cannot be loaded; `package` provides it, or what it depends on."""

    # ``purpose`` is what it is needed for: "draw clothes", after the word "cannot".
    template: ClassVar[str] = "cannot load the library {library}: install {package} ({reason})"
    remedy: ClassVar[str] = (
        "install what the message names: `pip install skia-python`, or in Debian "
        "`libegl1 libgl1 libexpat1`"
    )
    caller_template: ClassVar[str] = "this server cannot {purpose}"

    library: str
    package: str
    reason: str
    purpose: str = "do this"


@dataclass(eq=False)
class MissingGlyph(IdPhotoError):
    """No installed font has some of a text's characters."""

    # ``script`` is what they are, in English. ``package`` is Debian's, with a font for them, or "".
    template: ClassVar[str] = "no installed font has {characters} ({script}): install one that does"
    remedy: ClassVar[str] = "install the font package that `package` names, and start again"
    caller_template: ClassVar[str] = "no font on this server has {characters} ({script})"

    characters: str
    script: str
    package: str
