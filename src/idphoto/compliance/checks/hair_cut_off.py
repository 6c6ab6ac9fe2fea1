"""The whole head is in the picture, with its hair or headgear."""

from __future__ import annotations

from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import (
    ComplianceCheck,
    Judged,
    by_limits,
    failed,
    not_assessed,
    passed,
)
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.verdict import at_most

# What borders cut is estimated from the outline inside of them; less than this is single strands.
LIMITS: Final = at_most(0.005, unsure_to=0.015)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    if evidence.cuts is None:
        if evidence.portrait is None:
            return None
        return not_assessed("the head could not be measured: look whether all of it is there")
    if not evidence.cuts:
        return passed("the whole head is in the picture", 0.0, "the whole head")
    sides = " and ".join(cut.side for cut in evidence.cuts)
    most = max(cut.missing for cut in evidence.cuts)
    said = (
        f"the picture cuts off hair, headgear or face at the {sides} "
        f"(about {most:.0%} of the head's height is missing)"
    )
    if evidence.making is not None:
        # the outline was closed where the source ends, however little is missing
        return failed(said, most, "the whole head")
    return by_limits(most, LIMITS, said, allowed="the whole head")


CHECK: Final = ComplianceCheck(
    id="hair_cut_off",
    title="Whole head in the picture",
    subject="framing",
    advice="step back: leave room around the head",
    judge=judge,
    unit="of the head's height",
)
