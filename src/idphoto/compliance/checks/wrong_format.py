"""The file has the format that is asked for."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, not_a_file, passed
from idphoto.compliance.evidence import Evidence


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, spec = evidence.photo, asked.spec
    if photo is None or spec is None or spec.file_format is None:
        return None
    found, wanted = photo.file_format, spec.file_format
    if found is None:
        return not_a_file("format")
    if found == wanted:
        return passed(f"the file is a {found}", found, wanted, "file_format")
    return failed(f"the file is a {found} instead of {wanted}", found, wanted, rule="file_format")


CHECK: Final = ComplianceCheck(
    id="wrong_format",
    title="Format of the file",
    subject="file",
    advice="save the photo in that format",
    judge=judge,
)
