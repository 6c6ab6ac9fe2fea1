"""The photo is not edited, where the authority forbids it."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, failed, not_assessed, passed
from idphoto.compliance.evidence import Evidence

# The largest share of a photo that may lie beyond its source: turning the photo level may leave a
# sliver at a corner, too small to be seen.
MOST_BEYOND: Final = 0.01


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    photo, making, spec = evidence.photo, evidence.making, asked.spec
    if photo is None or spec is None or not spec.editing_forbidden:
        return None
    if asked.edits is None:
        return not_assessed(
            "this authority forbids digital editing, and a file does not show whether it was "
            "edited: only the person who made it knows"
        )
    if asked.edits:
        return failed(
            "this authority forbids digital editing and may refuse the photo; edited here: "
            + ", ".join(asked.edits),
            ", ".join(asked.edits),
            "nothing",
        )
    if making is not None and making.beyond_source > MOST_BEYOND:
        return failed(
            f"{making.beyond_source:.1%} of the photo is drawn beyond the source's edges, and "
            "this authority forbids editing",
            f"{making.beyond_source:.1%} drawn beyond the source's edges",
            f"at most {MOST_BEYOND:.0%}",
            rule="editing_forbidden",
        )
    return passed("nothing was edited", "", "nothing")


CHECK: Final = ComplianceCheck(
    id="editing_forbidden",
    title="Not edited",
    subject="file",
    advice="stand before a plain wall, and leave background, retouching and clothes as they are",
    judge=judge,
)
