"""What corrections by hand mean for the report: they are believed, and said to be corrections.

A photo is framed and judged by the points that somebody set. Where our own measurement disagrees so
much that a check would not pass by it, the check is unsure: one of both is wrong, and no network
says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from idphoto.compliance.finding import Finding
from idphoto.compliance.verdict import Verdict
from idphoto.face.marks import HeadMarks
from idphoto.photo.adjustments import POINTS
from idphoto.photo.draft import PhotoDraft

# Less than this is how well anybody can point, in head heights.
_NOTICED: Final = 0.01
_NAMES: Final = {
    "left_eye": "the left eye",
    "right_eye": "the right eye",
    "chin": "the chin",
    "crown": "the crown",
}


def points_moved(draft: PhotoDraft) -> dict[str, float]:
    """How far from where it was measured each point is that was set by hand, in head heights. The
    draft was framed."""
    adjusted = draft.request.adjustments.points
    if not adjusted:
        return {}
    found = HeadMarks.of(draft.face)
    measured = (found.right_eye, found.left_eye, found.chin, draft.measured.crown)
    to_picture = draft.to_source.inverse()
    height = draft.measured.head_height_px
    return {
        name: float(np.hypot(*(to_picture.apply(np.array([adjusted[name]]))[0] - at))) / height
        for name, at in zip(POINTS, measured, strict=True)
        if name in adjusted
    }


def in_words(moved: Mapping[str, float]) -> str:
    """``points_moved`` as a list; empty if no point was moved noticeably."""
    return ", ".join(
        f"{_NAMES[name]} by {share:.0%}" for name, share in moved.items() if share >= _NOTICED
    )


def doubted(by_hand: Sequence[Finding], by_measurement: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings by the points that were set, unsure where only those pass."""
    measured = {finding.id: finding.judged for finding in by_measurement}

    def weighed(finding: Finding) -> Finding:
        judged, other = finding.judged, measured.get(finding.id)
        if other is None or judged.verdict is not Verdict.PASS or other.verdict is Verdict.PASS:
            return finding
        reason = f"{judged.reason} by the points set by hand; by measurement, {other.reason}"
        return replace(finding, judged=replace(judged, verdict=Verdict.UNSURE, reason=reason))

    return tuple(map(weighed, by_hand))
