"""The places of a text that is repeated all over a photo. Pure numbers."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

_MOST_LINES: Final = 8  # of a tile with several texts: small tiles are drawn quickly
_COST_OF_A_LINE: Final = 0.01  # compared with the relative error of the distance


class Grid(NamedTuple):
    """The places of texts on lines that rise diagonally.

    A tile is as wide as ``texts`` on their line, which meanwhile rises by ``lines`` tiles. Tiles
    of the next row are shifted by ``aside / lines`` of a tile to the right.
    """

    texts: int
    lines: int
    aside: int


def solve_grid(lines_per_text: float) -> Grid:
    """The grid that is nearest to what is wanted.

    ``lines_per_text``: how many lines' distances a text rises; whole numbers of texts and lines
    approximate it. Each line should also be shifted against its neighbour by half a text: texts
    right below each other would leave lanes between them that are free from top to bottom.
    """

    def cost(grid: Grid) -> float:
        texts, lines, aside = grid
        neighbour = pow(aside + 1, -1, lines) * aside / lines * texts
        far = abs(math.log(lines / (texts * lines_per_text)))
        return far + abs(neighbour % 1 - 0.5) + _COST_OF_A_LINE * lines

    most_texts = max(1, math.floor(_MOST_LINES / lines_per_text))
    return min(
        (
            Grid(texts, lines, aside)
            for texts in range(1, most_texts + 1)
            for lines in {max(1, math.floor(texts * lines_per_text) + more) for more in (0, 1)}
            for aside in range(lines)
            # otherwise some lines would have texts and others none
            if math.gcd(aside + 1, lines) == 1
        ),
        key=cost,
    )
