"""The file has as many pixels as the authority accepts."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, passed
from idphoto.compliance.checks.wrong_size import by
from idphoto.compliance.evidence import Evidence
from idphoto.specs.model import SIZE_TOLERANCE_PX


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, spec = evidence.photo, asked.spec
    if photo is None or spec is None:
        return None
    (width, height), found = photo.size_wh, by(photo.size_wh)
    low, high = spec.min_px or (1, 1), spec.max_px
    if width < low[0] or height < low[1]:
        return _failed(found, f"at least {by(low)}", "min_px")
    if high is not None and (width > high[0] or height > high[1]):
        return _failed(found, f"at most {by(high)}", "max_px")
    if not spec.is_print:
        if spec.min_px is None and spec.max_px is None:
            if photo.size_wh != spec.size_px:
                return _failed(found, by(spec.size_px), "size_px")
        elif abs(width * spec.size_px[1] / height - spec.size_px[0]) > SIZE_TOLERANCE_PX:
            return _failed(found, f"of the shape {by(spec.size_px)}", "size_px")
    elif spec.min_px is None and high is None:
        return None
    return passed(f"the file has {found} px", found)


def _failed(found: str, allowed: str, rule: str) -> Judged:
    said = f"the file has {found} px instead of {allowed} px"
    return failed(said, found, allowed, rule=rule)


CHECK: Final = ComplianceCheck(
    id="wrong_pixels",
    title="Pixels of the file",
    subject="file",
    advice="make the photo with this specification",
    judge=judge,
    unit="px",
)
