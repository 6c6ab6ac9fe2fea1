"""What the best frame approaches: targets, the middles of ranges, a usual composition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints
from idphoto.photo.framing.lines import Lines
from idphoto.photo.framing.plane import Wish

# Each kind of wish outweighs the next by so much that the next decides only what it leaves open.
TARGET_WEIGHT = 1.0
RANGE_WEIGHT = 1e-3
DEFAULT_WEIGHT = 1e-6
# A range as narrow as Doc 9303's 70–80 % (half of it: 0.05) is met in the middle. A wide range says
# what is forbidden rather than what is best: one twice as wide weighs a sixteenth.
NARROW_RANGE = 0.05
# The gap above the hair counts more than the eye line.
HEAD_TOP_PART, EYES_PART = 0.75, 0.25


@dataclass(frozen=True, slots=True)
class Composition:
    """The composition to aim for where nothing is asked: shares of the photo's height or width."""

    # The US rule is 50–69 % of the height with hair, the Chinese passport's 28–33 of 48 mm
    # (58–69 %) without.
    head_height: float = 0.60
    # For a square: near the middle of the US rule, with more room for the shoulders.
    head_height_in_square: float = 0.56
    # The Chinese passport allows up to 67 %, 22 of 33 mm.
    head_width: float = 0.64
    # The Chinese passport: 3–5 of 48 mm.
    head_top: float = 0.09
    # The middle of ISO/IEC 19794-5:2005's eye line, 50–70 % of the height above the bottom edge.
    eyes_top: float = 0.40


DEFAULT_COMPOSITION = Composition()


def wishes_of(
    constraints: FrameConstraints,
    lines: Lines,
    size_wh: tuple[int, int],
    default: Composition,
) -> Iterator[Wish]:
    """Targets, the middles of ranges, and the default composition."""
    width, height = size_wh
    for name in SIZES + PLACES:
        limit = constraints[name]
        if limit is None:
            continue
        if limit.target is not None:
            yield Wish(lines[name], limit.target / height, TARGET_WEIGHT)
        elif limit.low is not None and limit.high is not None:
            middle, half = (limit.low + limit.high) / 2, (limit.high - limit.low) / 2
            fade = min(1.0, NARROW_RANGE * height / half) ** 4 if half > 0 else 1.0
            yield Wish(lines[name], middle / height, RANGE_WEIGHT * fade)

    tallest = default.head_height if height > width else default.head_height_in_square
    widest = default.head_width * width / height / lines["head_width"][0]
    yield Wish(lines["head_height"], min(tallest, widest), DEFAULT_WEIGHT)
    yield Wish(lines["head_top"], default.head_top, DEFAULT_WEIGHT * HEAD_TOP_PART)
    yield Wish(lines["eyes_top"], default.eyes_top, DEFAULT_WEIGHT * EYES_PART)
