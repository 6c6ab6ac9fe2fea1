"""Solve where everything goes on a sheet, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from idphoto.errors import SheetFull
from idphoto.sheet.marks import Mark, crop_marks
from idphoto.sheet.packing.extras import LABEL, QR, Arrangement, arrangements
from idphoto.sheet.packing.inserting import inserted
from idphoto.sheet.packing.mixing import fill
from idphoto.sheet.packing.pack import most
from idphoto.sheet.packing.problem import Problem
from idphoto.sheet.packing.refusals import check_each, no_room
from idphoto.sheet.slots import Block, Slot, count_of, is_guillotine, settled, total

_MAX_SETTLED: Final = 100  # blocks; the time grows with the square of their number
# How many arrangements are tried although they cannot hold more than the best so far: one may give
# a simpler layout. With several sizes there is no good bound, so it limits all that are tried.
_MAX_TRIED: Final = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """A sheet, laid out. ``photos``: their slots; a slot's ``item`` is the photo's number.

    ``is_straight``: whether straight cuts, each right across a part, separate everything.

    >>> import idphoto
    >>> plan = idphoto.make_sheet("me.jpg", "A6").plan
    >>> len(plan.photos), plan.is_straight
    (6, True)
    """

    size_wh: tuple[int, int]
    photos: tuple[Slot, ...]
    label: Slot | None
    qr: Slot | None
    marks: tuple[Mark, ...]
    is_straight: bool

    @property
    def others(self) -> list[Slot]:
        """The slots of the label and the QR code, if any."""
        return [slot for slot in (self.label, self.qr) if slot is not None]

    @property
    def merit(self) -> tuple[int, bool, int]:
        """Larger is better: photos, then straight cuts, then photos that are not turned."""
        turned = sum(slot.turned for slot in self.photos)
        return len(self.photos), self.is_straight, -turned


def solve(problem: Problem) -> Plan:
    """The layout with the most photos; among these, one for straight cuts with the fewest turned.

    Photos keep a gutter between them and around the label and the QR code. Everything is centred
    together. The label and the QR code go where they cost the fewest photos.

    Raises:
        SheetTooSmall: something does not fit at all.
        SheetFull: not all of the photos asked for fit.
    """
    check_each(problem)
    best = _best(problem)
    if best is None:
        best = _of_a_fuller_sheet(problem)
    return _marked(best, problem) if problem.marks else best


def _best(problem: Problem) -> Plan | None:
    best: Plan | None = None
    for blocks in _layouts(problem):
        plan = _centred(problem, _flush_right(blocks))
        if best is None or plan.merit > best.merit:
            best = plan
    return best


def _of_a_fuller_sheet(problem: Problem) -> Plan:
    """The layout for requested photos that leave no room for the label and the QR code.

    Both may still fit a sheet that is full of photos, some of which are then left out.
    """
    wanted = problem.counts[0]
    full = _best(replace(problem, counts=(None,))) if len(problem.sizes) == 1 else None
    if full is None or wanted is None:
        raise no_room(problem, [arrangement for _, arrangement in _by_promise(problem)])
    if len(full.photos) < wanted:
        raise SheetFull(problem.counts, (len(full.photos),))
    left = [*full.photos[:wanted], *full.others]
    x, y = min(slot.x for slot in left), min(slot.y for slot in left)
    return _centred(problem, [Block.of(slot, problem.gutter).shifted(-x, -y) for slot in left])


def _layouts(problem: Problem) -> Iterator[list[Block]]:
    """Layouts worth comparing."""
    most_yet = 0
    area, extras = problem.area, problem.grown_extras
    if extras:
        bare = fill([area], problem.grown_sizes, problem.counts, problem.rotate)
        open_items = [item for item, count in enumerate(problem.counts) if count is None]
        for order in (extras, extras[::-1]):
            # if several sizes share the room, each keeps its share
            may_go = open_items if len(open_items) == 1 else []
            found = inserted(area.size_wh, bare, order, may_go) if bare else None
            if found is not None and all(count_of(found, item) for item in open_items):
                most_yet = max(most_yet, total(found) - len(extras))
                yield found
    tried = 0
    for bound, arrangement in _by_promise(problem):
        tried += len(problem.sizes) > 1 or bound <= most_yet
        if most_yet and tried > _MAX_TRIED:
            return
        blocks = fill(arrangement.areas, problem.grown_sizes, problem.counts, problem.rotate)
        if blocks is not None:
            most_yet = max(most_yet, total(blocks))
            together = [*blocks, *arrangement.extras]
            yield settled(together) if len(together) <= _MAX_SETTLED else together


def _by_promise(problem: Problem) -> list[tuple[int, Arrangement]]:
    """Arrangements, each with a bound on how many photos it can hold, the highest bound first."""
    found = arrangements(problem.area, problem.grown_extras)
    promises = [(_bound(problem, arrangement), arrangement) for arrangement in found]
    return sorted(promises, key=lambda promise: -promise[0])


def _bound(problem: Problem, arrangement: Arrangement) -> int:
    sizes = problem.grown_sizes
    asked = sum(count or 0 for count in problem.counts)
    bounds = [
        max(most(area.size_wh, size, problem.rotate) for size in sizes)
        for area in arrangement.areas
    ]
    return sum(bounds) if None in problem.counts else min(asked, sum(bounds))


def _centred(problem: Problem, blocks: list[Block]) -> Plan:
    gutter = problem.gutter
    used = max(b.right for b in blocks) - gutter, max(b.bottom for b in blocks) - gutter
    dx, dy = ((whole - part) // 2 for whole, part in zip(problem.size_wh, used, strict=True))
    slots = [slot for block in blocks for slot in block.shifted(dx, dy).slots(gutter)]
    slots.sort(key=lambda slot: (slot.y, slot.x))
    others = {slot.item: slot for slot in slots if slot.item < 0}
    return Plan(
        size_wh=problem.size_wh,
        photos=tuple(slot for slot in slots if slot.item >= 0),
        label=others.get(LABEL),
        qr=others.get(QR),
        marks=(),
        is_straight=is_guillotine(blocks),
    )


def _marked(plan: Plan, problem: Problem) -> Plan:
    marks = crop_marks(plan.photos, plan.others, plan.size_wh, problem.gutter, problem.dpi)
    return replace(plan, marks=marks)


def _flush_right(blocks: list[Block]) -> list[Block]:
    """Blocks with the QR code of a bottom band moved right, to the edge of the other blocks."""
    edge = max(block.right for block in blocks)
    moved = []
    for block in blocks:
        others = [other for other in blocks if other is not block]
        free = all(
            other.y >= block.bottom or block.y >= other.bottom or other.x < block.x
            for other in others
        )
        # a code stacked with the label stays aligned with it
        stacked = any(
            other.item == LABEL and other.x < block.right and block.x < other.right
            for other in others
        )
        x = edge - block.piece_wh[0]
        moved.append(replace(block, x=x) if block.item == QR and free and not stacked else block)
    return moved
