"""Write contact sheets of retouched people to ``./out/pictures``, to look at after a change.

The photos are those beside the checkout that tests use; without them, one public portrait.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from benchmarks.pictures import portraits
from numpy.typing import NDArray

import idphoto
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.photo.retouch.strengths import Retouch

FOLDER: Final = Path("out/pictures")
SIZE_WH: Final = (413, 626)
STRENGTHS: Final = (0.0, 0.25, 0.5, 1.0)

Rgb = NDArray[np.uint8]


def main() -> None:
    """Write one file per correction: one row per person, strengths from 0 to 1 across."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, rows in tiles():
        path = FOLDER / f"{name}.jpg"
        sheet = np.vstack([np.hstack(row) for row in rows])
        path.write_bytes(encode(sheet, EncodeOptions(quality=90)).data)
        print(f"{path}: {len(rows)} people, strengths {', '.join(map(str, STRENGTHS))}")


def tiles() -> Iterator[tuple[str, list[list[Rgb]]]]:
    """The name and the rows of each file."""
    for name in ("bright", "smooth", "thin_face", "sharp", "together"):
        yield name, [row for data in portraits().values() if (row := series(data, name))]


def series(data: bytes, name: str) -> list[Rgb]:
    """One person at all strengths; empty if no photo can be made of them."""
    row = []
    for strength in STRENGTHS:
        together = name == "together"
        wanted = Retouch(*4 * [strength]) if together else Retouch(**{name: strength})
        request = idphoto.photo_request(size_px=SIZE_WH, background="F4F4F4", retouch=wanted)
        try:
            row.append(idphoto.make_photo(data, request).pixels)
        except idphoto.IdPhotoError as error:
            print(f"left out: {error.message}")
            return []
    return row


if __name__ == "__main__":
    main()
