"""The file has as many bytes as the authority accepts."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, passed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.limits import range_in_words


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, spec = evidence.photo, asked.spec
    if photo is None or spec is None or spec.file_bytes is None:
        return None
    low, high = spec.file_bytes.low, spec.file_bytes.high
    found, words = f"{photo.size_bytes:,}", range_in_words(low, high, ",.0f")
    if photo.size_bytes >= (low or 0) and (high is None or photo.size_bytes <= high):
        return passed(f"the file has {found} bytes", found, words, "file_bytes")
    said = f"the file has {found} bytes ({words} accepted)"
    return failed(said, found, words, rule="file_bytes")


CHECK: Final = ComplianceCheck(
    id="file_size",
    title="Size of the file",
    subject="file",
    advice="save the photo again: `idphoto make` keeps to the limits",
    judge=judge,
    unit="bytes",
)
