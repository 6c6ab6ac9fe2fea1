"""Given numbers of pieces of several sizes, on one or more free areas.

Blocks of equal pieces go into corners of the free areas; straight cuts divide the rest again. The
first layout that holds everything is taken: it has few blocks, and a trimmer can cut it.

Guarantees: every layout found is valid. If one exists, it is found for pieces of one size (as far
as ``pack.py`` is exact) and for up to six pieces on one area (``few.py``). Beyond that, a layout
may exist although none is found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from idphoto.sheet.packing.blocks import Pair
from idphoto.sheet.packing.few import MAX_PIECES, fit_few
from idphoto.sheet.packing.pack import most, pack
from idphoto.sheet.slots import Block, total

# The budget of one search, in blocks tried (about 30 µs each).
_EFFORT: Final = 1500
_PACKING_EFFORT: Final = 40


@dataclass(frozen=True, slots=True)
class Area:
    """A free rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def size_wh(self) -> Pair:
        return self.width, self.height


def fit(
    areas: Sequence[Area], sizes: Sequence[Pair], counts: Sequence[int], rotate: bool
) -> list[Block] | None:
    """Positions for ``counts`` pieces of each of ``sizes``; None if none were found."""
    search = _Search(sizes, rotate)
    search.run(list(areas), {item: count for item, count in enumerate(counts) if count}, [])
    return _few(areas, sizes, counts, rotate) if search.best is None else search.best


def fill(
    areas: Sequence[Area], sizes: Sequence[Pair], counts: Sequence[int | None], rotate: bool
) -> list[Block] | None:
    """As :func:`fit`, but a count of None means as many as there is room for, and at least one.

    Several such sizes share the room: equal numbers of each, and one more of some.
    """
    open_items = [item for item, count in enumerate(counts) if count is None]
    if len(open_items) != 1:
        return _share(areas, sizes, [(n or 1, n) for n in counts], rotate)
    search = _Search(sizes, rotate, *open_items)
    search.run(list(areas), {item: count for item, count in enumerate(counts) if count}, [])
    now = [search.count if count is None else count for count in counts]
    while True:
        now[open_items[0]] += 1
        better = _few(areas, sizes, now, rotate)
        if better is None:
            return search.best
        search.best = better


def _few(
    areas: Sequence[Area], sizes: Sequence[Pair], counts: Sequence[int], rotate: bool
) -> list[Block] | None:
    """An exact answer if the problem is small enough; otherwise None."""
    if len(areas) != 1 or not 0 < sum(counts) <= MAX_PIECES:
        return None
    found = fit_few(areas[0].size_wh, sizes, counts, rotate)
    return found and [block.shifted(areas[0].x, areas[0].y) for block in found]


def fill_fairly(
    areas: Sequence[Area], sizes: Sequence[Pair], counts: Sequence[int | None], rotate: bool
) -> list[Block]:
    """Equal numbers of each size, and one more of some, but never more than asked for."""
    return _share(areas, sizes, [(0, n) for n in counts], rotate) or []


