"""The file has as many bytes as the authority accepts."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, not_a_file, passed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.limits import range_in_words


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, spec = evidence.photo, asked.spec
    if photo is None or spec is None or spec.file_bytes is None:
        return None
    size = photo.size_bytes
    if size is None:
        return not_a_file("size")
    low, high = spec.file_bytes.low, spec.file_bytes.high
    found, words = f"{size:,}", range_in_words(low, high, ",.0f")
    if size >= (low or 0) and (high is None or size <= high):
        return _said(passed(f"the file has {found} bytes", rule="file_bytes"), size, words)
    said = f"the file has {found} bytes ({words} accepted)"
    return _said(failed(said, rule="file_bytes"), size, words)


def _said(judged: Judged, size: int, words: str) -> Judged:
    return replace(judged, value=float(size), allowed=words, found=f"{size:,}")


CHECK: Final = ComplianceCheck(
    id="file_size",
    title="Size of the file",
    subject="file",
    advice="save the photo again: `idphoto make` keeps to the limits",
    judge=judge,
    unit="bytes",
)
