"""Examine a picture as a clerk would: the report, without making a photo."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from idphoto.compliance.asked import Asked, asked_of
from idphoto.compliance.evidence import Evidence, HandedIn, HeadCut, HeadOnPhoto
from idphoto.compliance.picture import MeasuredPicture
from idphoto.compliance.registry import CHECKS, judge, report_of
from idphoto.compliance.report import ComplianceReport, Judging
from idphoto.errors import (
    BodyCutOff,
    FaceCutOff,
    FramingConflict,
    HairCutOff,
    HeadNotFrontal,
    NoFace,
)
from idphoto.face.choose import FaceChoice
from idphoto.face.measure import FaceGeometry, measure_head
from idphoto.imaging.decode import Source
from idphoto.imaging.geometry import Box
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.evidence import (
    cuts_of,
    ground_in_picture,
    portrait_of,
    shown_of_portrait,
)
from idphoto.photo.framing.borders import visible_cuts
from idphoto.photo.framing.read_borders import read_borders
from idphoto.photo.request import photo_request
from idphoto.photo.setup import Setup
from idphoto.photo.steps.cut_out import find_matte
from idphoto.photo.steps.decode import decode
from idphoto.photo.steps.find_face import find_face
from idphoto.photo.steps.frame import frame
from idphoto.specs import Spec
from idphoto.steps import Progress, run_steps

JudgedAs = Literal["auto", "source", "finished"]

# A picture of the document's shape, whose head has about the size that is asked for, is taken for a
# photo that is ready to be handed in.
_SAME_SHAPE: Final = 0.02
_SIZES: Final = (0.7, 1.4)
_USUAL_HEAD: Final = 0.7  # of the height, where the specification has no limit
_USUAL_HEIGHT_MM: Final = 45.0  # of most passports


@dataclass(slots=True)
class Examination:
    """What is known of a picture, filled in by the steps, in order."""

    draft: PhotoDraft
    asked: Asked
    judged_as: JudgedAs
    judging: Judging = "source"
    has_face: bool = False
    geometry: FaceGeometry | None = None
    cuts: tuple[HeadCut, ...] | None = None
    body_cut: HeadCut | None = None
    body_known: bool = False
    shown: Box | None = None
    evidence: Evidence = field(default_factory=Evidence)
    report: ComplianceReport = field(init=False)

    @property
    def spec(self) -> Spec | None:
        return self.asked.spec

    @property
    def px_per_mm(self) -> float:
        """Pixels of the file for each millimetre, if the picture is a finished photo."""
        height = self.draft.picture_wh[1] * self.draft.picture.shrink
        spec = self.spec
        if spec is None:
            return height / _USUAL_HEIGHT_MM
        return spec.px_per_mm * height / spec.size_px[1]


@dataclass(frozen=True, slots=True)
class Examined:
    """``report``, and the picture that a page shows beside it, perhaps at a reduced size."""

    report: ComplianceReport
    picture: MeasuredPicture
    timings_ms: dict[str, float]


def look_at_picture(this: Examination) -> None:
    """Decode the picture and find the face."""
    decode(this.draft)
    try:
        find_face(this.draft)
    except NoFace:
        return
    except HeadNotFrontal:
        pass  # for this report it is a finding
    this.has_face = True


def look_at_person(this: Examination) -> None:
    """Find the matte, and measure the head."""
    draft = this.draft
    if this.judged_as != "auto":
        this.judging = this.judged_as
    if not this.has_face:
        return
    try:
        find_matte(draft)
        this.geometry = measure_head(
            draft.face, draft.matte.alpha, draft.matte.to_matte, draft.picture_wh
        )
    except FaceCutOff as error:
        this.cuts = (HeadCut(error.sides, error.missing),)
        return
    if this.judged_as == "auto":
        this.judging = _likely(this)


def try_frame(this: Examination) -> None:
    """Find out what the borders cut off: of a portrait, in the photo that would be made."""
    draft, geometry = this.draft, this.geometry
    if geometry is None:
        return
    if this.judging == "finished":
        borders = read_borders(draft.matte, geometry, draft.picture_wh)
        this.cuts = cuts_of(borders.cuts.values(), geometry.head_height_px)
        return
    try:
        frame(draft)
    except HairCutOff as error:
        this.cuts = (HeadCut(error.sides, error.missing),)
    except BodyCutOff as error:
        this.body_cut = HeadCut(error.side, error.missing)
        this.cuts, this.body_known = (), True
    except FramingConflict:
        return
    else:
        seen = visible_cuts(draft.borders, draft.geometry, draft.frame)
        this.cuts, this.body_known = cuts_of(seen, geometry.head_height_px), True
        this.shown = shown_of_portrait(draft)


def gather_evidence(this: Examination) -> None:
    """Everything that the checks judge by."""
    finished = this.judging == "finished"
    portrait = ground = None
    if this.has_face and hasattr(this.draft, "matte"):
        portrait = portrait_of(this.draft)
    if this.geometry is not None:
        ground = ground_in_picture(this.draft, this.geometry, whole=finished)
    this.evidence = Evidence(
        portrait=portrait,
        ground=ground,
        photo=_handed_in(this) if finished else None,
        cuts=this.cuts,
        body_cut=this.body_cut,
        body_known=this.body_known,
        shown=this.shown,
    )


def judge_picture(this: Examination) -> None:
    """Every check."""
    this.report = report_of(judge(this.evidence, this.asked, CHECKS), this.judging, this.asked)


STEPS: Final = (look_at_picture, look_at_person, try_frame, gather_evidence, judge_picture)


def start(
    setup: Setup,
    source: Source,
    spec: Spec | None = None,
    *,
    years: float | None = None,
    judged_as: JudgedAs = "auto",
    faces: FaceChoice = "largest",
) -> Examination:
    """An examination before its first step."""
    draft = PhotoDraft(setup, source, photo_request(spec, faces=faces, age=years))
    return Examination(draft, asked_of(spec, years), judged_as)


def examine(
    setup: Setup,
    source: Source,
    spec: Spec | None = None,
    *,
    years: float | None = None,
    judged_as: JudgedAs = "auto",
    faces: FaceChoice = "largest",
    deadline: float | None = None,
    progress: Progress | None = None,
) -> Examined:
    """See ``idphoto.check_photo``.

    Raises:
        BadImage: the pixels cannot be read.
        SeveralFaces, NoSuchFace: as ``choose_face``.
        DeadlineExceeded: the deadline had passed between two steps.
    """
    this = start(setup, source, spec, years=years, judged_as=judged_as, faces=faces)
    timings = run_steps(STEPS, this, deadline, progress)
    finished = this.judging == "finished"
    picture = MeasuredPicture(
        this.draft.picture.rgb,
        this.geometry,
        this.px_per_mm / this.draft.picture.shrink if finished else None,
        this.draft.picture.shrink,
    )
    return Examined(this.report, picture, timings)


def _likely(this: Examination) -> Judging:
    """Whether the picture looks like a finished photo."""
    spec, geometry = this.spec, this.geometry
    if spec is None or geometry is None:
        return "source"
    width, height = this.draft.source.size_wh
    if abs(width / height / (spec.size_px[0] / spec.size_px[1]) - 1.0) > _SAME_SHAPE:
        return "source"
    found = geometry.head_height_px * this.draft.picture.shrink / this.px_per_mm
    usual = _USUAL_HEAD * spec.size_px[1] / spec.px_per_mm
    limit = spec.head_height_mm
    low, high = (usual, usual) if limit is None else (limit.low or usual, limit.high or usual)
    return "finished" if _SIZES[0] * low <= found <= _SIZES[1] * high else "source"


def _handed_in(this: Examination) -> HandedIn:
    """The picture as a finished photo."""
    source = this.draft.source
    return HandedIn(
        size_wh=source.size_wh,
        dpi=source.density_dpi[0] if source.density_dpi and source.file else None,
        file_format=source.format,
        size_bytes=None if source.file is None else len(source.file),
        head=_placed_head(this),
        px_per_mm=this.px_per_mm,
        jpeg_quality=source.jpeg_quality,
        transparent=this.draft.picture.alpha is not None,
        turns=this.draft.turns,
    )


def _placed_head(this: Examination) -> HeadOnPhoto | None:
    geometry, shrink = this.geometry, this.draft.picture.shrink
    if geometry is None:
        return None
    # the head's places along its own axis, which hardly leans on a finished photo
    back = geometry.levelling.inverse()
    ys = (geometry.eyes_y, geometry.chin_y, geometry.crown_y, geometry.top_y)
    places = back.apply(np.array([(geometry.centre_x, y) for y in ys])) * shrink
    eyes_top, chin_top, crown_top, head_top = (float(y) for y in places[:, 1])
    return HeadOnPhoto(
        eyes_top=eyes_top,
        chin_top=chin_top,
        crown_top=crown_top,
        head_top=head_top,
        centre_x=float(places[0, 0]),
        face_width=geometry.face_width_px * shrink,
        inter_eye=geometry.inter_eye_px * shrink,
    )