def _share(
    areas: Sequence[Area],
    sizes: Sequence[Pair],
    limits: Sequence[tuple[int, int | None]],
    rotate: bool,
) -> list[Block] | None:
    """The largest equal share. ``limits``: the fewest and the most pieces of each size."""

    def counts(share: int) -> list[int]:
        return [max(low, share if high is None else min(share, high)) for low, high in limits]

    room = sum(area.width * area.height for area in areas)
    shares = range(room // min(width * height for width, height in sizes) + 2)
    # the first share that does not fit
    end = bisect_left(shares, True, key=lambda n: fit(areas, sizes, counts(n), rotate) is None)
    if end == 0:
        return None
    now = counts(end - 1)
    blocks = fit(areas, sizes, now, rotate)
    for item, (_, high) in enumerate(limits):
        more = [*now[:item], now[item] + 1, *now[item + 1 :]]
        if now[item] != high and (found := fit(areas, sizes, more, rotate)) is not None:
            now, blocks = more, found
    return blocks


class _Search:
    """One search. ``open_item``: after all else, the item to fill the remaining room with.

    ``best``: the blocks of the best layout found; ``count``: how many of that item it has.
    """

    def __init__(self, sizes: Sequence[Pair], rotate: bool, open_item: int | None = None) -> None:
        self.best: list[Block] | None = None
        self._sizes, self._rotate, self._open = sizes, rotate, open_item
        self.count = 0
        self._effort = _EFFORT

    def run(self, free: list[Area], todo: Mapping[int, int], placed: list[Block]) -> bool:
        """Lay out ``todo`` (counts by item) on ``free``; True if the search is over."""
        if not todo:
            return self._finish(free, placed)
        if self._effort <= 0 or not self._may_fit(free, todo):
            return self._effort <= 0
        item = max(todo, key=lambda item: self._sizes[item][0] * self._sizes[item][1])
        if len(todo) == 1 and self._open is None:
            last = self._last(free, item, todo[item])
            self.best = last and placed + last
            return last is not None
        for area, blocks in self._moves(free, item, todo[item]):
            rest = todo[item] - total(blocks)
            others = {other: count for other, count in todo.items() if other != item}
            after = {**others, item: rest} if rest else others
            for parts in _cut(area, max(b.right for b in blocks), max(b.bottom for b in blocks)):
                self._effort -= 1
                remaining = [other for other in free if other is not area] + parts
                if self.run(remaining, after, placed + blocks):
                    return True
        return False

    def _finish(self, free: list[Area], placed: list[Block]) -> bool:
        if self._open is None:
            self.best = placed
            return True
        size = self._sizes[self._open]
        bound = sum(most(area.size_wh, size, self._rotate) for area in free)
        if bound > self.count:
            self._effort -= _PACKING_EFFORT * len(free)
            blocks = [block for area in free for block in self._packed(area, self._open)]
            if total(blocks) > self.count:
                self.best, self.count = placed + blocks, total(blocks)
        return self._effort <= 0 or not placed

    def _may_fit(self, free: list[Area], todo: Mapping[int, int]) -> bool:
        """False if one size, or the sum of the areas, rules the layout out."""
        need = 0
        for item, count in todo.items():
            width, height = self._sizes[item]
            need += count * width * height
            room = 0
            for area in free:
                upright = area.width >= width and area.height >= height
                if upright or (self._rotate and area.width >= height and area.height >= width):
                    room += area.width * area.height // (width * height)
            if room < count:
                return False
        return need <= sum(area.width * area.height for area in free)

    def _last(self, free: list[Area], item: int, count: int) -> list[Block] | None:
        """Positions for the last pieces: in one block if possible, else where most of them fit."""
        for _, blocks in self._moves(free, item, count):
            if total(blocks) == count:
                return blocks
        if sum(most(area.size_wh, self._sizes[item], self._rotate) for area in free) < count:
            return None
        blocks = [block for area in free for block in self._packed(area, item)]
        return _first(blocks, count) if total(blocks) >= count else None

    def _packed(self, area: Area, item: int) -> list[Block]:
        packing = pack(area.size_wh, self._sizes[item], self._rotate)
        return [replace(b, x=b.x + area.x, y=b.y + area.y, item=item) for b in packing.blocks]

    def _moves(self, free: list[Area], item: int, count: int) -> list[tuple[Area, list[Block]]]:
        """Grids of up to ``count`` pieces in the corner of an area.

        Those that hold all pieces come first, then those that waste the least, then pieces that are
        not turned, then wide grids.
        """
        moves = []
        for area in free:
            for turned in (False, True)[: 1 + self._rotate]:
                wh = self._sizes[item][::-1] if turned else self._sizes[item]
                rows = area.height // wh[1]
                for columns in range(1, min(area.width // wh[0], count) + 1 if rows else 1):
                    full, rest = divmod(count, columns)
                    grid = Block(area.x, area.y, wh, columns, min(full, rows), turned, item)
                    waste = 0
                    if full < rows and rest:
                        below = replace(grid, y=grid.bottom, columns=rest, rows=1)
                        waste = columns - rest
                        moves.append(((0, waste, turned, -columns), area, [grid, below]))
                    left = count - grid.count
                    moves.append(((left, 0, turned, -columns), area, [grid]))
        moves.sort(key=lambda move: move[0])
        return [(area, blocks) for _, area, blocks in moves]


def _cut(area: Area, right: int, bottom: int) -> Iterator[list[Area]]:
    """What is free of an area whose corner is taken up to (right, bottom), cut in either way."""
    beside = area.x + area.width - right
    below = area.y + area.height - bottom
    taken_wh = right - area.x, bottom - area.y
    yield [
        Area(right, area.y, beside, area.height),
        Area(area.x, bottom, taken_wh[0], below),
    ]
    if beside and below:
        yield [Area(right, area.y, beside, taken_wh[1]), Area(area.x, bottom, area.width, below)]


def _first(blocks: list[Block], count: int) -> list[Block]:
    """``count`` pieces of the blocks, from the largest blocks first."""
    chosen: list[Block] = []
    for block in sorted(blocks, key=lambda block: -block.count):
        rows, rest = divmod(min(count, block.count), block.columns)
        grid = replace(block, rows=rows)
        below = replace(block, y=grid.bottom, columns=rest, rows=1)
        chosen += [part for part in (grid, below) if part.count]
        count -= rows * block.columns + rest
    return chosen
