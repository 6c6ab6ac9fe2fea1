"""What the compliance checks judge by, from a draft."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.evidence import HandedIn, HeadCut, HeadOnPhoto, Making, Portrait, SeenWall
from idphoto.face.expression import measure_expression
from idphoto.face.find import find_faces
from idphoto.face.landmarks import CHIN
from idphoto.face.measure import FaceGeometry
from idphoto.imaging.arrays import Alpha
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.geometry import MM_PER_INCH, Box, Similarity, box_around
from idphoto.matting.veil import find_veil
from idphoto.photo.background import Original, Transparent
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.framing.borders import BorderCut, visible_cuts
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


def ground_in_picture(draft: PhotoDraft, geometry: FaceGeometry, *, whole: bool) -> SeenWall:
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
    return SeenWall(
        draft.picture.rgb[rows, columns],
        _resampled(draft.matte.alpha, to_part.after(draft.matte.to_matte.inverse()), size),
        float(x) - half - columns.start,
        float(x) + half - columns.start,
    )


def ground_in_photo(draft: PhotoDraft) -> SeenWall | None:
    """The background of the finished photo, above the chin, where no label covers it.

    None where nobody asks for a background, or a watermark lies over it.
    """
    request = draft.request
    asks = request.spec is not None and bool(request.spec.backgrounds)
    if not asks or request.watermark or isinstance(request.background, Transparent):
        return None
    known = draft.measurements
    rows = slice(0, max(1, round(known.chin_top)))
    centre = draft.frame.scale * draft.geometry.centre_x + draft.frame.dx
    half = draft.frame.scale * draft.geometry.head_width_px / 2
    return SeenWall(
        np.ascontiguousarray(draft.pixels[rows, :, :3]),
        draft.alpha[rows],
        centre - half,
        centre + half,
    )


def handed_in(draft: PhotoDraft) -> tuple[HandedIn, HeadOnPhoto | None]:
    """The finished photo, and its file as it reads back.

    The second value is the head by measurement alone, if its points were set by hand.
    """
    request, known, frame = draft.request, draft.measurements, draft.frame
    spec, geometry = request.spec, draft.geometry
    size, dpi, file_format = request.size_wh, float(request.output.dpi), request.output.format
    quality, found = None, None
    if spec is not None:
        # read back from the file's own header, and found again on the finished pixels
        file = open_source(draft.encoded.data, DecodeLimits(max_bytes=len(draft.encoded.data)))
        size, quality = file.size_wh, file.jpeg_quality
        dpi = dpi if file.density_dpi is None else file.density_dpi[0]
        file_format = file.format  # type: ignore[assignment]
        found = _found_again(draft)
    given = request.adjustments.points
    eyes, chin = found or (known.eyes_top, known.chin_top)
    if "left_eye" in given or "right_eye" in given:
        eyes = known.eyes_top
    if "chin" in given:
        chin = known.chin_top
    scale = request.px_per_mm
    if scale is None and spec is not None:
        scale = spec.px_per_mm * request.size_wh[1] / spec.size_px[1]
    photo = HandedIn(
        size_wh=size,
        dpi=dpi,
        file_format=file_format,
        size_bytes=len(draft.encoded.data),
        head=HeadOnPhoto(
            eyes_top=eyes,
            chin_top=chin,
            # no pixel shows the skull under the hair, and few where hair ends: framing has
            # measured it
            crown_top=known.crown_top,
            head_top=known.head_top,
            centre_x=frame.scale * geometry.centre_x + frame.dx,
            face_width=known.face_width,
            inter_eye=known.inter_eye,
        ),
        px_per_mm=scale or float(request.output.dpi) / MM_PER_INCH,
        jpeg_quality=quality,
        transparent=isinstance(request.background, Transparent),
    )
    return photo, _measured_head(draft, found) if given else None


def _measured_head(draft: PhotoDraft, found: tuple[float, float] | None) -> HeadOnPhoto:
    """The head on the photo as it was measured on the source, whatever somebody has corrected;
    ``found``: the eyes and the chin as they were found again on the photo."""
    head, to_photo = draft.measured, draft.placement.to_photo
    back = head.levelling.inverse()
    eyes, chin = back.apply(np.array([(head.centre_x, y) for y in (head.eyes_y, head.chin_y)]))
    places = to_photo.apply(np.stack([eyes, chin, head.crown, head.top]))
    eyes_top, chin_top, crown_top, head_top = (float(y) for y in places[:, 1])
    if found is not None:
        eyes_top, chin_top = found
    return HeadOnPhoto(
        eyes_top=eyes_top,
        chin_top=chin_top,
        crown_top=crown_top,
        head_top=head_top,
        centre_x=float(places[0, 0]),
        face_width=to_photo.scale * head.face_width_px,
        inter_eye=to_photo.scale * head.inter_eye_px,
    )


def making_of(draft: PhotoDraft) -> Making:
    """How the photo follows from the source. The draft was drawn."""
    request, frame, geometry = draft.request, draft.frame, draft.geometry
    width, height = request.size_wh
    hair = (
        -(frame.scale * geometry.hair_left_x + frame.dx),
        frame.scale * geometry.hair_right_x + frame.dx - width,
    )
    sides = max(frame.missing_left_px, frame.missing_right_px) / width
    keeps = isinstance(request.background, Original)
    return Making(
        enlargement=frame.scale,
        beyond_source=draft.beyond_source,
        hair_beyond=max(hair) / width,
        stretched=None if draft.dressed else max(sides, frame.missing_bottom_px / height),
        veil=None if keeps else find_veil(draft.alpha, draft.head_height_px),
    )


def cuts_of_photo(draft: PhotoDraft) -> tuple[HeadCut, ...]:
    """What the source's borders cut off from the head that the photo shows."""
    seen = visible_cuts(draft.borders, draft.geometry, draft.frame)
    return cuts_of(seen, draft.geometry.head_height_px)


