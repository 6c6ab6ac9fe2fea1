"""Make the pictures of README and guide from one public portrait.

It is NASA's portrait of the astronaut Eileen Collins, in the public domain, a file of the package
scikit-image.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray

import idphoto
from idphoto.imaging.decode import open_source
from idphoto.imaging.encode import EncodeOptions, encode

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PORTRAIT: Final = encode(skimage.data.astronaut(), EncodeOptions(quality=95)).data
HEIGHT: Final = 400
GAP: Final = 12
ROW_HEIGHT: Final = 260
GARMENT_HEIGHT: Final = 180
GARMENTS: Final = ("woman_8", "woman_5", "woman_9", "woman_20", "woman_17", "man_7")
WHITE: Final = 255

Rgb = NDArray[np.uint8]


def main() -> None:
    """Write every picture and print its size."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    save("before-after", before_after())
    save("retouching", retouching())
    save("garments", garments())
    save("headshots", headshots())


def save(name: str, rgb: Rgb) -> None:
    """Write a JPEG."""
    path = FOLDER / f"{name}.jpg"
    path.write_bytes(encode(rgb, EncodeOptions(quality=86)).data)
    print(f"{path}: {rgb.shape[1]} × {rgb.shape[0]} px, {path.stat().st_size:,} bytes")


# --- before and after ---------------------------------------------------------------------------


def before_after() -> Rgb:
    """The portrait, an arrow, and the results of commands 1 to 4 of the README."""
    passport = make(idphoto.photo_request(idphoto.load_spec("jp-passport")))
    blue = make(idphoto.photo_request(size_px=(295, 413), background="438EDB", max_bytes=40_000))
    retouch = idphoto.Retouch(bright=0.5, smooth=0.5, sharp=0.5)
    suit = make(
        idphoto.photo_request(
            size_px=(413, 626), background="E8EDF2", retouch=retouch, clothes="woman_17"
        )
    )
    sheet = idphoto.make_sheet(blue.data, idphoto.SheetRequest(paper="6inch", format="png"))
    half = (HEIGHT - GAP) // 2
    top = beside(framed(scaled(blue.pixels, half)), framed(scaled(suit.pixels, half)))
    bottom = framed(scaled(opened(sheet.data), half))
    width = max(top.shape[1], bottom.shape[1])
    right = np.vstack([centred(top, width), blank(GAP, width), centred(bottom, width)])
    row = beside(scaled(opened(PORTRAIT), HEIGHT), arrow(), framed(scaled(passport.pixels, HEIGHT)))
    return np.pad(beside(row, right), ((GAP,) * 2, (GAP,) * 2, (0, 0)), constant_values=WHITE)


def make(request: idphoto.PhotoRequest) -> idphoto.Photo:
    return idphoto.make_photo(PORTRAIT, request)


def opened(data: bytes) -> Rgb:
    return open_source(data).decode().rgb


def scaled(rgb: Rgb, height: int) -> Rgb:
    width = round(rgb.shape[1] * height / rgb.shape[0])
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def framed(rgb: Rgb) -> Rgb:
    """Add a thin grey border: a white photo on a white page has no visible edge."""
    rgb = rgb.copy()
    rgb[[0, -1]] = rgb[:, [0, -1]] = 190
    return rgb


def blank(height: int, width: int) -> Rgb:
    return np.full((height, width, 3), WHITE, np.uint8)


def beside(*pictures: Rgb) -> Rgb:
    parts = [part for each in pictures for part in (each, blank(each.shape[0], GAP))]
    return np.hstack(parts[:-1])


def centred(rgb: Rgb, width: int) -> Rgb:
    left = (width - rgb.shape[1]) // 2
    right = width - rgb.shape[1] - left
    return np.pad(rgb, ((0, 0), (left, right), (0, 0)), constant_values=WHITE)


def arrow() -> Rgb:
    rgb, middle = blank(HEIGHT, 56), HEIGHT // 2
    cv2.arrowedLine(rgb, (4, middle), (52, middle), (90, 100, 110), 4, cv2.LINE_AA, tipLength=0.35)
    return rgb


# --- the guide ----------------------------------------------------------------------------------


def retouching() -> Rgb:
    """A face without retouching, at the default strength, and at full strength."""
    photos = []
    for strength in (0.0, 0.5, 1.0):
        wanted = idphoto.Retouch(bright=strength, smooth=strength, sharp=strength)
        request = idphoto.photo_request(
            size_px=(413, 531), background="E8EDF2", retouch=wanted, clothes="woman_17"
        )
        photos.append(framed(scaled(make(request).pixels, ROW_HEIGHT)))
    return beside(*photos)


def garments() -> Rgb:
    """A few of the fifty garments."""
    photos = []
    for garment in GARMENTS:
        request = idphoto.photo_request(size_px=(413, 531), background="E8EDF2", clothes=garment)
        photos.append(framed(scaled(make(request).pixels, GARMENT_HEIGHT)))
    return beside(*photos)


def headshots() -> Rgb:
    """Both pictures of two templates."""
    shots = [
        framed(scaled(shot.pixels, ROW_HEIGHT))
        for template in ("business_photo", "female_portrait")
        for shot in idphoto.make_headshots(PORTRAIT, template)
    ]
    return beside(*shots)


if __name__ == "__main__":
    main()
