"""Write a calibration: the file that ``load`` reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.idcard.calibration.curve import SimilarityCurve
from idphoto.idcard.calibration.fit import FittedPoint
from idphoto.idcard.calibration.pairs import Pairs
from idphoto.models.face_embedder import NETWORK

STEP: Final = 0.02
LAST: Final = 1.4  # beyond the distance of nearly all strangers
_EDGES: Final = np.arange(0, LAST + STEP / 2, STEP)


@dataclass(frozen=True, slots=True)
class Calibration:
    """``photos`` and ``people``: how many were compared. ``cards``: whether each pair was a photo
    and a card's. ``draws`` and ``seed``: of the intervals and the cards."""

    pairs: Pairs
    points: tuple[FittedPoint, ...]
    photos: int
    people: int
    cards: bool
    draws: int
    seed: int

    @property
    def curve(self) -> SimilarityCurve:
        return SimilarityCurve(tuple(point.distance for point in self.points))


def to_toml(made: Calibration, on: date) -> str:
    """The file's text. It holds counts and distances, but no names and no embeddings."""
    lines = [
        "# Made by `idphoto idcard calibrate`.",
        "# To use it: IDPHOTO_IDCARD_CALIBRATION=<the path of this file>",
        f'network = "{NETWORK}"',
        "",
        "[made]",
        f"on = {on.isoformat()}",
        f"photos = {made.photos}",
        f"people = {made.people}",
        f"cards = {'true' if made.cards else 'false'}",
        f"draws = {made.draws}",
        f"seed = {made.seed}",
    ]
    for point in made.points:
        lines += [
            "",
            "[[points]]",
            f"similarity = {point.similarity:g}",
            f"false_accepts = {point.false_accepts:g}",
            f"distance = {point.distance:.4f}",
            f"interval = [{point.interval[0]:.4f}, {point.interval[1]:.4f}]",
            f"accepted = {point.accepted}",
            f"rejected = {point.rejected}",
        ]
    impostors, genuine = (counts(made.pairs.only(same=same).distances) for same in (False, True))
    lines += [
        "",
        "[histogram]",
        f"step = {STEP:g} # of distance, from 0; the last counts everything beyond",
        f"impostors = {impostors.tolist()}",
        f"genuine = {genuine.tolist()}",
    ]
    return "\n".join(lines) + "\n"


def counts(distances: NDArray[np.float64]) -> NDArray[np.intp]:
    """How many distances lie in each ``STEP`` from 0 to ``LAST``; the last step has the rest."""
    found, _ = np.histogram(np.minimum(distances, LAST - STEP / 2), _EDGES)
    return found
