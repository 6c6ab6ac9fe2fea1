"""Parts of a photo's request, from options that only make sense together."""

from __future__ import annotations

from pathlib import Path

from idphoto.cli.inputs import open_input
from idphoto.cli.values import parse_face
from idphoto.errors import BadRequest
from idphoto.face.choose import FaceChoice
from idphoto.imaging.colour import parse_colour
from idphoto.imaging.decode import open_source
from idphoto.photo.background import (
    WHITE,
    Backdrop,
    Background,
    Gradient,
    Original,
    Transparent,
)
from idphoto.photo.label import Label
from idphoto.photo.retouch.strengths import DEFAULT_STRENGTH, Retouch


def chosen_background(
    bg: str | None, bg2: str | None, image: Path | None, transparent: bool, keep: bool
) -> Background | str | None:
    """The background, a colour's name, or None where no option was given.

    Raises:
        BadRequest: two options exclude each other, or a colour cannot be used.
        BadImage, IoError: the picture cannot be read.
    """
    chosen = {
        "bg": bg is not None or bg2 is not None,
        "bg_image": image is not None,
        "transparent": transparent,
        "keep_background": keep,
    }
    names = [name for name, given in chosen.items() if given]
    if len(names) > 1:
        raise BadRequest(names[1], f"cannot be combined with {names[0]}")
    if image is not None:
        return Backdrop(open_source(open_input("bg_image", image)).decode().rgb)
    if transparent:
        return Transparent()
    if keep:
        return Original()
    if bg2 is not None:
        top = parse_colour(bg, "bg") if bg is not None else WHITE
        return Gradient(top, parse_colour(bg2, "bg2"))
    return bg


def chosen_face(face: str | None, one_face: bool) -> FaceChoice:
    """Which of several faces to use.

    Raises:
        BadRequest: ``face`` names none, or excludes ``one_face``.
    """
    if one_face and face is not None:
        raise BadRequest("face", "cannot be combined with one_face")
    return "only" if one_face else parse_face(face)


def chosen_retouch(
    usual: bool,
    bright: float | None,
    smooth: float | None,
    thin_face: float | None,
    sharp: float | None,
) -> Retouch:
    """The given strengths; ``usual`` sets the others, except ``thin_face``, which changes what a
    face looks like."""
    rest = DEFAULT_STRENGTH if usual else 0.0
    return Retouch(
        bright=rest if bright is None else bright,
        smooth=rest if smooth is None else smooth,
        thin_face=thin_face or 0.0,
        sharp=rest if sharp is None else sharp,
    )


def chosen_label(text: str | None, height_px: int | None) -> Label | None:
    """The label, or None without a text; a height without a text is refused."""
    if text is None:
        if height_px is not None:
            raise BadRequest("label_height", "has no effect without label")
        return None
    return Label(text) if height_px is None else Label(text, height_px)
