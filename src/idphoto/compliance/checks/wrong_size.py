"""The print has the size that is asked for."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, not_assessed, passed
from idphoto.compliance.evidence import Evidence
from idphoto.imaging.geometry import mm_to_px, px_to_mm
from idphoto.specs.model import SIZE_TOLERANCE_PX


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, spec = evidence.photo, asked.spec
    if photo is None or spec is None or not spec.is_print or spec.size_mm is None:
        return None
    wanted = by(spec.size_mm)
    if photo.dpi is None:
        width, height = photo.size_wh
        off = abs(width - height * spec.size_mm[0] / spec.size_mm[1])
        if off <= SIZE_TOLERANCE_PX:
            return not_assessed(f"no print density is stated: print it at {wanted} mm")
        found, wanted = f"{width}:{height}", f"{spec.size_mm[0]:g}:{spec.size_mm[1]:g}"
        said = f"the photo's shape is {found} instead of {wanted}"
        return failed(said, found, wanted, rule="size_mm")
    exact = [mm_to_px(side, photo.dpi) for side in spec.size_mm]
    off = max(abs(one - other) for one, other in zip(photo.size_wh, exact, strict=True))
    found = by(tuple(round(px_to_mm(side, photo.dpi), 1) for side in photo.size_wh))
    if off <= SIZE_TOLERANCE_PX:
        return passed(f"the print has {found} mm", found, wanted, "size_mm")
    return failed(f"the print has {found} mm instead of {wanted} mm", found, wanted, rule="size_mm")


def by(sides: tuple[float, ...]) -> str:
    """``35×45``."""
    return "×".join(f"{side:g}" for side in sides)


CHECK: Final = ComplianceCheck(
    id="wrong_size",
    title="Size of the print",
    subject="file",
    advice="make the photo with this specification",
    judge=judge,
    unit="mm",
)
