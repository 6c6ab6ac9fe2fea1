"""Text, labels and sheets that cannot be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class LibraryMissing(IdPhotoError):
    """A library cannot be loaded; `package` is the Python package that has it."""

    # ``purpose`` is what it is needed for: "draw clothes", after the word "cannot".
    template: ClassVar[str] = "cannot load the library {library}: install {package} ({reason})"
    caller_template: ClassVar[str] = "this server cannot {purpose}"
    remedy: ClassVar[str] = "install the package that the message names: `pip install uharfbuzz`"

    library: str
    package: str
    reason: str
    purpose: str = "do this"


@dataclass(eq=False)
class MissingGlyph(IdPhotoError):
    """No installed font has some of a text's characters."""

    # ``script`` is what they are, in English. ``package`` is Debian's, with a font for them, or "".
    template: ClassVar[str] = "no installed font has {characters} ({script}): install one that does"
    remedy: ClassVar[str] = (
        "`idphoto models pull` fetches fonts for most scripts; for others, install the font "
        "package that `package` names, or put a font into `IDPHOTO_FONTS_DIR`, and start again"
    )
    caller_template: ClassVar[str] = "no font on this server has {characters} ({script})"

    characters: str
    script: str
    package: str
