"""The ID photo as a list of steps, with a deadline and a progress report between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from idphoto.compliance.registry import report_of
from idphoto.imaging.decode import Source
from idphoto.photo.by_hand import points_moved
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.notices import notices_of
from idphoto.photo.on_source import head_on_source, source_to_photo
from idphoto.photo.request import PhotoRequest
from idphoto.photo.result import Photo
from idphoto.photo.setup import Setup
from idphoto.photo.steps.check import asked_by, check
from idphoto.photo.steps.cut_out import cut_out
from idphoto.photo.steps.decode import decode
from idphoto.photo.steps.draw import draw
from idphoto.photo.steps.dress import dress
from idphoto.photo.steps.find_face import find_face
from idphoto.photo.steps.frame import frame
from idphoto.photo.steps.inspect_face import inspect_face
from idphoto.photo.steps.label import label
from idphoto.photo.steps.lay_background import lay_background
from idphoto.photo.steps.retouch import retouch
from idphoto.photo.steps.sharpen_source import sharpen_source
from idphoto.photo.steps.watermark import watermark
from idphoto.photo.steps.write import write
from idphoto.steps import Progress, run_steps

STEPS: Final[tuple[Callable[[PhotoDraft], None], ...]] = (
    decode,
    find_face,
    sharpen_source,
    cut_out,
    inspect_face,
    frame,
    draw,
    retouch,
    dress,
    lay_background,
    label,
    watermark,
    write,
    check,
)


def run(
    setup: Setup,
    source: Source,
    request: PhotoRequest,
    *,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> Photo:
    """One photo.

    ``deadline``: by ``time.monotonic()``. ``progress`` is called before each step with its name and
    the share done, 0–1.

    Raises:
        DeadlineExceeded: the deadline had passed between two steps.
        IdPhotoError: whatever a step raises.
    """
    draft = PhotoDraft(setup, source, request)
    timings = run_steps(STEPS, draft, deadline, progress)
    return Photo(
        encoded=draft.encoded,
        pixels=draft.pixels,
        dpi=request.output.dpi,
        measurements=draft.measurements,
        head_on_source=head_on_source(draft),
        to_photo=source_to_photo(draft),
        constraints=request.constraints,
        notices=notices_of(draft.findings, draft.broken, draft.turns, points_moved(draft)),
        compliance=report_of(draft.findings, "finished", asked_by(request)),
        timings_ms=timings,
    )
