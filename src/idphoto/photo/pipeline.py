"""The ID photo as a list of steps, with a deadline and a progress report between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from idphoto.errors import FaceTooSmall, FramingConflict
from idphoto.face.find import choose_face, find_faces
from idphoto.face.landmarks import Face
from idphoto.face.measure import VERTEX_RATIO, FaceGeometry, estimate_geometry, measure_head
from idphoto.imaging.decode import Picture, Source
from idphoto.imaging.encode import encode
from idphoto.imaging.geometry import Box, Similarity
from idphoto.imaging.warp import turned
from idphoto.models.matting import load_ahead
from idphoto.photo.background import Original, Transparent, composite, render_background
from idphoto.photo.constraints import FrameConstraints
from idphoto.photo.cutout import refine_edges, to_rgba, true_colours
from idphoto.photo.draft import Draft
from idphoto.photo.framing import Frame, Head, solve_frame
from idphoto.photo.label import draw_label
from idphoto.photo.matte import Reach, find_mask, matte_person
from idphoto.photo.notices import notices_for
from idphoto.photo.render import continue_background, place, render
from idphoto.photo.request import PhotoRequest
from idphoto.photo.result import Measurements, Photo
from idphoto.photo.retouch.apply import retouch_person
from idphoto.photo.wardrobe.load import load_garment
from idphoto.photo.wardrobe.wear import wear
from idphoto.photo.watermark import stamp
from idphoto.runtime.engine import Engine
from idphoto.settings import get_settings
from idphoto.steps import Progress, run_steps

# Big JPEGs are first decoded to at least so many pixels along the longer side: enough to find
# faces and to cut out most photos.
_FIRST_LOOK_PX: Final = 960
# An upright face in plain sight scores above this; below, it may be lying or upside down.
_UPRIGHT_SCORE: Final = 0.85
# The upright faces of 14 photos score 0.79 and more, what merely looks like a face about 0.5: it
# must not hide a small face that only a closer look shows.
_PLAIN_SCORE: Final = 0.75
# Beyond this enlargement of the source nobody can be told from the photo; well before, a notice
# says that it will look soft.
_MAX_ENLARGEMENT: Final = 5.0
_SEEN_MARGIN: Final = 0.15
# What the matting network is shown of a person at least, in head heights from the eyes: to each
# side, upwards, downwards.
_CONTEXT: Final = (2.0, 1.5, 2.5)


def decode(draft: Draft) -> None:
    """Read the pixels, no more of them than a first look needs."""
    # a fresh process is still short of its largest network: load it while others work
    load_ahead(draft.engine, draft.sizes[0][0], get_settings().matting)
    draft.turns = 0
    draft.picture = _decoded(draft, _FIRST_LOOK_PX)


def find_face(draft: Draft) -> None:
    """Find the person's face; where a first look shows none upright, turn, then look closer."""
    faces = find_faces(draft.engine, draft.picture.rgb)
    if not _is_upright(faces):
        faces = _turn_upright(draft, faces)
    if not any(face.score > _PLAIN_SCORE for face in faces):
        if draft.picture.shrink > 1:
            draft.picture = _decoded(draft, 2 * _FIRST_LOOK_PX)
        faces = find_faces(draft.engine, draft.picture.rgb, tiled=True)
    draft.face = choose_face(faces, draft.request.faces)
    draft.others = [face for face in faces if face is not draft.face]


def sharpen_source(draft: Draft) -> None:
    """Decode again, finer, where the photo needs more pixels of the face than the first look has.

    Raises:
        FaceTooSmall: even the full source has too few.
    """
    scale = _rough_frame(draft).scale
    if scale > 1.0 and draft.picture.shrink > 1:
        wanted = max(draft.picture_wh) * scale
        finer = _decoded(draft, wanted)
        factor = draft.picture.shrink / finer.shrink
        draft.picture, draft.face = finer, draft.face.scaled(factor)
        draft.others = [face.scaled(factor) for face in draft.others]
        scale /= factor
    if scale > _MAX_ENLARGEMENT:
        found = draft.face.width_px
        raise FaceTooSmall(found_px=found, need_px=found * scale / _MAX_ENLARGEMENT)


def cut_out(draft: Draft) -> None:
    """The person's matte, over all that the photo may show."""
    rgb = draft.picture.rgb
    draft.person = find_mask(draft.engine, rgb, draft.face)
    region = _region(draft)
    draft.matte = matte_person(
        draft.engine,
        rgb,
        region,
        draft.person,
        draft.face,
        draft.others,
        Reach.of_portrait(VERTEX_RATIO * draft.face.eyes_to_chin_px, draft.request.quality),
        draft.sizes,
        get_settings().matting,
    )