def _found_again(draft: PhotoDraft) -> tuple[float, float] | None:
    """The eyes' and the chin's distance from the top edge, measured on the finished pixels; None
    where the face cannot be found again, or a watermark lies over it."""
    known = draft.measurements
    if draft.request.watermark is not None:
        return None
    rgb = np.ascontiguousarray(draft.pixels[..., :3])
    for face in find_faces(draft.setup.engine, rgb):
        eyes = (face.right_eye + face.left_eye) / 2
        away = np.hypot(eyes[0] - rgb.shape[1] / 2, eyes[1] - known.eyes_top)
        if away < known.inter_eye:  # not a face in a picture on the shirt
            return float(eyes[1]), float(face.point(CHIN)[1])
    return None


def cuts_of(cuts: Iterable[BorderCut], head_height_px: float) -> tuple[HeadCut, ...]:
    """What borders cut off from the head."""
    return tuple(HeadCut(cut.side, cut.hidden / head_height_px) for cut in cuts if cut.head)


def _resampled(
    alpha: NDArray[np.float32], to_output: Similarity, size_wh: tuple[int, int]
) -> Alpha:
    matrix = to_output.matrix
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - (0.5, 0.5)
    # outside the matte's region nobody was looked for: what lies there counts as the person
    return cv2.warpAffine(  # type: ignore[return-value]
        alpha, matrix, size_wh, borderMode=cv2.BORDER_CONSTANT, borderValue=1.0
    )


def shown_of_portrait(draft: PhotoDraft) -> Box:
    """What the photo shows, in pixels of the source levelled by its landmarks: all of it, if
    somebody has turned the photo from there. The draft was framed."""
    frame, level = draft.frame, Similarity(angle_deg=-draft.face.roll_deg)
    width, height = frame.size_wh
    corners = np.array([(x, y) for x in (0.0, width) for y in (0.0, height)])
    to_photo = Similarity(frame.scale, 0.0, frame.dx, frame.dy)
    turned = level.after(draft.geometry.levelling.inverse())
    return box_around(turned.apply(to_photo.inverse().apply(corners)))


def tilt_on_photo(draft: PhotoDraft) -> float | None:
    """How far the measured eyes are from level on the photo, in degrees, clockwise; None if nobody
    has turned it. The draft was framed."""
    if not draft.request.adjustments.moves_head:
        return None
    return draft.face.roll_deg - draft.geometry.roll_deg
