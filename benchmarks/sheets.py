"""How long a print sheet takes, and how many photos fit on it."""

from __future__ import annotations

import statistics
from typing import Any, Final

from benchmarks.pictures import astronaut
from idphoto.imaging.geometry import mm_to_px
from idphoto.sheet.make import make_sheet
from idphoto.sheet.packing import pack as packing
from idphoto.sheet.paper import find_paper
from idphoto.sheet.request import SheetFormat, SheetPhoto, SheetRequest
from idphoto.sheet.result import Sheet

PAPERS: Final = ("5inch", "6inch", "A4")
FORMATS: Final[tuple[SheetFormat, ...]] = ("jpeg", "pdf")
PRINTS_MM: Final = ((25, 35), (35, 45), (35, 49), (50, 50))
_RUNS: Final = 7


def measure_sheets() -> list[dict[str, Any]]:
    """One row per paper and format: two-inch photos at 300 dpi, with and without label and code."""
    photo = SheetPhoto.load(astronaut((413, 626)))
    rows = []
    for paper in PAPERS:
        for kind in FORMATS:
            for label, code in ((None, None), ("Ada L.\n2026-07-01", "https://example.com/0042")):
                request = SheetRequest(paper=paper, format=kind, label=label, qr=code)
                sheets = [_uncached(photo, request) for _ in range(_RUNS)]
                times = {
                    step: statistics.median(sheet.timings_ms[step] for sheet in sheets)
                    for step in sheets[0].timings_ms
                }
                rows.append(
                    {
                        "paper": paper,
                        "format": kind,
                        "with": "label, QR" if label else "–",
                        "photos": sheets[0].count,
                        **times,
                        "total": sum(times.values()),
                        "kB": len(sheets[0].data) // 1000,
                    }
                )
    return rows


def _uncached(photo: SheetPhoto, request: SheetRequest) -> Sheet:
    """A sheet, made without the caches of earlier ones."""
    packing.pack.cache_clear()
    packing.searched.cache_clear()
    return make_sheet(photo, request)


def count_photos() -> list[dict[str, Any]]:
    """One row per paper: how many prints of each size fit at 300 dpi, margins 3 mm, gutters 2 mm.

    ``a–b``: a were found; more than b are impossible.
    """
    return [
        {"paper": paper.name, "mm": f"{paper.width_mm:g} × {paper.height_mm:g}"}
        | {f"{w} × {h}": _counted(paper.size_mm(landscape=True), (w, h)) for w, h in PRINTS_MM}
        for paper in map(find_paper, (*PAPERS, "4x6", "5x7", "A6", "A5", "Letter"))
    ]


def _counted(paper_mm: tuple[float, float], print_mm: tuple[float, float]) -> str:
    margin, gutter = round(mm_to_px(3, 300)), round(mm_to_px(2, 300))
    area = [round(mm_to_px(mm, 300)) - 2 * margin + gutter for mm in paper_mm]
    piece = [round(mm_to_px(mm, 300)) + gutter for mm in print_mm]
    packed = packing.pack((area[0], area[1]), (piece[0], piece[1]))
    shape = "" if packed.is_straight else "*"
    return f"{packed.count}{'' if packed.count == packed.bound else f'–{packed.bound}'}{shape}"
