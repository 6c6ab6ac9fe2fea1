"""Tasks: accepted work, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from idphoto.messages.message import Answer, Bounds, Page, Pair, Pixels
from idphoto.messages.problems import Problem

Kind = Literal["photo", "check", "cutout", "sheet", "headshots"]
TaskState = Literal["waiting", "running", "done", "failed"]
VerdictName = Literal["pass", "fail", "unsure", "not_assessed"]


class File(Answer):
    """A finished file."""

    name: str = Field(examples=["image"])
    format: Literal["jpeg", "png", "webp", "pdf"]
    media_type: str = Field(examples=["image/jpeg"])
    px: Pixels | None = None
    bytes: int
    url: str = Field(description="Signed; valid until the task expires.")
    data: str | None = Field(
        default=None, description="The file in base64, if the request said inline."
    )


class CheckFinding(Answer):
    """One check: its verdict, number and reason, and what to do."""

    id: str = Field(examples=["eyes_closed"])
    title: str
    subject: str
    verdict: VerdictName
    reason: str = ""
    advice: str = Field(
        default="", description="What to do; empty unless the check fails or is unsure."
    )
    value: float | str | None = None
    unit: str = ""
    limits: dict[str, float | None] | None = None
    allowed: str = ""
    region: tuple[int, int, int, int] | None = Field(
        default=None,
        description="Where to look: left, top, right, bottom, in pixels of the portrait.",
    )
    source: str = ""
    verified: bool = False


class Report(Answer):
    """What a clerk would find."""

    verdict: VerdictName
    worst: str | None = None
    judged_as: Literal["source", "finished"]
    spec: str | None = None
    title: str = ""
    authority: str = ""
    requirements: str = ""
    source: str = ""
    checked: str = ""
    age: float | None = None
    counts: dict[VerdictName, int]
    findings: tuple[CheckFinding, ...]


class Notice(Answer):
    """Something that an authority may object to."""

    code: str
    message: str


class HeadOnPhoto(Answer):
    """The head on the finished photo: lengths in pixels and millimetres, angles in degrees."""

    px: dict[str, float]
    mm: dict[str, float]
    yaw_deg: float
    pitch_deg: float
    source_roll_deg: float


class HeadOnSource(Answer):
    """The head on the upright portrait, in its pixels."""

    px: Pixels = Field(description="Of the portrait.")
    left_eye: Pair = Field(description="The pupil at the left of the picture.")
    right_eye: Pair = Field(description="The pupil at the right of the picture.")
    chin: Pair
    crown: Pair = Field(description="The top of the skull, without hair.")
    top: Pair = Field(description="The visible top, with hair.")


class PhotoResult(Answer):
    """A finished photo."""

    kind: Literal["photo"] = "photo"
    px: Pixels
    mm: Pair
    dpi: float
    bytes: int
    format: Literal["jpeg", "png", "webp"]
    jpeg_quality: int | None = None
    head: HeadOnPhoto
    head_on_source: HeadOnSource
    to_photo: tuple[tuple[float, float, float], tuple[float, float, float]] = Field(
        description="The affine transform from pixels of the upright portrait to the photo's."
    )
    limits: dict[str, Bounds] = Field(
        description="What the document allows, by the names of head.px, in pixels of the photo."
    )
    notices: tuple[Notice, ...] = ()
    compliance: Report
    timings_ms: dict[str, float] = Field(default_factory=dict)


class CheckResult(Answer):
    """A checked photo."""

    kind: Literal["check"] = "check"
    compliance: Report
    timings_ms: dict[str, float] = Field(default_factory=dict)


class CutoutResult(Answer):
    """A person cut out."""

    kind: Literal["cutout"] = "cutout"
    px: Pixels
    timings_ms: dict[str, float] = Field(default_factory=dict)


class SheetResult(Answer):
    """A sheet."""

    kind: Literal["sheet"] = "sheet"
    paper: str
    paper_mm: Pair
    dpi: float
    count: int = Field(description="Photos on the sheet.")
    counts: tuple[int, ...] = Field(description="Of each photo, in the order of the request.")
    pages: int = Field(default=1, description="Only a batch's sheets may have several.")
    timings_ms: dict[str, float] = Field(default_factory=dict)


class HeadshotsResult(Answer):
    """Two headshots, in the files 1 and 2."""

    kind: Literal["headshots"] = "headshots"
    notices: tuple[tuple[str, ...], tuple[str, ...]] = Field(description="Codes, of each headshot.")
    timings_ms: dict[str, float] = Field(default_factory=dict)


Result = Annotated[
    PhotoResult | CheckResult | CutoutResult | SheetResult | HeadshotsResult,
    Field(discriminator="kind"),
]

_ResultT = TypeVar("_ResultT", PhotoResult, CheckResult, CutoutResult, SheetResult, HeadshotsResult)


class Task(Answer):
    """A task. ``result`` is there once ``state`` is done, ``problem`` once it is failed."""

    id: str
    kind: Kind
    state: TaskState
    progress: int = Field(description="0–100; 100 only if done.")
    created_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    expires_at: datetime | None = Field(default=None, description="When its files are deleted.")
    charged: int = Field(description="Credits taken or held; 0 if it failed.")
    source_id: str | None = Field(default=None, description="The portrait, for further tasks.")
    trace_id: str
    files: tuple[File, ...] = ()
    result: Result | None = None
    problem: Problem | None = None

    def file(self, name: str = "image") -> File:
        """The finished file of that name; raises ``KeyError``."""
        for each in self.files:
            if each.name == name:
                return each
        raise KeyError(name)

    def result_as(self, kind: type[_ResultT]) -> _ResultT:
        """The result, known to be of that kind; raises ``TypeError`` if it is not there, or of
        another kind."""
        if not isinstance(self.result, kind):
            found = self.state if self.result is None else f"a {self.kind}"
            raise TypeError(f"the task {self.id} has no {kind.__name__}: it is {found}")
        return self.result


class TaskSummary(Answer):
    """A task, as a list shows it."""

    id: str
    kind: Kind
    state: TaskState
    created_at: datetime
    completed_at: datetime | None = None
    code: str | None = Field(default=None, description="Of the error that it failed with.")
    verdict: VerdictName | None = None


class TaskList(Page):
    """Tasks, the newest first."""

    items: tuple[TaskSummary, ...]
