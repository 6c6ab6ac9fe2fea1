"""Make ID photos from a public portrait in ``./demo``: the quickest way to see the results."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from skimage import data

import idphoto
from idphoto.cli import models
from idphoto.cli.downloads import shown_downloads
from idphoto.errors import LibraryMissing
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.photo.report import describe

FOLDER: Final = Path("demo")


def main() -> None:
    """Fetch missing weights, then make pictures and describe them."""
    started = time.monotonic()
    with shown_downloads():
        models.pull()
    FOLDER.mkdir(exist_ok=True)

    # Eileen Collins, by NASA: in the public domain, a file of the package scikit-image
    portrait = encode(data.astronaut(), EncodeOptions(quality=95)).data
    source = FOLDER / "astronaut.jpg"
    source.write_bytes(portrait)
    print(f"\nfrom   {source.resolve()}")

    passport = idphoto.photo_request(idphoto.load_spec("jp-passport"))
    blue = idphoto.photo_request(size_px=(295, 413), background="438EDB", max_bytes=40_000)
    make(portrait, "jp-passport.jpg", passport)
    make(portrait, "one-inch-blue-40kB.jpg", blue)
    cut_out(portrait, "cutout.png")
    try:
        lay_out("one-inch-blue-40kB.jpg", "sheet-6inch.pdf")
        dressed = idphoto.photo_request(
            size_px=(413, 626),
            background="E8EDF2",
            clothes="woman_2",
            retouch=idphoto.Retouch(0.5, 0.5),
        )
        make(portrait, "dressed.jpg", dressed)
    except LibraryMissing as error:  # as on a server without graphics libraries
        print(f"left out: {error.message}")
    print(f"\nready after {time.monotonic() - started:.1f} s")


def make(portrait: bytes, name: str, request: idphoto.PhotoRequest) -> None:
    """Make one photo and print its measurements."""
    started = time.monotonic()
    photo = idphoto.make_photo(portrait, request)
    took = time.monotonic() - started
    save(name, photo.data, photo.size_wh, took)
    report = describe(photo)
    mm = report["geometry"]["mm"]
    print(
        f"       {report['mm'][0]} × {report['mm'][1]} mm at {photo.dpi:g} dpi: "
        f"face {mm['face_height']} mm (chin to crown), head {mm['head_height']} mm (with hair), "
        f"eyes {mm['eyes_top']} mm below the top"
    )
    for notice in photo.notices:
        print(f"       note: {notice.message}")


def cut_out(portrait: bytes, name: str) -> None:
    """Cut the person out, at the portrait's full size."""
    started = time.monotonic()
    rgba = idphoto.cut_out(portrait).rgba
    file = encode(rgba, EncodeOptions(format="png")).data
    save(name, file, (rgba.shape[1], rgba.shape[0]), time.monotonic() - started)


def lay_out(photo: str, name: str) -> None:
    """Fill a 6-inch sheet with a finished photo."""
    started = time.monotonic()
    request = idphoto.SheetRequest(paper="6inch", format="pdf")
    sheet = idphoto.make_sheet(FOLDER / photo, request)
    save(name, sheet.data, sheet.size_wh, time.monotonic() - started)
    print(f"       {sheet.count} photos of 25 × 35 mm, with crop marks")


def save(name: str, file: bytes, size_wh: tuple[int, int], took: float) -> None:
    """Write a file and print where it is."""
    path = FOLDER / name
    path.write_bytes(file)
    width, height = size_wh
    print(f"made   {path.resolve()}: {width} × {height} px, {len(file):,} bytes, {took:.2f} s")


if __name__ == "__main__":
    main()
