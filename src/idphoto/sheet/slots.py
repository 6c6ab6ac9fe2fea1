"""Where pieces lie: the types that all solvers share. All numbers are integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeVar


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one piece: its upper left corner, and its size as it lies there.

    ``turned``: whether it is turned by a quarter. ``item``: which kind of piece it holds.

    >>> import idphoto
    >>> plan = idphoto.make_sheet("me.jpg", "A6").plan
    >>> plan.photos[0].width, plan.photos[0].turned
    (512, False)
    """

    x: int
    y: int
    width: int
    height: int
    turned: bool = False
    item: int = 0

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Block:
    """Equal pieces side by side, from (x, y); ``piece_wh`` is the size of one as it lies.

    With a gutter, both the pieces and the area they lie on are enlarged by it.
    """

    x: int
    y: int
    piece_wh: tuple[int, int]
    columns: int = 1
    rows: int = 1
    turned: bool = False
    item: int = 0

    @classmethod
    def of(cls, slot: Slot, gutter: int) -> Self:
        """A block of one place, with a gutter added."""
        size = slot.width + gutter, slot.height + gutter
        return cls(slot.x, slot.y, size, turned=slot.turned, item=slot.item)

    @property
    def count(self) -> int:
        return self.columns * self.rows

    @property
    def right(self) -> int:
        return self.x + self.columns * self.piece_wh[0]

    @property
    def bottom(self) -> int:
        return self.y + self.rows * self.piece_wh[1]

    def shifted(self, dx: int, dy: int) -> Block:
        return replace(self, x=self.x + dx, y=self.y + dy)

    def slots(self, gutter: int = 0) -> Iterator[Slot]:
        """The places, row by row, without the gutter with which they were packed."""
        width, height = self.piece_wh
        for row in range(self.rows):
            for column in range(self.columns):
                x, y = self.x + column * width, self.y + row * height
                yield Slot(x, y, width - gutter, height - gutter, self.turned, self.item)


def total(blocks: Iterable[Block]) -> int:
    """How many pieces the blocks hold."""
    return sum(block.count for block in blocks)


def count_of(blocks: Iterable[Block], item: int) -> int:
    """How many pieces of one kind the blocks hold."""
    return total(block for block in blocks if block.item == item)


def turned_over(block: Block) -> Block:
    """The block after mirroring its sheet along the diagonal: rows become columns."""
    return replace(
        block,
        x=block.y,
        y=block.x,
        piece_wh=block.piece_wh[::-1],
        columns=block.rows,
        rows=block.columns,
        turned=not block.turned,
    )


def settled(blocks: Sequence[Block]) -> list[Block]:
    """The blocks pushed up and left until each touches another one or the edge.

    They stay in place if straight cuts could no longer separate them afterwards.
    """
    now = list(blocks)
    for _ in range(len(now)):
        before = now
        now = _pushed(_pushed(now, level=True), level=False)
        if now == before:
            break
    return list(blocks) if is_guillotine(blocks) and not is_guillotine(now) else now


def _pushed(blocks: list[Block], level: bool) -> list[Block]:
    """The blocks pushed to the left if ``level``, else up."""
    done: list[Block] = []
    for block in sorted(blocks, key=lambda b: b.x if level else b.y):
        if level:
            x = max((b.right for b in done if b.y < block.bottom and block.y < b.bottom), default=0)
            done.append(replace(block, x=x))
        else:
            y = max((b.bottom for b in done if b.x < block.right and block.x < b.right), default=0)
            done.append(replace(block, y=y))
    return done


Placed = TypeVar("Placed", Slot, Block)


def is_guillotine(places: Sequence[Placed]) -> bool:
    """Whether straight cuts, each right across a part, separate the places."""
    parts = [list(places)]
    while parts:
        part = parts.pop()
        if len(part) > 1:
            halves = _halves(part, level=False) or _halves(part, level=True)
            if halves is None:
                return False
            parts += halves
    return True


def _halves(part: list[Placed], level: bool) -> tuple[list[Placed], list[Placed]] | None:
    """The two sides of the first straight cut; None if every cut meets a piece."""
    spans = [((p.y, p.bottom) if level else (p.x, p.right), p) for p in part]
    spans.sort(key=lambda span: span[0])
    ordered = [place for _, place in spans]
    end = spans[0][0][1]
    for rank, ((start, stop), _) in enumerate(spans):
        if rank and start >= end:
            return ordered[:rank], ordered[rank:]
        end = max(end, stop)
    return None
