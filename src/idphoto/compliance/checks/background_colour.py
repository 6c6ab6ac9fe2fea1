"""The background has a colour that the authority asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, by_limits, failed, not_assessed
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.gates import is_wall_unseen
from idphoto.compliance.ground import SeenGround, delta_e, lightness
from idphoto.compliance.verdict import Verdict, at_least, at_most
from idphoto.imaging.colour import parse_colour

# Authorities name colours without values, and cameras shift them: up to this many times the
# tolerance the check is unsure.
_UNSURE_TIMES: Final = 1.5
RULE: Final = "backgrounds"
# Without a specification: ICAO asks for a plain, light background. The grey walls of two studios
# that make passport photos measure 75 to 89 of 100 in L*.
LIGHT: Final = at_least(72.0, unsure_from=60.0)


def judge(evidence: Evidence, asked: Asked) -> Judged | None:
    ground, spec, photo = evidence.ground, asked.spec, evidence.photo
    if spec is not None and not spec.backgrounds:
        return None
    if spec is not None and photo is not None and photo.transparent:
        allowed = " or ".join(spec.backgrounds)
        said = f"the background is transparent instead of {allowed}"
        return failed(said, "transparent", allowed, rule=RULE)
    if ground is None or is_wall_unseen(evidence, asked):
        return None
    seen = ground.seen
    if seen is None:
        return not_assessed("the person leaves next to nothing of the background")
    if spec is None:
        return _light(seen)
    allowed = " or ".join(spec.backgrounds)
    most = asked.requirements.background_delta_e
    off = min(delta_e(seen.colour, parse_colour(code, "backgrounds")) for code in spec.backgrounds)
    limits = at_most(most, unsure_to=_UNSURE_TIMES * most)
    fits = limits.verdict(off) is Verdict.PASS
    said = f"the background is {seen.code}, {'as asked' if fits else f'ΔE {off:.0f} off {allowed}'}"
    judged = by_limits(off, limits, said, allowed=f"{allowed}, within ΔE {most:g}")
    return replace(judged, rule=RULE, found=seen.code)


def _light(seen: SeenGround) -> Judged:
    found = lightness(seen.colour)
    word = {
        Verdict.PASS: "is light",
        Verdict.UNSURE: "may be too dark",
        Verdict.FAIL: "is dark",
    }[LIGHT.verdict(found)]
    said = f"the background {word}: {found:.0f} of 100 in lightness ({seen.code})"
    return by_limits(found, LIGHT, said, allowed="a light colour")


CHECK: Final = ComplianceCheck(
    id="background_colour",
    title="Background of the right colour",
    subject="background",
    advice="stand before a wall of the colour asked for, in white light",
    judge=judge,
    unit="ΔE of CIE 1976; L* where only a light colour is asked for",
    asks=("background_plain",),
)
