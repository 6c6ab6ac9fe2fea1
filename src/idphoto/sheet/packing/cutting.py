"""Find layouts of equal pieces by cutting an area in two, or in five around a pinwheel.

The search covers everything that straight cuts and nested pinwheels can give, most promising first.
Bounds end it early where nothing better can exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from idphoto.sheet.packing.bounds import Ints, bars_bound, lines_bound, patterns
from idphoto.sheet.slots import Block, turned_over

# A part of an area that is cut: its two sides as indices of lengths, and its upper left corner.
# Many cuts of one kind are the same as arrays that broadcast to one shape.
CutPart = tuple[int, int, int, int]
CutPlaces = tuple[Ints, Ints, Ints, Ints]

_MAX_LENGTHS: Final = 400  # beyond this, building the tables alone takes longer than a search may
_OVERHEAD: Final = 500  # the fixed cost of a step, in units of weighing one cut
_MAX_DEPTH: Final = 200  # cuts within cuts, well within Python's recursion limit


def can_search(area_wh: tuple[int, int], piece_wh: tuple[int, int]) -> bool:
    """Whether a :class:`Cutter` for this problem has a reasonable size."""
    if sum(area_wh) // min(piece_wh) > _MAX_DEPTH:
        return False
    return len(patterns(max(area_wh), *piece_wh)) <= _MAX_LENGTHS


class Cutter:
    """A search for one size of piece, in tables with a row and a column for each length.

    ``effort``: how many cuts may be weighed, over all calls. When it is spent, the methods return
    the best layout found so far.
    """

    def __init__(self, area_wh: tuple[int, int], piece_wh: tuple[int, int], effort: int) -> None:
        a, b = self._piece = piece_wh
        self._effort = effort
        self._lengths = patterns(max(area_wh), a, b)
        self._area = self._index(area_wh[0]), self._index(area_wh[1])
        width, height = self._lengths[:, None], self._lengths[None, :]
        # the index of the length that is left when a column's length is cut off a row's
        self._rest = np.searchsorted(self._lengths, width - height, side="right") - 1
        # the most found so far, and the most that the allowed cuts may still give
        self._found = np.maximum(width // a * (height // b), width // b * (height // a))
        self._bound = np.maximum(bars_bound(width, height, a, b), self._found)
        self._most = self._bound.copy()
        self._plans: dict[tuple[int, int], list[CutPart]] = {}
        self._pinwheels = False

    def straight(self, need: int = 1) -> list[Block]:
        """The most pieces that straight cuts give, provided that is at least ``need``."""
        self._solve(*self._area, need)
        return list(self._blocks(*self._area, 0, 0))

    def any(self, need: int = 1) -> list[Block]:
        """As :meth:`straight`, with straight cuts and pinwheels."""
        self._pinwheels, self._most = True, self._bound.copy()
        return self.straight(need)

    def _index(self, length: int) -> int:
        return int(np.searchsorted(self._lengths, length, side="right")) - 1

    def _solve(self, i: int, j: int, need: int) -> int:
        """How many pieces an area of the ``i``-th by the ``j``-th length can hold.

        Exact if that is at least ``need``; otherwise it may be too low.
        """
        i, j = max(i, j), min(i, j)
        if self._open(i, j, need):
            self._tighten(i, j)
            # no cut gives more than it promises
            left = max([self._weigh(cuts, i, j, need) for cuts in self._cuts(i, j)])
            if self._effort > 0:
                self._most[i, j] = self._most[j, i] = max(left, self._found[i, j])
        return int(self._found[i, j])

    def _open(self, i: int, j: int, need: int) -> bool:
        """Whether to go on: ``need`` may be reached, and more than was found."""
        return self._effort > 0 and self._most[i, j] >= max(need, self._found[i, j] + 1)

    def _tighten(self, i: int, j: int) -> None:
        width, height = int(self._lengths[i]), int(self._lengths[j])
        bound = lines_bound(width, height, *self._piece)
        for table in (self._bound, self._most):
            table[i, j] = table[j, i] = min(table[i, j], bound)
        self._effort -= _OVERHEAD

    def _weigh(self, cuts: list[CutPlaces], i: int, j: int, need: int) -> int:
        """Follow the most promising of ``cuts`` while they may suffice; the best promise left."""
        shape = np.broadcast_shapes(*(array.shape for part in cuts for array in part))
        left = 0
        while self._open(i, j, need) and 0 not in shape:
            promise = np.add.reduce([self._most[across, down] for across, down, _, _ in cuts])
            self._effort -= promise.size + _OVERHEAD
            left = int(promise.max())
            need = max(need, int(self._found[i, j]) + 1)
            if left < need:
                break
            best = np.unravel_index(promise.argmax(), shape)
            parts = [_chosen(part, shape, best) for part in cuts]
            total = 0
            for across, down, _, _ in parts:
                # the other parts give at most what they promise
                most = int(self._most[across, down])
                total += self._solve(across, down, need - left + most)
            if total > self._found[i, j]:
                self._found[i, j] = self._found[j, i] = total
                self._plans[i, j] = parts
        return left

    def _cuts(self, i: int, j: int) -> Iterator[list[CutPlaces]]:
        """The ways to cut an area: vertically, horizontally, and as a pinwheel."""
        none = np.zeros(1, np.int64)
        columns, rows = self._places(i), self._places(j)
        half = columns[2 * self._lengths[columns] <= self._lengths[i]]
        right = self._rest[i, half]
        yield [(half, none + j, none, none), (right, none + j, self._lengths[half], none)]
        half = rows[2 * self._lengths[rows] <= self._lengths[j]]
        below = self._rest[j, half]
        yield [(none + i, half, none, none), (none + i, below, none, self._lengths[half])]
        if self._pinwheels:
            pairs = len(columns) * (len(columns) - 1) * len(rows) * (len(rows) - 1) // 4
            if pairs > self._effort:
                self._effort = 0  # even one look at all of them is too expensive
            elif pairs:
                yield self._pinwheel(i, j, columns, rows)

    def _pinwheel(self, i: int, j: int, columns: Ints, rows: Ints) -> list[CutPlaces]:
        """Four parts around a fifth, which lies between columns x1 < x2 and rows y1 < y2."""
        x1, x2 = (columns[k][:, None] for k in np.triu_indices(len(columns), 1))
        y1, y2 = (rows[k][None, :] for k in np.triu_indices(len(rows), 1))
        none = np.zeros((1, 1), np.int64)
        left, right, top, bottom = (self._lengths[place] for place in (x1, x2, y1, y2))
        return [
            (x1, y2, none, none),
            (self._rest[i, x1], y1, left, none),
            (self._rest[i, x2], self._rest[j, y1], right, top),
            (x2, self._rest[j, y2], none, bottom),
            (self._rest[x2, x1], self._rest[y2, y1], left, top),
        ]

    def _places(self, i: int) -> Ints:
        """Where to cut the ``i``-th length: the raster points of Scheithauer and Terno (1996)."""
        places = np.unique(self._rest[i, 1 : i + 1])
        return places[places > 0]

    def _blocks(self, i: int, j: int, x: int, y: int) -> Iterator[Block]:
        """The layout found for an area, with its upper left corner at (x, y)."""
        a, b = self._piece
        if i < j:  # the tables hold this area on its side
            for block in self._blocks(j, i, 0, 0):
                yield turned_over(block).shifted(x, y)
        elif (i, j) in self._plans:
            for across, down, dx, dy in self._plans[i, j]:
                yield from self._blocks(across, down, x + dx, y + dy)
        elif self._found[i, j]:
            width, height = int(self._lengths[i]), int(self._lengths[j])
            upright = Block(x, y, (a, b), width // a, height // b, False)
            turned = Block(x, y, (b, a), width // b, height // a, True)
            yield max(upright, turned, key=lambda block: block.count)


def _chosen(part: CutPlaces, shape: tuple[int, ...], at: tuple[np.intp, ...]) -> CutPart:
    across, down, x, y = (int(np.broadcast_to(array, shape)[at]) for array in part)
    return across, down, x, y
