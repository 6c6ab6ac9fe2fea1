"""Examine a picture as a clerk would: the report, without making a photo."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from idphoto.compliance.asked import Asked, asked_of
from idphoto.compliance.check import ON_PHOTO, ON_SOURCE, Subject
from idphoto.compliance.evidence import Evidence, HandedIn, HeadCut
from idphoto.compliance.picture import MeasuredPicture
from idphoto.compliance.registry import judge, report_of
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
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.evidence import cuts_of, ground_in_picture, portrait_of
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
    cuts: tuple[HeadCut, ...] = ()
    body_cut: HeadCut | None = None
    evidence: Evidence = field(default_factory=Evidence)
    report: ComplianceReport = field(init=False)

    @property
    def spec(self) -> Spec | None:
        return self.asked.spec

    @property
    def px_per_mm(self) -> float:
        """Pixels of the file for each millimetre, if the picture is a finished photo."""
        height = self.draft.source.size_wh[1]
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
    if not this.has_face:
        return
    find_matte(draft)
    try:
        this.geometry = measure_head(
            draft.face, draft.matte.alpha, draft.matte.to_matte, draft.picture_wh
        )
    except FaceCutOff as error:
        this.cuts = (HeadCut(error.sides, error.missing),)
    this.judging = _judging(this)


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
    except FramingConflict:
        return
    else:
        seen = visible_cuts(draft.borders, draft.geometry, draft.frame)
        this.cuts = cuts_of(seen, geometry.head_height_px)


def gather_evidence(this: Examination) -> None:
    """Everything that the checks judge by."""
    if not this.has_face:
        return
    ground = None
    if this.geometry is not None:
        ground = ground_in_picture(this.draft, this.geometry, whole=this.judging == "finished")
    this.evidence = Evidence(
        portrait_of(this.draft), ground, _handed_in(this), None, this.cuts, this.body_cut
    )


def judge_picture(this: Examination) -> None:
    """Every check."""
    subjects: tuple[Subject, ...] = ON_SOURCE + ON_PHOTO
    found = judge(this.evidence, this.asked, subjects)
    this.report = report_of(found, this.judging, this.asked)


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


def _judging(this: Examination) -> Judging:
    if this.judged_as != "auto":
        return this.judged_as
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


def _handed_in(this: Examination) -> HandedIn | None:
    """The picture as a finished photo."""
    draft, geometry, source = this.draft, this.geometry, this.draft.source
    if this.judging == "source" or geometry is None:
        return None
    shrink = draft.picture.shrink
    # the head's places along its own axis, which hardly leans on a finished photo
    middle = geometry.levelling.inverse()

    def place(y: float) -> tuple[float, float]:
        x, y = middle.apply(np.array([[geometry.centre_x, y]]))[0] * shrink
        return float(x), float(y)

    centre, eyes_top = place(geometry.eyes_y)
    return HandedIn(
        size_wh=source.size_wh,
        dpi=None if source.density_dpi is None else source.density_dpi[0],
        file_format=source.format,
        size_bytes=len(source.data),
        eyes_top=eyes_top,
        chin_top=place(geometry.chin_y)[1],
        crown_top=place(geometry.crown_y)[1],
        head_top=place(geometry.top_y)[1],
        centre_x=centre,
        face_width=geometry.face_width_px * shrink,
        inter_eye=geometry.inter_eye_px * shrink,
        px_per_mm=this.px_per_mm,
        jpeg_quality=source.jpeg_quality,
        transparent=draft.picture.alpha is not None,
    )
