"""Sizes and head constraints as typed: ``35x45``, ``200``, ``190:210``, ``32mm:36mm``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from idphoto.errors import BadRequest
from idphoto.face.choose import FaceChoice
from idphoto.imaging.encode import FORMATS, OutputFormat
from idphoto.imaging.geometry import mm_to_px
from idphoto.photo.framing.constraints import FrameConstraints, Limit


def parse_limit(name: str, text: str, dpi: float) -> Limit:
    """A target, a range ``LOW:HIGH`` (either end may be omitted), or ``LOW:TARGET:HIGH``.

    Numbers are pixels, or millimetres of print if they end in ``mm``; an ``mm`` after the last
    number applies to all of them.

    Raises:
        BadRequest: with ``field`` = ``name``.
    """
    words = text.split(":")
    in_mm = words[-1].strip().endswith("mm")
    parts = [_pixels(name, word, dpi, in_mm) for word in words]
    try:
        match parts:
            case [target]:
                return Limit(target=target)
            case [low, high]:
                return Limit(low=low, high=high)
            case [low, target, high]:
                return Limit(low=low, target=target, high=high)
    except BadRequest as error:
        raise BadRequest(name, f"{text!r}: {error.reason}") from error
    raise BadRequest(name, f"must be TARGET, LOW:HIGH or LOW:TARGET:HIGH, not {text!r}")


def parse_limits(given: dict[str, str | None], dpi: float) -> FrameConstraints:
    """All of a command's constraints; a quantity whose text is None is not constrained."""
    return FrameConstraints(
        **{name: parse_limit(name, text, dpi) for name, text in given.items() if text is not None}
    )


def parse_size(name: str, text: str) -> tuple[float, float]:
    """``295x413`` or ``35x45``: two numbers above zero.

    Raises:
        BadRequest: with ``field`` = ``name``.
    """
    try:
        width, height = (float(part) for part in text.lower().replace("×", "x").split("x"))
    except ValueError:
        raise BadRequest(name, f"must be WIDTHxHEIGHT, not {text!r}") from None
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise BadRequest(name, f"both sides must be above 0, not {text!r}")
    return width, height


FaceOption = Annotated[
    str | None,
    typer.Option(
        help="Of several faces: largest, left, right, or a number that counts them from the left, "
        "starting at 1. Default: largest."
    ),
]


def parse_face(text: str | None) -> FaceChoice:
    """``largest`` (also None), ``left``, ``right``, or a number from 1 on.

    Raises:
        BadRequest: of ``face``.
    """
    match text:
        case None:
            return "largest"
        case "largest" | "left" | "right":
            return text
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    reason = (
        f"{text!r} is not one of largest, left, right, or a number counted from the left, from 1"
    )
    raise BadRequest("face", reason)


def format_of(output: Path) -> OutputFormat:
    """The format that the suffix of a picture's file stands for.

    Raises:
        BadRequest: of ``output``: the suffix is not one of ``FORMATS``.
    """
    kind = FORMATS.get(output.suffix.lower())
    if kind is None:
        raise BadRequest("output", f"{output.name} must end in one of {', '.join(FORMATS)}")
    return kind


def _pixels(name: str, text: str, dpi: float, in_mm: bool) -> float | None:
    number = text.strip().removesuffix("mm")
    if not number:
        return None
    try:
        value = float(number)
    except ValueError:
        raise BadRequest(name, f"must be a number of pixels or mm, not {text!r}") from None
    return mm_to_px(value, dpi) if in_mm or text.strip().endswith("mm") else value
