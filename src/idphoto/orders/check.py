"""Checks of a photo against what an authority asks for: the order, and how it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from idphoto.errors import BadRequest
from idphoto.face.choose import FaceChoice
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.photo.examine import JudgedAs, examine
from idphoto.photo.request import photo_request
from idphoto.photo.setup import Setup
from idphoto.specs import Spec, load_spec
from idphoto.steps import Progress
from idphoto.tasks.made import REPORT, File, Made


@dataclass(frozen=True, slots=True)
class CheckOrder:
    """A report about a picture as it is, as a file ``report``.

    ``spec``: the document, as it was when the order was accepted; None is ICAO's general
    requirements. ``years``: the person's age, if it was stated. ``judged_as``, ``faces``: as for
    ``idphoto.check_photo``. ``max_source_side_px``: as for ``PhotoOrder``.
    """

    spec: Spec | None = None
    years: float | None = None
    judged_as: JudgedAs = "auto"
    faces: FaceChoice = "largest"
    max_source_side_px: int | None = None
    kind: Literal["check"] = "check"

    def make(
        self,
        setup: Setup,
        photos: Sequence[bytes],
        limits: DecodeLimits,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Made:
        """The report. Raises what ``idphoto.check_photo`` raises."""
        (data,) = photos
        examined = examine(
            setup,
            open_source(data, limits.with_side(self.max_source_side_px)),
            self.spec,
            years=self.years,
            judged_as=self.judged_as,
            faces=self.faces,
            deadline=deadline,
            progress=progress,
        )
        found = examined.report
        timings = {step: round(ms, 1) for step, ms in examined.timings_ms.items()}
        whole = {"compliance": found.to_json(with_rates=False), "timings_ms": timings}
        short = {"compliance": found.summary(), "timings_ms": timings}
        return Made({REPORT: File.of_json(whole)}, short)


def order_check(
    spec: Spec | str | int | None = None,
    *,
    age: float | None = None,
    judged_as: JudgedAs = "auto",
    faces: FaceChoice = "largest",
) -> CheckOrder:
    """Order a check; the arguments are those of ``idphoto.check_photo``.

    Raises:
        UnknownSpec: as ``load_spec``.
        BadRequest: a value is out of range; the field is named.
    """
    known = load_spec(spec) if isinstance(spec, str | int) else spec
    if judged_as not in get_args(JudgedAs):
        words = ", ".join(get_args(JudgedAs))
        raise BadRequest("judged_as", f"{judged_as!r} is not one of {words}")
    photo_request(known, faces=faces, age=age)  # refuses the same ages and faces
    return CheckOrder(known, age, judged_as, faces)
