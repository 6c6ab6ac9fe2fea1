"""Which of several faces a photo shows, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from idphoto.face.choose import FaceChoice, from_left, middle_of
from idphoto.face.landmarks import Face
from idphoto.imaging.arrays import Point

_MOST_LISTED: Final = 9  # of a school class, the first; the rest is counted


def which_face(
    face: Face, others: Sequence[Face], choice: FaceChoice, picture_wh: tuple[int, int]
) -> str:
    """Which face is used, where the others are, and how to choose one of them.

    ``face``, ``others``: on the upright picture of ``picture_wh`` pixels. Places are percentages of
    its width, across from the left, and of its height, down from the top.
    """
    numbered = list(enumerate(from_left([face, *others]), start=1))
    used = next(number for number, each in numbered if each is face)
    rest = [(number, each) for number, each in numbered if number != used]
    places = {number: place_in(middle_of(each), picture_wh) for number, each in numbered}
    listed = [f"face {number}, {places[number]}" for number, _ in rest[:_MOST_LISTED]]
    if len(rest) > _MOST_LISTED:
        listed.append(f"and {len(rest) - _MOST_LISTED} more")
    why = ", the largest" if choice == "largest" else ""
    return (
        f"{len(numbered)} faces found: face {used} from the left{why}, {places[used]}, "
        f"is used; not used: {'; '.join(listed)}. `--face N`, in Python `faces=N`, chooses another"
    )


def place_in(at: Point, picture_wh: tuple[int, int]) -> str:
    """A place in percent of a picture's width and height: ``48% across and 35% down``."""
    across, down = (px / side for px, side in zip(at, picture_wh, strict=True))
    return f"{across:.0%} across and {down:.0%} down"
