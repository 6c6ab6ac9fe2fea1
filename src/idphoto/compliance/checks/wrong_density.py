"""The print is as fine as the authority asks."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import (
    ComplianceCheck,
    Judged,
    failed,
    not_a_file,
    not_assessed,
    passed,
)
from idphoto.compliance.evidence import Evidence

TOLERANCE: Final = 0.5  # PNG counts pixels a metre, JPEG whole dots an inch


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, spec = evidence.photo, asked.spec
    if photo is None or spec is None or not spec.is_print:
        return None
    if not photo.is_file:
        return not_a_file("print density")
    if photo.dpi is None:
        return not_assessed("the file states no print density")
    words = f"at least {spec.dpi}"
    found = f"{photo.dpi:g}"
    # more dots per inch than required do no harm
    if photo.dpi >= spec.dpi - TOLERANCE:
        return passed(f"the file states {found} dpi", photo.dpi, words, "dpi")
    return failed(
        f"the file states {found} dpi, {words} are asked for", photo.dpi, words, rule="dpi"
    )


CHECK: Final = ComplianceCheck(
    id="wrong_density",
    title="Print density",
    subject="file",
    advice="make the photo at a higher density (`--dpi`)",
    judge=judge,
    digits=0,
)
