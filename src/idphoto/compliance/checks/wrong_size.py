"""The photo has the size that is asked for."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import Check, Judged, failed, not_assessed, passed
from idphoto.compliance.evidence import Evidence, HandedIn
from idphoto.imaging.geometry import mm_to_px, px_to_mm
from idphoto.specs import Spec
from idphoto.specs.model import SIZE_TOLERANCE_PX


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, spec = evidence.photo, asked.spec
    if photo is None or spec is None:
        return None
    if spec.is_print and spec.size_mm is not None:
        return _print(photo, spec, spec.size_mm)
    wanted = by(spec.size_px)
    width, height = photo.size_wh
    if spec.min_px is None and spec.max_px is None:
        good = photo.size_wh == spec.size_px
    else:
        good = abs(width * spec.size_px[1] / height - spec.size_px[0]) <= SIZE_TOLERANCE_PX
        wanted = f"of the shape {wanted}"
    return _said(good, by(photo.size_wh), wanted, "px", "size_px")


def _print(photo: HandedIn, spec: Spec, size_mm: tuple[float, float]) -> Judged:
    if photo.dpi is None:
        if _is_shaped(photo.size_wh, size_mm):
            return not_assessed(
                "the file states no print density: print it at " + by(size_mm, "mm")
            )
        return _said(False, by(photo.size_wh, "px"), f"of the shape {by(size_mm)}", "mm", "size_mm")
    exact = [mm_to_px(side, photo.dpi) for side in size_mm]
    good = all(
        abs(found - want) <= SIZE_TOLERANCE_PX
        for found, want in zip(photo.size_wh, exact, strict=True)
    )
    found = (round(px_to_mm(side, photo.dpi), 1) for side in photo.size_wh)
    return _said(good, by(tuple(found)), by(size_mm), "mm", "size_mm")


def _is_shaped(size_wh: tuple[int, int], size_mm: tuple[float, float]) -> bool:
    width, height = size_wh
    return abs(width * size_mm[1] / height - size_mm[0]) / size_mm[0] <= SIZE_TOLERANCE_PX / width


def _said(good: bool, found: str, wanted: str, unit: str, rule: str) -> Judged:
    said = f"the photo is {found} {unit}"
    if good:
        return passed(said, found, wanted, rule)
    return failed(f"{said} instead of {wanted} {unit}", found, wanted, rule=rule)


def by(sides: tuple[float, ...], unit: str = "") -> str:
    """``35×45``, with a unit if there is one."""
    return "×".join(f"{side:g}" for side in sides) + (f" {unit}" if unit else "")


CHECK: Final = Check(
    id="wrong_size",
    title="Size of the photo",
    subject="file",
    advice="make the photo with this specification",
    judge=judge,
    asks=(),
)
