"""Where everything goes on a sheet: solved before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from idphoto.errors import SheetFull, SheetTooSmall
from idphoto.imaging.geometry import px_to_mm
from idphoto.sheet.blocks import total
from idphoto.sheet.extras import LABEL, QR, Arrangement, Extra, arrangements
from idphoto.sheet.inserting import inserted
from idphoto.sheet.marks import Mark, crop_marks
from idphoto.sheet.mixing import Area, fill, fill_fairly
from idphoto.sheet.packing import most
from idphoto.sheet.slots import Block, Slot, is_guillotine, settled

Pair = tuple[int, int]

_MAX_SETTLED: Final = 100  # blocks; their number goes in squared
# Arrangements that are tried though they cannot hold more than the best so far: a plainer layout
# may be among them. With several sizes, where there is no good bound, how many are tried at all.
_MAX_TRIED: Final = 6


@dataclass(frozen=True, slots=True)
class Problem:
    """A sheet to lay out, in pixels of its own grid.

    ``size_wh``: of the paper as it lies. ``sizes``, ``counts``: of each photo; a count of None is
    as many as there is room for. ``label_wh``, ``qr_px``: None where there is none.
    """

    size_wh: Pair
    margin: int
    gutter: int
    dpi: float
    sizes: tuple[Pair, ...]
    counts: tuple[int | None, ...]
    rotate: bool = True
    label_wh: Pair | None = None
    qr_px: int | None = None
    marks: bool = True

    @property
    def room_wh(self) -> Pair:
        """What the margins leave."""
        width, height = self.size_wh
        return width - 2 * self.margin, height - 2 * self.margin

    @property
    def extras(self) -> list[Extra]:
        """What is to be on the sheet besides photos."""
        label = [] if self.label_wh is None else [(LABEL, self.label_wh)]
        return label + ([] if self.qr_px is None else [(QR, (self.qr_px, self.qr_px))])


@dataclass(frozen=True, slots=True)
class Plan:
    """A sheet, laid out. ``photos``: their places, each with the photo's number as ``item``.

    ``is_straight``: straight cuts, each through all of a part, take all apart.
    """

    size_wh: Pair
    photos: tuple[Slot, ...]
    label: Slot | None
    qr: Slot | None
    marks: tuple[Mark, ...]
    is_straight: bool

    @property
    def merit(self) -> tuple[int, bool, int]:
        """The larger, the better: photos, straight cuts, photos that are not turned."""
        turned = sum(slot.turned for slot in self.photos)
        return len(self.photos), self.is_straight, -turned


def solve(problem: Problem) -> Plan:
    """The layout with most photos; of these, one for straight cuts, then with fewest turned.

    Photos keep a gutter between them and from all else. They are centred together with label and
    QR code, which go where they cost the fewest photos.

    Raises:
        SheetTooSmall: something does not fit at all.
        SheetFull: not all photos asked for do.
    """
    _check_each(problem)
    best: Plan | None = None
    for blocks in _layouts(problem):
        plan = _centred(problem, _flush_right(blocks))
        if best is None or plan.merit > best.merit:
            best = plan
    if best is None:
        raise _no_room(problem)
    return _marked(best, problem) if problem.marks else best


def _layouts(problem: Problem) -> Iterator[list[Block]]:
    """Layouts worth comparing."""
    most_yet = 0
    area, extras = _area(problem), _extras(problem)
    if extras:
        bare = fill([area], _grown(problem), problem.counts, problem.rotate)
        open_items = [item for item, count in enumerate(problem.counts) if count is None]
        for order in (extras, extras[::-1]):
            # where several sizes share the room, none is to lose its share
            may_go = open_items if len(open_items) == 1 else []
            found = inserted(area.size_wh, bare, order, may_go) if bare else None
            if found is not None and all(_count(found, item) for item in open_items):
                most_yet = max(most_yet, _photos(found))
                yield found
    tried = 0
    for bound, arrangement in _by_promise(problem):
        tried += len(problem.sizes) > 1 or bound <= most_yet
        if most_yet and tried > _MAX_TRIED:
            return
        blocks = fill(arrangement.areas, _grown(problem), problem.counts, problem.rotate)
        if blocks is not None:
            most_yet = max(most_yet, total(blocks))
            together = [*blocks, *arrangement.extras]
            yield settled(together) if len(together) <= _MAX_SETTLED else together


def _by_promise(problem: Problem) -> list[tuple[int, Arrangement]]:
    """Arrangements, and how many photos they can hold at most; the best promise first."""
    found = arrangements(_area(problem), _extras(problem))
    promises = [(_bound(problem, arrangement), arrangement) for arrangement in found]
    return sorted(promises, key=lambda promise: -promise[0])


def _area(problem: Problem) -> Area:
    """What the margins leave; with a gutter to the right and below, as all that lies on it."""
    width, height = problem.room_wh
    return Area(0, 0, width + problem.gutter, height + problem.gutter)


def _extras(problem: Problem) -> list[Extra]:
    gutter = problem.gutter
    return [(item, (w + gutter, h + gutter)) for item, (w, h) in problem.extras]


def _bound(problem: Problem, arrangement: Arrangement) -> int:
    sizes = _grown(problem)
    asked = sum(count or 0 for count in problem.counts)
    bounds = [
        max(most(area.size_wh, size, problem.rotate) for size in sizes)
        for area in arrangement.areas
    ]
    return sum(bounds) if None in problem.counts else min(asked, sum(bounds))


def _grown(problem: Problem) -> list[Pair]:
    """The photos' sizes, each with a gutter."""
    return [(w + problem.gutter, h + problem.gutter) for w, h in problem.sizes]


