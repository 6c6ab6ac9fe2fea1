"""A picture of a card that was worked on: other digits, another name, another face.

Five kinds of evidence, any of which may do. The card contradicts itself; one character is of
another sharpness than its neighbours; a patch, or the portrait, is calmer than the camera's noise
leaves anything; the file names a program that paints. None of them proves a forgery, and a careful
forger leaves none: see the document for how many are caught.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from idphoto.idcard.card import Card
from idphoto.idcard.reading.parse import CONTRADICTION, Contradictions
from idphoto.idcard.warnings.editors import editor_of
from idphoto.idcard.warnings.grain import Grain, grain
from idphoto.idcard.warnings.score import score_of
from idphoto.idcard.warnings.strokes import odd_character

# What scores a half.
_NATS: Final = 1.5 * CONTRADICTION  # a misread digit is rarely that clear
_ODD_CHARACTER: Final = 2.8
_CALM_PORTRAIT: Final = 1.6
_CALM_PATCH: Final = 1.0
# In smaller pictures a digit has ten pixels across at most: neither its edges nor the noise beside
# it can be compared.
LEAST_PX_PER_MM: Final = 4.0
# A crop saved by such a program is no forgery: who takes them sets a higher threshold.
NAMED_EDITOR: Final = 0.6


@dataclass(frozen=True, slots=True)
class Edits:
    """Scores, 0–1, by kind of evidence. ``editor``: the program's name, "" where there is none."""

    contradiction: float
    character: float
    portrait: float
    patch: float
    editor: str

    def score(self, is_whole: bool) -> float:
        """``is_whole``: whether all of the card is seen. Where it is not, other things are calm."""
        by_file = NAMED_EDITOR if self.editor else 0.0
        calm = max(self.portrait, self.patch) if is_whole else 0.0
        return max(self.contradiction, self.character, calm, by_file)


def find_edits(file: bytes | None, card: Card, contradictions: Contradictions) -> Edits:
    """``file``: the picture's, as it came; None for pixels, which name no program."""
    nats = max(contradictions.number, contradictions.birth, contradictions.sex)
    is_large = card.px_per_mm >= LEAST_PX_PER_MM
    calm = grain(card) if is_large else Grain(0.0, 0.0)
    return Edits(
        _score(nats / _NATS),
        _score(odd_character(card) / _ODD_CHARACTER) if is_large else 0.0,
        _score(calm.portrait / _CALM_PORTRAIT),
        _score(calm.patch / _CALM_PATCH),
        "" if file is None else editor_of(file),
    )


def _score(ratio: float) -> float:
    return score_of(min(ratio, 100.0), 4)  # nats may be infinite
