"""A finished sheet, described for people and for machines."""

from __future__ import annotations

from typing import Any

from idphoto.sheet.result import Sheet


def summary(sheet: Sheet) -> str:
    """One line such as "9 photos of 25 × 35 mm on 127 × 89 mm"."""
    parts: list[str] = []
    for count, size_mm in zip(sheet.counts, sheet.photos_mm, strict=True):
        noun = "" if parts else (" photo" if count == 1 else " photos")
        parts.append(f"{count}{noun} of {_mm(size_mm)}")
    return f"{' and '.join(parts)} on {_mm(sheet.paper_mm)}"


def describe(sheet: Sheet) -> dict[str, Any]:
    """Size, file, photos by kind, whether straight cuts suffice, QR code, timings."""
    code = sheet.qr
    qr = code and {"level": code.level, "module_px": code.module_px, "px": code.size_px}
    return {
        "format": sheet.format,
        "px": list(sheet.size_wh),
        "mm": list(sheet.paper_mm),
        "dpi": sheet.dpi,
        "bytes": len(sheet.data),
        "paper": sheet.paper.name,
        "count": sheet.count,
        "photos": [
            {"count": count, "mm": [round(side, 2) for side in size_mm]}
            for count, size_mm in zip(sheet.counts, sheet.photos_mm, strict=True)
        ],
        "straight_cuts": sheet.plan.is_straight,
        "qr": qr,
        "timings_ms": {step: round(ms, 1) for step, ms in sheet.timings_ms.items()},
    }


def _mm(size_mm: tuple[float, float]) -> str:
    width, height = (round(side, 1) for side in size_mm)
    return f"{width:g} × {height:g} mm"
