"""The file has as many pixels as the authority accepts."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import Check, Judged, failed, passed
from idphoto.compliance.checks.wrong_size import by
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, spec = evidence.photo, asked.spec
    if photo is None or spec is None or (spec.min_px is None and spec.max_px is None):
        return None
    (width, height), found = photo.size_wh, by(photo.size_wh)
    low, high = spec.min_px or (1, 1), spec.max_px
    if width < low[0] or height < low[1]:
        said = f"the file has {found} px, at least {by(low)} px are asked for"
        return failed(said, found, f"at least {by(low)}", rule="min_px")
    if high is not None and (width > high[0] or height > high[1]):
        said = f"the file has {found} px, at most {by(high)} px are accepted"
        return failed(said, found, f"at most {by(high)}", rule="max_px")
    return passed(f"the file has {found} px", found)


CHECK: Final = Check(
    id="wrong_pixels",
    title="Pixels of the file",
    subject="file",
    advice="make the photo with this specification",
    judge=judge,
    unit="px",
)
