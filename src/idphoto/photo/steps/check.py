"""The source and the finished photo against what the authority asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from idphoto.compliance.asked import Asked, asked_of
from idphoto.compliance.check import ON_PHOTO, ON_SOURCE, passed
from idphoto.compliance.checks import background_colour, background_uneven
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.finding import Finding
from idphoto.compliance.registry import checks_about, judge
from idphoto.errors import BackgroundUnfit, SpecificationViolated
from idphoto.photo.background import Original
from idphoto.photo.by_hand import doubted
from idphoto.photo.check import violations
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.evidence import (
    cuts_of_photo,
    ground_in_photo,
    handed_in,
    making_of,
    shown_of_portrait,
    tilt_on_photo,
)
from idphoto.photo.request import PhotoRequest
from idphoto.specs import Spec

_EDITING: Final = "editing_forbidden"


def asked_by(request: PhotoRequest) -> Asked:
    """What the authority asks of the photo."""
    return asked_of(request.spec, request.years, edits=request.edits)


def check(draft: PhotoDraft) -> None:
    """Run the compliance checks: on the person as photographed, and on the finished photo.

    Raises:
        BackgroundUnfit: the photo keeps its own background, which breaks the specification.
        SpecificationViolated: the photo breaks a rule that the request did not override, or reaches
            beyond its source although editing is forbidden.
    """
    request, spec = draft.request, draft.request.spec
    asked = asked_by(request)
    photo, by_measurement = handed_in(draft)
    made = Evidence(
        draft.portrait, ground_in_photo(draft), photo, making_of(draft), cuts_of_photo(draft)
    )
    source = Evidence(draft.portrait, shown=shown_of_portrait(draft), tilt_deg=tilt_on_photo(draft))
    of_photo = judge(made, asked, checks_about(*ON_PHOTO))
    if by_measurement is not None:
        measured = replace(made, photo=replace(photo, head=by_measurement))
        of_photo = doubted(of_photo, judge(measured, asked, checks_about("framing")))
    draft.findings = judge(source, asked, checks_about(*ON_SOURCE)) + of_photo
    broken = tuple(violations(of_photo))
    if spec is None:
        return
    for one in broken:
        if one.rule == _EDITING:
            if request.edit_anyway:
                continue
        elif request.overridden is None or one.rule in request.overridden:
            continue
        if one.rule == background_colour.RULE and isinstance(request.background, Original):
            raise _unfit(spec, of_photo, asked)
        raise SpecificationViolated(spec.title, one.rule, one.found, one.allowed, one.unit)
    draft.broken = tuple(one for one in broken if one.rule != _EDITING)


def _unfit(spec: Spec, findings: tuple[Finding, ...], asked: Asked) -> BackgroundUnfit:
    by_id = {finding.id: finding.judged for finding in findings}
    colour, uneven = (
        by_id.get(check.CHECK.id, passed("")) for check in (background_colour, background_uneven)
    )
    return BackgroundUnfit(
        spec=spec.title,
        found=colour.found,
        allowed=" or ".join(spec.backgrounds),
        delta_e=round(_number(colour.value), 1),
        max_delta_e=asked.requirements.background_delta_e,
        uneven=round(_number(uneven.value), 3),
        max_uneven=background_uneven.MOST_UNEVEN,
    )


def _number(value: float | str | None) -> float:
    return value if isinstance(value, float) else 0.0
