"""A finished photo described as JSON's types."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from idphoto.imaging.geometry import px_to_mm
from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints
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


def describe_place(photo: Photo) -> dict[str, Any]:
    """Where the head is on the source, how the source's pixels become the photo's, and between
    which pixels of the photo each length has to be.

    ``to_photo``: two rows of three numbers, for continuous x, y and 1. A corner's pixel is at ½, ½.
    """
    head = photo.head_on_source
    places = {
        name: [round(value, 1) for value in getattr(head, name)]
        for name in ("left_eye", "right_eye", "chin", "crown", "top")
    }
    return {
        "head_on_source": {"px": list(head.size_wh), **places},
        "to_photo": [[round(value, 6) for value in row] for row in photo.to_photo.matrix.tolist()],
        "limits": _limits(photo.constraints),
    }


def _limits(constraints: FrameConstraints) -> dict[str, dict[str, float | None]]:
    """The ranges; a target alone is no limit."""
    given = {name: constraints[name] for name in SIZES + PLACES}
    return {
        name: {"low": _rounded(limit.low), "high": _rounded(limit.high)}
        for name, limit in given.items()
        if limit is not None and (limit.low, limit.high) != (None, None)
    }


def _rounded(px: float | None) -> float | None:
    return None if px is None else round(px, 2)
