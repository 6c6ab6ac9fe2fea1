"""The finished photo against its specification."""

from __future__ import annotations

import numpy as np

from idphoto.compliance.ground import SeenGround, measure_ground
from idphoto.errors import BackgroundUnfit, SpecificationViolated
from idphoto.face.find import find_faces
from idphoto.face.landmarks import CHIN
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.photo.background import Original, Transparent
from idphoto.photo.check import (
    MOST_BEYOND,
    MOST_DELTA_E,
    MOST_UNEVEN,
    Finished,
    allowed_colours,
    fit_of,
    violations,
)
from idphoto.photo.draft import PhotoDraft
from idphoto.specs import Spec


def check(draft: PhotoDraft) -> None:
    """Compare the finished photo and its file with the request's specification.

    Raises:
        BackgroundUnfit: the photo keeps its own background, which breaks the specification.
        SpecificationViolated: the photo breaks a rule that the request did not override, or reaches
            beyond its source although editing is forbidden.
    """
    request, spec = draft.request, draft.request.spec
    if spec is None:
        return
    found = _finished(draft, spec)
    broken = tuple(violations(spec, found))
    for one in broken:
        if request.overridden is None or one.rule in request.overridden:
            continue
        if one.rule == "backgrounds" and found.ground and isinstance(request.background, Original):
            raise _unfit(spec, found.ground)
        raise SpecificationViolated(spec.title, one.rule, one.found, one.allowed, one.unit)
    if spec.editing_forbidden and not request.edit_anyway:
        _check_own_pixels(draft, spec)
    draft.broken = broken


def _check_own_pixels(draft: PhotoDraft, spec: Spec) -> None:
    """Refuse a photo for which body or wall was drawn on: that is an edit as well."""
    if draft.beyond_source > MOST_BEYOND:
        found = f"{draft.beyond_source:.1%} drawn beyond the source's edges"
        allowed = f"at most {MOST_BEYOND:.0%}"
        raise SpecificationViolated(spec.title, "editing_forbidden", found, allowed, "")


def _finished(draft: PhotoDraft, spec: Spec) -> Finished:
    request, known = draft.request, draft.measurements
    # read back from the file's own header
    file = open_source(draft.encoded.data, DecodeLimits(max_bytes=len(draft.encoded.data)))
    eyes, chin = _found_again(draft)
    scale = request.px_per_mm or spec.px_per_mm * request.size_wh[1] / spec.size_px[1]
    return Finished(
        size_wh=file.size_wh,
        dpi=request.output.dpi if file.density_dpi is None else file.density_dpi[0],
        format=file.format,
        size_bytes=len(draft.encoded.data),
        eyes_top=eyes,
        chin_top=chin,
        # no pixel shows the skull under the hair, and few where hair ends: framing has measured it
        crown_top=known.crown_top,
        head_top=known.head_top,
        px_per_mm=scale,
        ground=_ground(draft, spec),
        transparent=isinstance(request.background, Transparent),
    )


def _found_again(draft: PhotoDraft) -> tuple[float, float]:
    """The eyes' and the chin's distance from the top edge, measured on the finished pixels.

    Where the face cannot be found again, or a watermark lies over it, as framing left them.
    """
    known = draft.measurements
    expected = known.eyes_top, known.chin_top
    if draft.request.watermark is not None:
        return expected
    rgb = np.ascontiguousarray(draft.pixels[..., :3])
    for face in find_faces(draft.setup.engine, rgb):
        eyes = (face.right_eye + face.left_eye) / 2
        away = np.hypot(eyes[0] - rgb.shape[1] / 2, eyes[1] - known.eyes_top)
        if away < known.inter_eye:  # not a face in a picture on the shirt
            return float(eyes[1]), float(face.point(CHIN)[1])
    return expected


def _ground(draft: PhotoDraft, spec: Spec) -> SeenGround | None:
    """The background above the chin, where no label covers it; None if there is no need of it."""
    request = draft.request
    if not spec.backgrounds or request.watermark or isinstance(request.background, Transparent):
        return None
    rows = slice(0, max(1, round(draft.measurements.chin_top)))
    return measure_ground(draft.pixels[rows, :, :3], draft.alpha[rows])


def _unfit(spec: Spec, ground: SeenGround) -> BackgroundUnfit:
    fit = fit_of(spec, ground)
    return BackgroundUnfit(
        spec=spec.title,
        found=ground.code,
        allowed=allowed_colours(spec),
        delta_e=round(fit.delta_e, 1),
        max_delta_e=MOST_DELTA_E,
        uneven=round(fit.uneven, 3),
        max_uneven=MOST_UNEVEN,
    )
