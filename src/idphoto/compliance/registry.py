"""Every check, in the order of the report, and the function that runs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ComplianceCheck, Judged, Subject
from idphoto.compliance.checks import (
    background_colour,
    background_shadow,
    background_uneven,
    blurred,
    body_cut_off,
    body_extended,
    colour_cast,
    compressed,
    editing_forbidden,
    enlarged,
    eye_distance,
    eye_line,
    eyes_closed,
    eyes_off_camera,
    face_covered,
    face_width,
    few_pixels,
    file_size,
    glare,
    glasses,
    grey,
    hair_cut_off,
    hair_outside,
    hair_over_eyes,
    hand_at_face,
    hand_in_photo,
    head_nods,
    head_size,
    head_tilted,
    head_turned,
    headgear,
    low_quality,
    matte_unsure,
    mouth_open,
    no_face,
    not_upright,
    off_centre,
    other_person,
    photo_age,
    red_eye,
    several_faces,
    side_light,
    smile,
    tinted_lenses,
    too_dark,
    too_light,
    top_margin,
    writing,
    wrong_density,
    wrong_format,
    wrong_pixels,
    wrong_size,
)
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.finding import Finding, published_rates
from idphoto.compliance.report import ComplianceReport, Judging
from idphoto.imaging.geometry import Box

CHECKS: Final[tuple[ComplianceCheck, ...]] = (
    no_face.CHECK,
    several_faces.CHECK,
    other_person.CHECK,
    face_covered.CHECK,
    eyes_closed.CHECK,
    eyes_off_camera.CHECK,
    hair_over_eyes.CHECK,
    glasses.CHECK,
    tinted_lenses.CHECK,
    glare.CHECK,
    red_eye.CHECK,
    mouth_open.CHECK,
    smile.CHECK,
    headgear.CHECK,
    hand_at_face.CHECK,
    hand_in_photo.CHECK,
    head_turned.CHECK,
    head_nods.CHECK,
    head_tilted.CHECK,
    side_light.CHECK,
    too_dark.CHECK,
    too_light.CHECK,
    colour_cast.CHECK,
    blurred.CHECK,
    few_pixels.CHECK,
    compressed.CHECK,
    grey.CHECK,
    writing.CHECK,
    background_uneven.CHECK,
    background_colour.CHECK,
    background_shadow.CHECK,
    matte_unsure.CHECK,
    hair_cut_off.CHECK,
    hair_outside.CHECK,
    body_cut_off.CHECK,
    body_extended.CHECK,
    enlarged.CHECK,
    head_size.CHECK,
    eye_line.CHECK,
    top_margin.CHECK,
    off_centre.CHECK,
    face_width.CHECK,
    eye_distance.CHECK,
    wrong_size.CHECK,
    wrong_pixels.CHECK,
    wrong_density.CHECK,
    wrong_format.CHECK,
    low_quality.CHECK,
    file_size.CHECK,
    not_upright.CHECK,
    editing_forbidden.CHECK,
    photo_age.CHECK,
)


def checks_about(*subjects: Subject) -> tuple[ComplianceCheck, ...]:
    """The checks about one of ``subjects``."""
    return tuple(check for check in CHECKS if check.subject in subjects)


def judge(
    evidence: Evidence, asked: Asked, checks: Iterable[ComplianceCheck]
) -> tuple[Finding, ...]:
    """The findings of those of ``checks`` that the authority asks for.

    Their regions are in pixels of the upright file.
    """
    rates = published_rates()
    found = []
    for check in checks:
        judged = check.judge(evidence, asked)
        if judged is None:
            continue
        if judged.region is not None and evidence.portrait is not None:
            height, width = evidence.portrait.rgb.shape[:2]
            region = judged.region.intersect(Box(0.0, 0.0, float(width), float(height)))
            judged = replace(judged, region=region.scaled(evidence.portrait.shrink))
        source, verified = _source(check, judged, asked)
        found.append(Finding(check, judged, source, verified, rates.get(check.id, ())))
    return tuple(found)


def _source(check: ComplianceCheck, judged: Judged, asked: Asked) -> tuple[str, bool]:
    """Where the requirement comes from, and whether it was read there."""
    if judged.rule and asked.spec is not None:
        return asked.spec.source, asked.spec.is_verified(judged.rule)
    if check.asks:
        requirements = asked.requirements
        return requirements.source, all(map(requirements.is_verified, check.asks))
    return "", False


def report_of(findings: tuple[Finding, ...], judging: Judging, asked: Asked) -> ComplianceReport:
    """The report of ``findings`` in the registry's order."""
    order = {check.id: place for place, check in enumerate(CHECKS)}
    requirements, spec = asked.requirements, asked.spec
    return ComplianceReport(
        findings=tuple(sorted(findings, key=lambda one: order[one.id])),
        judging=judging,
        spec=None if spec is None else spec.slug,
        title=requirements.title if spec is None else spec.title,
        authority=requirements.title,
        requirements=requirements.name,
        source=requirements.source,
        checked="" if requirements.checked is None else requirements.checked.isoformat(),
        years=asked.years,
    )
