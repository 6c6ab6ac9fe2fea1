"""Values as people type them: ``35x45mm``, ``190:210``, ``240k``, ``jpg``, an age, a face."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from idphoto.errors import BadRequest

if TYPE_CHECKING:
    from idphoto.face.choose import FaceChoice
    from idphoto.imaging.encode import OutputFormat
    from idphoto.photo.framing.constraints import FrameConstraints, Limit

_MM: Final[Mapping[str, float]] = {
    "mm": 1.0,
    "cm": 10.0,
    **dict.fromkeys(("in", "inch", "inches", '"', "″"), 25.4),
}
_PX: Final = ("px", "pixel", "pixels")
_NUMBER: Final = r"([^\sa-z\"″x]*)"
_UNIT: Final = rf"({'|'.join((*_MM, *_PX))})?"
_SIZE: Final = re.compile(rf"{_NUMBER}\s*{_UNIT}\s*x\s*{_NUMBER}\s*{_UNIT}")
# Authorities mean either 1,000 or 1,024 by kB: the smaller keeps to both, as a largest size.
_BYTES: Final[Mapping[str, int]] = {
    "": 1,
    "k": 1000,
    "m": 1000**2,
    "ki": 1024,
    "mi": 1024**2,
}
_BYTE_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(|k|m|ki|mi)(?:b|bytes?)?")


@dataclass(frozen=True, slots=True)
class TypedSize:
    """A size as typed. ``unit``: ``px``, ``mm``, or None where none was typed."""

    width: float
    height: float
    unit: str | None

    @property
    def wh(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height


def parse_size(name: str, text: str) -> TypedSize:
    """``295x413``, ``35x45mm``, ``35×45 mm``, ``2x2in`` or ``413x531px``; cm and in become mm.

    Raises:
        BadRequest: with ``field`` = ``name``.
    """
    match = _SIZE.fullmatch(text.strip().lower().replace("×", "x"))
    try:
        if match is None or (match[2] or match[4]) != (match[4] or match[2]):
            raise ValueError
        width, height = float(match[1]), float(match[3])
    except ValueError:
        reason = f"must be WIDTHxHEIGHT, optionally followed by px, mm, cm or in, not {text!r}"
        raise BadRequest(name, reason) from None
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise BadRequest(name, f"both sides must be above 0, not {text!r}")
    unit = match[4] or match[2]
    if unit in _MM:
        return TypedSize(width * _MM[unit], height * _MM[unit], "mm")
    return TypedSize(width, height, unit and "px")


def parse_size_mm(name: str, text: str) -> tuple[float, float]:
    """As ``parse_size``, in millimetres, which need no unit.

    Raises:
        BadRequest: with ``field`` = ``name``; also for pixels.
    """
    size = parse_size(name, text)
    if size.unit == "px":
        raise BadRequest(name, f"is a size in mm, cm or in, not {text!r}")
    return size.wh


def parse_bytes(name: str, text: str) -> int:
    """``40000``, ``240k``, ``1.5MB`` (1,000 each) or ``240KiB`` (1,024 each), in bytes.

    Raises:
        BadRequest: with ``field`` = ``name``.
    """
    match = _BYTE_SIZE.fullmatch(text.strip().lower())
    if match is None:
        raise BadRequest(
            name, f"must be a number of bytes such as 40000, 240k or 1.5MB, not {text!r}"
        )
    return round(float(match[1]) * _BYTES[match[2]])


def parse_format(text: str) -> OutputFormat:
    """``jpg`` or ``jpeg``, ``png``, ``webp``, in any case.

    Raises:
        BadRequest: of ``format``.
    """
    from idphoto.imaging.encode import FORMATS

    kind = FORMATS.get(f".{text.strip().lower()}")
    if kind is None:
        names = ", ".join(suffix.removeprefix(".") for suffix in FORMATS)
        raise BadRequest("format", f"{text!r} is not one of {names}")
    return kind


def parse_limit(name: str, text: str, dpi: float) -> Limit:
    """A target, a range ``LOW:HIGH`` (either end may be omitted), or ``LOW:TARGET:HIGH``.

    Numbers are pixels, or millimetres of print if they end in ``mm``; an ``mm`` after the last
    number applies to all of them.

    Raises:
        BadRequest: with ``field`` = ``name``.
    """
    from idphoto.photo.framing.constraints import Limit

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


def parse_limits(given: Mapping[str, str | None], dpi: float) -> FrameConstraints:
    """All of a command's constraints; a quantity whose text is None is not constrained."""
    from idphoto.photo.framing.constraints import FrameConstraints

    return FrameConstraints(
        **{name: parse_limit(name, text, dpi) for name, text in given.items() if text is not None}
    )


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


def chosen_age(child: float | None, infant: bool) -> float | None:
    """The person's age in years if it was stated.

    Raises:
        BadRequest: it is negative, or stated twice.
    """
    if infant and child is not None:
        raise BadRequest("infant", "is --child 0: leave one of them out")
    if child is not None and not 0 <= child < 18:
        raise BadRequest("child", f"must be an age from 0 to 17, not {child:g}")
    return 0.0 if infant else child


def agree(kind: str, named: str | None, output: Path) -> None:
    """Check that what is written is what the file is ``named`` for, if for anything.

    Raises:
        BadRequest: of ``format``.
    """
    if named is not None and kind != named:
        raise BadRequest("format", f"{kind} does not belong into {output.name}: leave one out")


def format_of(output: Path) -> OutputFormat:
    """The format that the suffix of a picture's file stands for.

    Raises:
        BadRequest: of ``output``: the suffix is not one of ``FORMATS``.
    """
    from idphoto.imaging.encode import FORMATS

    kind = FORMATS.get(output.suffix.lower())
    if kind is None:
        raise BadRequest("output", f"{output.name} must end in one of {', '.join(FORMATS)}")
    return kind


def _pixels(name: str, text: str, dpi: float, in_mm: bool) -> float | None:
    from idphoto.imaging.geometry import mm_to_px

    number = text.strip().removesuffix("mm")
    if not number:
        return None
    try:
        value = float(number)
    except ValueError:
        raise BadRequest(name, f"must be a number of pixels or mm, not {text!r}") from None
    return mm_to_px(value, dpi) if in_mm or text.strip().endswith("mm") else value