def frame(draft: Draft) -> None:
    """Measure the whole head and solve for the crop."""
    geometry = measure_head(draft.face, draft.matte.alpha, draft.matte.to_matte, draft.picture_wh)
    head = _head(geometry)
    draft.geometry = geometry
    draft.frame = solved = solve_frame(head, draft.request.constraints, draft.request.size_wh)
    _check_label(draft.request, solved.measured(head).chin_top)
    level = geometry.levelling
    half_head = 0.6 * geometry.head_width_px * solved.scale
    centre = solved.scale * geometry.centre_x + solved.dx
    draft.placement = place(
        Similarity(solved.scale, 0.0, solved.dx, solved.dy).after(level),
        solved.size_wh,
        missing=(solved.missing_left_px, solved.missing_right_px, solved.missing_bottom_px),
        head=(centre - half_head, centre + half_head),
        chin_y=solved.scale * geometry.chin_y + solved.dy,
    )


def draw(draft: Draft) -> None:
    """The person on the photo's grid."""
    draft.rgb = render(draft.picture.rgb, Similarity(), draft.placement, "replicate")
    if isinstance(draft.request.background, Original):
        draft.rgb = continue_background(draft.rgb, draft.picture_wh, draft.placement)
        if not draft.request.retouch.any:
            return
    alpha = render(draft.matte.alpha, draft.matte.to_matte.inverse(), draft.placement, "replicate")
    draft.alpha = refine_edges(draft.rgb, np.clip(alpha, 0.0, 1.0))


def retouch(draft: Draft) -> None:
    """The person in better light, with smoother skin, slimmer, sharper, as far as is asked for."""
    strengths = draft.request.retouch
    if strengths.any:
        draft.rgb, draft.alpha = retouch_person(
            draft.rgb,
            draft.alpha,
            draft.mesh[:, :2],
            draft.geometry.yaw_deg,
            strengths,
            keep_background=isinstance(draft.request.background, Original),
        )


def dress(draft: Draft) -> None:
    """The person's own colours, in other clothes where some are asked for."""
    if isinstance(draft.request.background, Original):
        return
    if draft.request.clothes is None:
        draft.foreground = true_colours(draft.rgb, draft.alpha)
        return
    rgb, draft.alpha = wear(
        load_garment(draft.request.clothes),
        draft.rgb,
        draft.alpha,
        draft.mesh,
        head_height_px=draft.frame.scale * draft.geometry.head_height_px,
        yaw_deg=draft.geometry.yaw_deg,
        shoulders=draft.shoulders,
    )
    draft.foreground = rgb.astype(np.float32) / np.float32(255.0)


def lay_background(draft: Draft) -> None:
    """What lies behind the person."""
    background = draft.request.background
    if isinstance(background, Original):
        draft.pixels = draft.rgb
        return
    if isinstance(background, Transparent):
        draft.pixels = to_rgba(draft.foreground, draft.alpha)
        return
    draft.pixels = composite(
        draft.foreground, draft.alpha, render_background(background, draft.request.size_wh)
    )


def label(draft: Draft) -> None:
    """A strip with a text at the bottom, where one is asked for."""
    if draft.request.label is not None:
        draft.pixels = draw_label(draft.pixels, draft.request.label)


def watermark(draft: Draft) -> None:
    """A text all over the photo, where one is asked for."""
    if draft.request.watermark is not None:
        draft.pixels = stamp(draft.pixels, draft.request.watermark)


def write(draft: Draft) -> None:
    """The file."""
    draft.encoded = encode(draft.pixels, draft.request.output)


Step = Callable[[Draft], None]
STEPS: Final[tuple[Step, ...]] = (
    decode,
    find_face,
    sharpen_source,
    cut_out,
    frame,
    draw,
    retouch,
    dress,
    lay_background,
    label,
    watermark,
    write,
)


