"""PP-OCRv6's text recogniser: what a line of text says, and how certain each step of it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.runtime.engine import Engine

_HEIGHT: Final = 48
# The input widths that are compiled: a line takes the smallest that holds it, and a longer line is
# squeezed.
_WIDTHS: Final = (160, 320, 480, 640, 960, 1280)
_STEP_PX: Final = 8  # of the input, per step
BLANK: Final = 0


@dataclass(frozen=True)  # without slots: what is found in the steps is kept
class Reading:
    """The network's reading of a line.

    ``steps``: float32 ``(T, len(alphabet))``, with rows that sum to 1. The steps are spread evenly
    along the line; each gives the probability of every character, or of none (``BLANK``).
    ``alphabet``: one character per entry, and "" for the blank.

    >>> import idphoto
    >>> line = idphoto.read_card("id-card.jpg").card.lines[0]
    >>> line.reading.text
    '欧阳濂泽'
    """

    steps: NDArray[np.float32]
    alphabet: tuple[str, ...]

    @cached_property
    def characters(self) -> tuple[tuple[str, float, int], ...]:
        """The most probable reading: each character, its probability and its step."""
        best = self.steps.argmax(axis=1)
        begins = np.flatnonzero((best != BLANK) & (best != np.concatenate(([BLANK], best[:-1]))))
        return tuple(
            (self.alphabet[best[step]], float(self.steps[step, best[step]]), int(step))
            for step in begins
        )

    @property
    def text(self) -> str:
        return "".join(character for character, _, _ in self.characters)

    @property
    def score(self) -> float:
        """The mean probability of the characters, 0–1; 0 for an empty line."""
        found = self.characters
        return sum(probability for _, probability, _ in found) / len(found) if found else 0.0


def read_line(engine: Engine, rgb: NDArray[np.uint8]) -> Reading:
    """Read one upright line of text, left to right.

    ``rgb``: uint8 ``(h, w, 3)``, cropped closely around the line.
    """
    height, width = rgb.shape[:2]
    wanted = max(1, round(width * _HEIGHT / height))
    room = next((each for each in _WIDTHS if each >= wanted), _WIDTHS[-1])
    used = min(wanted, room)
    shrinks = height > _HEIGHT or used < wanted
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    line = cv2.resize(rgb, (used, _HEIGHT), interpolation=how)
    x = np.zeros((1, 3, _HEIGHT, room), np.float32)  # padded as the network's training lines were
    x[0, :, :, :used] = line[..., ::-1].transpose(2, 0, 1).astype(np.float32) / 127.5 - 1.0
    (steps,) = engine.network("text_reader", input_hw=(_HEIGHT, room))(x)
    # the padding's steps say nothing, and would blur the characters' positions along the line
    return Reading(steps[0, : -(-used // _STEP_PX)], _alphabet(engine))


def load(engine: Engine) -> None:
    """Load the network in every width that a line may need, and its alphabet."""
    for width in _WIDTHS:
        engine.network("text_reader", input_hw=(_HEIGHT, width))
    _alphabet(engine)


def cut_line(rgb: NDArray[np.uint8], quad: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The line in ``quad`` (see ``TextBox``) as a separate picture, with its first edge on top."""
    along = (np.hypot(*(quad[1] - quad[0])) + np.hypot(*(quad[2] - quad[3]))) / 2
    across = (np.hypot(*(quad[3] - quad[0])) + np.hypot(*(quad[2] - quad[1]))) / 2
    width, height = max(1, round(float(along))), max(1, round(float(across)))
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    # the corners count from pixels' edges, OpenCV from their centres
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32) - 0.5, corners - np.float32(0.5))
    return cv2.warpPerspective(  # type: ignore[return-value]
        rgb, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


@cache
def _alphabet(engine: Engine) -> tuple[str, ...]:
    characters = engine.metadata("text_reader", "framework", "character").splitlines()
    return ("", *characters, " ")
