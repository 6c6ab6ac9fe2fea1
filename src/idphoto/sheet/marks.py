"""Crop marks: short ticks in line with the photos' edges, to guide a knife."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import mm_to_px
from idphoto.sheet.slots import Slot

_LENGTH_MM: Final = 3.0
_DISTANCE_MM: Final = 0.5  # from any photo, so that a slightly misplaced cut leaves no ink on it
_MIN_DISTANCE_MM: Final = 0.1  # in narrow gutters: more than half a stroke
_MIN_LENGTH_MM: Final = 0.4  # a shorter mark is a speck


@dataclass(frozen=True, slots=True)
class Mark:
    """A tick along the line ``at``, from ``start`` to ``end``, in pixel coordinates.

    ``upright``: whether ``at`` is an x, and ``start`` and ``end`` are y; otherwise the reverse.

    >>> import idphoto
    >>> sheet = idphoto.make_sheet("me.jpg", "A6")
    >>> sheet.plan.marks[0].upright
    True
    """

    upright: bool
    at: int
    start: int
    end: int


def crop_marks(
    photos: Sequence[Slot],
    others: Sequence[Slot],
    size_wh: tuple[int, int],
    gutter: int,
    dpi: float,
) -> tuple[Mark, ...]:
    """Ticks at the corners of ``photos``, except where they would touch a photo or one of
    ``others``, or leave the sheet.
    """
    distance = mm_to_px(_DISTANCE_MM, dpi)
    if gutter:
        distance = min(distance, gutter / 4)
    off = max(round(distance), math.ceil(mm_to_px(_MIN_DISTANCE_MM, dpi)) + 1)
    boxes = np.array([(s.x, s.right, s.y, s.bottom) for s in (*photos, *others)], np.int64)
    marks: list[Mark] = []
    for upright in (True, False):
        across, along = (boxes[:, :2], boxes[:, 2:]) if upright else (boxes[:, 2:], boxes[:, :2])
        spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        end = size_wh[1] if upright else size_wh[0]
        for line, start, stop in _ticks(across, along, len(photos), off, 0, dpi):
            spans[line].append((start, stop))
        for line, start, stop in _ticks(across, -along[:, ::-1], len(photos), off, -end, dpi):
            spans[line].append((-stop, -start))
        for line, found in sorted(spans.items()):
            marks += [Mark(upright, line, *span) for span in _merged(found)]
    return tuple(marks)


def _ticks(
    across: NDArray[np.int64],
    along: NDArray[np.int64],
    photos: int,
    off: int,
    edge: int,
    dpi: float,
) -> Iterator[tuple[int, int, int]]:
    """Ticks before the first ``photos`` boxes, as line, start and end.

    ``across`` and ``along``: ``(N, 2)``, where the boxes start and end on either axis. ``edge``:
    where the sheet starts.
    """
    length, shortest = (
        round(mm_to_px(_LENGTH_MM, dpi)),
        max(2, round(mm_to_px(_MIN_LENGTH_MM, dpi))),
    )
    for lines in across[:photos].T:
        stops = along[:photos, 0] - off
        in_line = (across[None, :, 0] - off < lines[:, None]) & (
            lines[:, None] < across[None, :, 1] + off
        )
        before = along[None, :, 0] < along[:photos, None, 0]
        walls = np.where(in_line & before, along[None, :, 1] + off, edge).max(axis=1)
        starts = np.maximum(walls, stops - length)
        for line, start, stop in zip(lines, starts, stops, strict=True):
            if stop - start >= shortest:
                yield int(line), int(start), int(stop)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans, with those that meet joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
