"""Report what does not fit on a sheet: how large it is, and how many would fit."""

from __future__ import annotations

from collections.abc import Sequence

from idphoto.errors import SheetFull, SheetTooSmall
from idphoto.imaging.geometry import px_to_mm
from idphoto.sheet.packing.blocks import Pair
from idphoto.sheet.packing.extras import LABEL, QR, Arrangement, Extra
from idphoto.sheet.packing.mixing import fill_fairly
from idphoto.sheet.packing.problem import Problem
from idphoto.sheet.slots import count_of


def check_each(problem: Problem) -> None:
    """Raise for anything that does not fit even alone."""
    for item, size in (*enumerate(problem.sizes), *problem.extras):
        turned = problem.rotate and item >= 0
        if not _fits(size, problem.room_wh, turned):
            raise _too_small(problem, item, size)


def _fits(size: Pair, room: Pair, turned: bool) -> bool:
    upright = size[0] <= room[0] and size[1] <= room[1]
    return upright or (turned and size[1] <= room[0] and size[0] <= room[1])


def no_room(problem: Problem, arrangements: Sequence[Arrangement]) -> SheetFull | SheetTooSmall:
    """The error if not everything fits in any of the arrangements, given best first."""
    areas = [area.size_wh for each in arrangements for area in each.areas]
    for item, size in enumerate(problem.grown_sizes):
        if not any(_fits(size, area, problem.rotate) for area in areas):
            return _too_small(problem, item, problem.sizes[item], problem.extras)
    best = arrangements[0].areas
    blocks = fill_fairly(best, problem.grown_sizes, problem.counts, problem.rotate)
    held = (count_of(blocks, item) for item in range(len(problem.sizes)))
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