def run(
    engine: Engine,
    source: Source,
    request: PhotoRequest,
    *,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> Photo:
    """One photo.

    ``deadline``: by ``time.monotonic()``; ``progress`` gets a step's name and the share done, 0–1.

    Raises:
        DeadlineExceeded: found out between two steps.
        IdPhotoError: whatever a step raises.
    """
    draft = Draft(engine, source, request)
    timings = run_steps(STEPS, draft, deadline, progress)
    return Photo(
        encoded=draft.encoded,
        pixels=draft.pixels,
        dpi=request.output.dpi,
        measurements=_measurements(draft),
        notices=notices_for(draft),
        timings_ms=timings,
    )


def _is_upright(faces: list[Face]) -> bool:
    """Whether the largest face is surely the right way up."""
    return bool(faces) and abs(faces[0].roll_deg) < 45 and faces[0].score > _UPRIGHT_SCORE


def _turn_upright(draft: Draft, faces: list[Face]) -> list[Face]:
    """Turn the picture by the quarter turns that show the face best, if any do.

    Cameras lose their orientation tag. The detector also finds faces that lie on their side or
    stand on their head, but scores them lower, and the other networks are blind to bodies there.
    """
    best, score = faces, _PLAIN_SCORE
    if faces and abs(faces[0].roll_deg) < 45:
        score = max(score, faces[0].score)
    upright = draft.picture
    for turns in (1, 2, 3):
        rgb = turned(draft.picture.rgb, turns)
        found = find_faces(draft.engine, rgb)
        if found and abs(found[0].roll_deg) < 45 and found[0].score > score:
            best, score, draft.turns = found, found[0].score, turns
            upright = replace(draft.picture, rgb=rgb)
    draft.picture = upright
    return best


def _decoded(draft: Draft, longest_px: float) -> Picture:
    """The source with about ``longest_px`` along its longer side or more, turned upright."""
    picture = draft.source.decode(draft.source.shrink_for(longest_px))
    return replace(picture, rgb=turned(picture.rgb, draft.turns)) if draft.turns else picture


def _head(geometry: FaceGeometry) -> Head:
    return Head(
        centre_x=geometry.centre_x,
        eyes_y=geometry.eyes_y,
        chin_y=geometry.chin_y,
        crown_y=geometry.crown_y,
        top_y=geometry.top_y,
        face_width=geometry.face_width_px,
        head_width=geometry.head_width_px,
        body_bottom_y=geometry.body_bottom_y,
        body_left_x=geometry.body_left_x,
        body_right_x=geometry.body_right_x,
    )


def _rough_frame(draft: Draft) -> Frame:
    """The frame by the landmarks alone, with a usual amount of hair: what the photo may show.

    Constraints that exclude each other on this guess may agree on the real head: only the frame
    that is solved for after measuring may refuse them.
    """
    geometry = estimate_geometry(draft.face, draft.picture_wh)
    hair = 0.1 * geometry.head_height_px
    geometry = replace(geometry, top_y=geometry.crown_y - hair)
    head, size_wh = _head(geometry), draft.request.size_wh
    try:
        return solve_frame(head, draft.request.constraints, size_wh)
    except FramingConflict:
        return solve_frame(head, FrameConstraints(), size_wh)


def _check_label(request: PhotoRequest, chin_top: float) -> None:
    """A strip over the chin makes the photo useless."""
    if request.label is None:
        return
    free = request.size_wh[1] - chin_top
    if request.label.height_px > free:
        reason = (
            f"the label is {request.label.height_px} px high, but only {free:.0f} px are free "
            "below the chin"
        )
        raise FramingConflict("label_height", "chin_top", reason)


def _region(draft: Draft) -> Box:
    """The part of the picture to cut the person out of, in its pixels.

    Head and shoulders, since the matting network needs to see that it is a person, and whatever
    the photo will show, with some margin.
    """
    face = draft.face
    eyes = (face.right_eye + face.left_eye) / 2
    head = VERTEX_RATIO * face.eyes_to_chin_px
    shoulders = Box(
        eyes[0] - _CONTEXT[0] * head,
        eyes[1] - _CONTEXT[1] * head,
        eyes[0] + _CONTEXT[0] * head,
        eyes[1] + _CONTEXT[2] * head,
    )
    rough = _rough_frame(draft)
    back = (
        Similarity(rough.scale, 0.0, rough.dx, rough.dy)
        .after(Similarity(angle_deg=-face.roll_deg))
        .inverse()
    )
    width, height = rough.size_wh
    corners = back.apply(np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64))
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    margin = _SEEN_MARGIN * max(right - left, bottom - top)
    seen = Box(left, top, right, bottom).grown(margin, margin, margin, margin)
    joined = Box(
        min(seen.left, shoulders.left),
        min(seen.top, shoulders.top),
        max(seen.right, shoulders.right),
        max(seen.bottom, shoulders.bottom),
    )
    return joined.intersect(Box(0, 0, *draft.picture_wh))


def _measurements(draft: Draft) -> Measurements:
    g = draft.geometry
    seen = draft.frame.measured(_head(g))
    return Measurements(
        face_width=seen.face_width,
        face_height=seen.face_height,
        head_height=seen.head_height,
        head_top=seen.head_top,
        crown_top=draft.frame.scale * g.crown_y + draft.frame.dy,
        eyes_top=seen.eyes_top,
        chin_top=seen.chin_top,
        inter_eye=draft.frame.scale * g.inter_eye_px,
        yaw_deg=g.yaw_deg,
        pitch_deg=g.pitch_deg,
        source_roll_deg=g.roll_deg,
    )
