"""A finished photo described as JSON's types."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from idphoto.imaging.geometry import px_to_mm
from idphoto.photo.result import Measurements, Photo


def describe(photo: Photo) -> dict[str, Any]:
    """Size, file and geometry in pixels and millimetres of print, notices, compliance, timings."""
    width, height = photo.size_wh
    measured = photo.measurements
    lengths = {name: getattr(measured, name) for name in Measurements.LENGTHS}
    return {
        "px": [width, height],
        "mm": [round(px_to_mm(side, photo.dpi), 2) for side in (width, height)],
        "dpi": photo.dpi,
        "bytes": len(photo.data),
        "format": photo.encoded.format,
        "quality": photo.encoded.quality,
        "geometry": {
            "px": {name: round(value, 1) for name, value in lengths.items()},
            "mm": {name: round(px_to_mm(value, photo.dpi), 2) for name, value in lengths.items()},
            "yaw_deg": round(measured.yaw_deg, 1),
            "pitch_deg": round(measured.pitch_deg, 1),
            "source_roll_deg": round(measured.source_roll_deg, 1),
        },
        "warnings": [asdict(notice) for notice in photo.notices],
        "compliance": photo.compliance.to_json(with_rates=False),
        "timings_ms": {step: round(ms, 1) for step, ms in photo.timings_ms.items()},
    }