def _count(blocks: Sequence[Block], item: int) -> int:
    return total([block for block in blocks if block.item == item])


def _photos(blocks: Sequence[Block]) -> int:
    return total([block for block in blocks if block.item >= 0])


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
    others = [slot for slot in (plan.label, plan.qr) if slot is not None]
    marks = crop_marks(plan.photos, others, plan.size_wh, problem.gutter, problem.dpi)
    return replace(plan, marks=marks)


def _flush_right(blocks: list[Block]) -> list[Block]:
    """A QR code in a band along the bottom, as far to the right as the other blocks go."""
    edge = max(block.right for block in blocks)
    moved = []
    for block in blocks:
        others = [other for other in blocks if other is not block]
        free = all(
            other.y >= block.bottom or block.y >= other.bottom or other.x < block.x
            for other in others
        )
        # one that is stacked with the label stays in line with it
        stacked = any(
            other.item == LABEL and other.x < block.right and block.x < other.right
            for other in others
        )
        x = edge - block.piece_wh[0]
        moved.append(replace(block, x=x) if block.item == QR and free and not stacked else block)
    return moved


def _check_each(problem: Problem) -> None:
    """Raise for what does not even fit alone."""
    for item, size in (*enumerate(problem.sizes), *problem.extras):
        turned = problem.rotate and item >= 0
        if not _fits(size, problem.room_wh, turned):
            raise _too_small(problem, item, size)


def _fits(size: Pair, room: Pair, turned: bool) -> bool:
    upright = size[0] <= room[0] and size[1] <= room[1]
    return upright or (turned and size[1] <= room[0] and size[0] <= room[1])


def _no_room(problem: Problem) -> SheetFull | SheetTooSmall:
    """What to say where not everything fits."""
    arrangements = [arrangement for _, arrangement in _by_promise(problem)]
    for item, size in enumerate(_grown(problem)):
        areas = [area.size_wh for each in arrangements for area in each.areas]
        if not any(_fits(size, area, problem.rotate) for area in areas):
            return _too_small(problem, item, problem.sizes[item], problem.extras)
    blocks = fill_fairly(arrangements[0].areas, _grown(problem), problem.counts, problem.rotate)
    held = [_count(blocks, item) for item in range(len(problem.sizes))]
    return SheetFull(problem.counts, tuple(held))


def _too_small(
    problem: Problem, item: int, size: Pair, beside: Sequence[Extra] = ()
) -> SheetTooSmall:
    def mm(pair: Pair) -> tuple[float, float]:
        return round(px_to_mm(pair[0], problem.dpi), 1), round(px_to_mm(pair[1], problem.dpi), 1)

    names = {LABEL: "label", QR: "QR code"}
    others = ["the {} of {:g} × {:g} mm".format(names[other], *mm(own)) for other, own in beside]
    return SheetTooSmall(
        names.get(item, "photo"), mm(size), mm(problem.room_wh), " and ".join(others)
    )
