"""A few pieces of several sizes on one area: an exact search.

If all pieces are pushed up and left, each starts at a sum of other pieces' sides. So the area is
divided into columns that start at such sums, and filled from the top: the highest free position,
the leftmost one if there are several, takes a piece or is given up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from idphoto.sheet.packing.blocks import Pair
from idphoto.sheet.slots import Block

MAX_PIECES: Final = 6
_EFFORT: Final = 50_000  # positions examined; about 0.3 s


def fit_few(
    area_wh: Pair, sizes: Sequence[Pair], counts: Sequence[int], rotate: bool
) -> list[Block] | None:
    """Positions for ``counts`` pieces of each of ``sizes``; None if there are none.

    Also None if the search runs out of effort, which it hardly ever does with up to
    :data:`MAX_PIECES`.
    """
    search = _Search(area_wh, sizes, counts, rotate)
    return search.blocks if search.place(tuple(counts), search.start, search.slack) else None


class _Search:
    """One search. ``start``: the lower ends of empty columns. ``slack``: the area that may be given
    up. ``blocks``: the pieces placed so far.
    """

    def __init__(
        self, area_wh: Pair, sizes: Sequence[Pair], counts: Sequence[int], rotate: bool
    ) -> None:
        width, height = area_wh
        self.blocks: list[Block] = []
        self._ways = [[(size, False), (size[::-1], True)][: 1 + rotate] for size in sizes]
        each = [way for way, count in zip(self._ways, counts, strict=True) for _ in range(count)]
        self._lefts = _sums([[wh[0] for wh, _ in ways] for ways in each], width)
        self._levels = _sums([[wh[1] for wh, _ in ways] for ways in each], height)
        self._column = {x: k for k, x in enumerate(self._lefts)}
        self.start = (0,) * (len(self._lefts) - 1)
        self.slack = width * height - sum(ways[0][0][0] * ways[0][0][1] for ways in each)
        self._dead: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        self._effort = _EFFORT

    def place(self, todo: tuple[int, ...], tops: tuple[int, ...], slack: int) -> bool:
        """Whether ``todo`` pieces of each size fit below ``tops``, the columns' lower ends."""
        if not any(todo):
            return True
        least = min(min(ways[0][0]) for ways, n in zip(self._ways, todo, strict=True) if n)
        while slack >= 0 and self._effort > 0 and (tops, todo) not in self._dead:
            self._effort -= 1
            self._dead.add((tops, todo))
            top = min(tops)
            k = tops.index(top)
            if self._take(todo, tops, slack, k):
                return True
            # nothing starts here: give the position up, down to where something may start
            end = next((i for i in range(k, len(tops)) if tops[i] > top), len(tops))
            if self._lefts[end] - self._lefts[k] < least:  # nothing fits between these walls
                walls = [*tops[max(k - 1, 0) : k], *tops[end : end + 1]]
                lower = min(walls, default=self._levels[-1])
            else:
                end = k + 1
                lower = next((level for level in self._levels if level > top), top)
            if lower > self._levels[-1] - least:
                lower = self._levels[-1]
            if lower == top:
                return False
            slack -= (lower - top) * (self._lefts[end] - self._lefts[k])
            tops = (*tops[:k], *(lower for _ in range(k, end)), *tops[end:])
        return False

    def _take(self, todo: tuple[int, ...], tops: tuple[int, ...], slack: int, k: int) -> bool:
        """Whether everything fits with one of the pieces at the top of column ``k``."""
        x, y = self._lefts[k], tops[k]
        for item, count in enumerate(todo):
            rest = (*todo[:item], count - 1, *todo[item + 1 :])
            for (width, height), turned in self._ways[item] if count else ():
                end, bottom = self._column.get(x + width), y + height
                if end is None or bottom > self._levels[-1] or tops[k:end].count(y) < end - k:
                    continue
                self.blocks.append(Block(x, y, (width, height), turned=turned, item=item))
                below = (*tops[:k], *(bottom for _ in range(k, end)), *tops[end:])
                if self.place(rest, below, slack):
                    return True
                self.blocks.pop()
        return False


def _sums(sides: Iterable[Sequence[int]], limit: int) -> list[int]:
    """0, ``limit``, and all sums up to it of one side each of some of the pieces."""
    sums = {0}
    for own in sides:
        sums |= {so_far + side for so_far in sums for side in own if so_far + side <= limit}
    return sorted(sums | {limit})
