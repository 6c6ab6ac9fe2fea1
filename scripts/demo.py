"""Make ID photos from a public portrait in ``./demo``: the quickest way to see the results.

Needs what the product needs, and nothing that only developers have. The exit status is 1 if a
picture cannot be made; its name and the reason are printed.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

import idphoto
from idphoto.assets.archives import Archive, FetchError, fetch_archive, member_blocks, opened
from idphoto.assets.downloads import report
from idphoto.cli import models
from idphoto.cli.downloads import shown_downloads
from idphoto.cli.hints import with_hint
from idphoto.errors import IdPhotoError
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.imaging.files import write_whole
from idphoto.photo.report import describe

FOLDER: Final = Path("demo")
# Eileen Collins, by NASA: in the public domain. The package is fetched as data, never installed.
PORTRAIT: Final = Archive("wheel", "scikit-image==0.26.0", 13_711_217)
MEMBER: Final = "skimage/data/astronaut.png"
SHA256: Final = "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5"


def main() -> None:
    """Fetch what is missing, then make each picture and describe it."""
    started = time.monotonic()
    FOLDER.mkdir(exist_ok=True)
    try:
        with shown_downloads():
            models.pull()
            source = portrait()
    except (IdPhotoError, FetchError) as error:
        sys.exit(f"cannot make anything: {error}")
    print(f"\nfrom   {source.resolve()}")
    failed = [name for name, make in PICTURES.items() if not is_made(name, make, source)]
    print(f"\nready after {time.monotonic() - started:.1f} s")
    if failed:
        sys.exit(
            f"{len(failed)} of {len(PICTURES)} pictures could not be made: {', '.join(failed)}"
        )


def portrait() -> Path:
    """The portrait as a JPEG, fetched unless it is there.

    Raises:
        FetchError: it cannot be fetched, or is another picture.
    """
    path = FOLDER / "astronaut.jpg"
    if not path.exists():
        with tempfile.TemporaryDirectory() as folder:
            fetched = fetch_archive(
                PORTRAIT, Path(folder), lambda done: report(PORTRAIT.package, done, PORTRAIT.bytes)
            )
            with opened(fetched) as members:
                png = b"".join(member_blocks(members, MEMBER))
        if hashlib.sha256(png).hexdigest() != SHA256:
            raise FetchError(f"{PORTRAIT.package}: not the portrait expected")
        pixels = np.asarray(Image.open(BytesIO(png)))
        write_whole(path, encode(pixels, EncodeOptions(quality=95)).data)
    return path


def is_made(name: str, make: Callable[[Path, str], None], source: Path) -> bool:
    """Make one picture; if it cannot be made, print why."""
    try:
        make(source, name)
    except IdPhotoError as error:
        print(f"failed {FOLDER / name}: {with_hint(error)}", file=sys.stderr)
        return False
    return True


def passport(source: Path, name: str) -> None:
    """A passport photo by the authority's rules."""
    make_photo(source, name, idphoto.photo_request(idphoto.load_spec("jp-passport")))


def blue(source: Path, name: str) -> None:
    """A photo on a colour, in a file of at most 40 kB."""
    request = idphoto.photo_request(size_px=(295, 413), background="438EDB", max_bytes=40_000)
    make_photo(source, name, request)


def dressed(source: Path, name: str) -> None:
    """A photo in better light, with smoother skin and other clothes."""
    request = idphoto.photo_request(
        size_px=(413, 626),
        background="E8EDF2",
        clothes="woman_17",
        retouch=idphoto.Retouch(0.5, 0.5),
    )
    make_photo(source, name, request)


def cutout(source: Path, name: str) -> None:
    """The person cut out, at the portrait's full size."""
    started = time.monotonic()
    rgba = idphoto.cut_out(source).rgba
    file = encode(rgba, EncodeOptions(format="png")).data
    save(name, file, (rgba.shape[1], rgba.shape[0]), time.monotonic() - started)


def sheet(source: Path, name: str) -> None:
    """A 6-inch print sheet, full of the blue photo."""
    started = time.monotonic()
    request = idphoto.SheetRequest(paper="6inch", format="pdf")
    made = idphoto.make_sheet(FOLDER / BLUE, request)
    save(name, made.data, made.size_wh, time.monotonic() - started)
    print(f"       {made.count} photos of 25 × 35 mm, with crop marks")


BLUE: Final = "one-inch-blue-40kB.jpg"
PICTURES: Final[Mapping[str, Callable[[Path, str], None]]] = {
    "jp-passport.jpg": passport,
    BLUE: blue,
    "cutout.png": cutout,
    "sheet-6inch.pdf": sheet,
    "dressed.jpg": dressed,
}


def make_photo(source: Path, name: str, request: idphoto.PhotoRequest) -> None:
    """Make one photo and print its measurements."""
    started = time.monotonic()
    photo = idphoto.make_photo(source, request)
    save(name, photo.data, photo.size_wh, time.monotonic() - started)
    described = describe(photo)
    mm = described["geometry"]["mm"]
    print(
        f"       {described['mm'][0]} × {described['mm'][1]} mm at {photo.dpi:g} dpi: "
        f"face {mm['face_height']} mm (chin to crown), head {mm['head_height']} mm (with hair), "
        f"eyes {mm['eyes_top']} mm below the top"
    )
    for notice in photo.notices:
        print(f"       note: {notice.message}")


def save(name: str, file: bytes, size_wh: tuple[int, int], took: float) -> None:
    """Write a file and print where it is."""
    path = FOLDER / name
    path.write_bytes(file)
    width, height = size_wh
    print(f"made   {path.resolve()}: {width} × {height} px, {len(file):,} bytes, {took:.2f} s")


if __name__ == "__main__":
    main()
