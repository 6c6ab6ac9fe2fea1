"""What the compliance checks judge by, from a draft."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.evidence import Cut, Ground, Portrait
from idphoto.face.expression import measure_expression
from idphoto.face.measure import FaceGeometry
from idphoto.imaging.arrays import Alpha
from idphoto.imaging.geometry import Similarity
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.framing.borders import BorderCut
from idphoto.photo.which_face import place_in, which_face


def portrait_of(draft: PhotoDraft) -> Portrait:
    """The person in the source. The draft has a face and a matte."""
    others = draft.others
    said = which_face(draft.face, others, draft.request.faces, draft.picture_wh) if others else ""
    return Portrait(
        rgb=draft.picture.rgb,
        shrink=draft.picture.shrink,
        face=draft.face,
        matte=draft.matte,
        expression=measure_expression(draft.setup.engine, draft.picture.rgb, draft.face),
        others=len(others),
        which_face=said,
        glimpsed=tuple(place_in(at, draft.picture_wh) for at in draft.matte.glimpsed),
        jpeg_quality=draft.source.jpeg_quality,
    )


def ground_in_picture(draft: PhotoDraft, geometry: FaceGeometry, *, whole: bool) -> Ground:
    """The background above the chin: of the whole picture, or of what a photo would show."""
    height, width = draft.picture.rgb.shape[:2]
    back = geometry.levelling.inverse()
    x, chin = back.apply(np.array([[geometry.centre_x, geometry.chin_y]]))[0]
    left, top, right = 0.0, 0.0, float(width)
    if not whole:
        shown = draft.rough_frame
        to_photo = Similarity(shown.scale, 0.0, shown.dx, shown.dy).after(geometry.levelling)
        (left, top), (right, _) = to_photo.inverse().apply(
            np.array([(0.0, 0.0), (shown.size_wh[0], 0.0)])
        )
    rows = slice(max(0, int(top)), min(height, max(int(top) + 2, round(float(chin)))))
    columns = slice(max(0, int(left)), min(width, max(int(left) + 2, round(float(right)))))
    size = columns.stop - columns.start, rows.stop - rows.start
    to_part = Similarity(1.0, 0.0, -float(columns.start), -float(rows.start))
    half = geometry.head_width_px / 2
    return Ground(
        draft.picture.rgb[rows, columns],
        _resampled(draft.matte.alpha, to_part.after(draft.matte.to_matte.inverse()), size),
        geometry.head_height_px,
        float(x) - half - columns.start,
        float(x) + half - columns.start,
    )


def ground_in_photo(draft: PhotoDraft) -> Ground:
    """The background of the finished photo, above the chin."""
    known = draft.measurements
    rows = slice(0, max(1, round(known.chin_top)))
    centre = draft.frame.scale * draft.geometry.centre_x + draft.frame.dx
    half = draft.frame.scale * draft.geometry.head_width_px / 2
    return Ground(
        np.ascontiguousarray(draft.pixels[rows, :, :3]),
        draft.alpha[rows],
        draft.head_height_px,
        centre - half,
        centre + half,
    )


def cuts_of(cuts: Iterable[BorderCut], head_height_px: float) -> tuple[Cut, ...]:
    """What borders cut off from the head."""
    return tuple(Cut(cut.side, cut.hidden / head_height_px) for cut in cuts if cut.head)


def _resampled(
    alpha: NDArray[np.float32], to_output: Similarity, size_wh: tuple[int, int]
) -> Alpha:
    matrix = to_output.matrix
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - (0.5, 0.5)
    # outside the matte's region nobody was looked for: what lies there counts as the person
    return cv2.warpAffine(  # type: ignore[return-value]
        alpha, matrix, size_wh, borderMode=cv2.BORDER_CONSTANT, borderValue=1.0
    )
