"""Both variants of a template."""

from __future__ import annotations

from collections.abc import Sequence

from idphoto.errors import BadRequest
from idphoto.face.choose import FaceChoice
from idphoto.headshot import people
from idphoto.headshot.logo import Logo, neutral_mark
from idphoto.headshot.people import PeopleDraft
from idphoto.headshot.renderer import HeadshotRenderer
from idphoto.headshot.result import Headshot, Rendered
from idphoto.headshot.template import Template
from idphoto.imaging.decode import Source
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.photo.setup import Setup
from idphoto.steps import Progress, run_steps

# Rough shares of a request's time: finding the people ends at the first, one picture at the second.
_LOOKING, _FIRST = 0.4, 0.7


def make(
    setup: Setup,
    sources: Sequence[Source],
    template: Template,
    renderer: HeadshotRenderer,
    *,
    logo: Logo | None = None,
    retouched: bool = True,
    faces: FaceChoice = "largest",
    output: EncodeOptions | None = None,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> tuple[Headshot, Headshot]:
    """See ``idphoto.make_headshots``."""
    output = output or EncodeOptions()
    if template.people > 1 and faces != "largest":
        raise BadRequest("faces", f"{template.id} shows {template.people} people: none is chosen")
    draft = PeopleDraft(setup, tuple(sources), template, retouched, faces)
    shared = run_steps(people.STEPS, draft, deadline, _part(progress, 0.0, _LOOKING))
    made = []
    for number, (variant, start, end) in enumerate(
        zip(template.variants, (_LOOKING, _FIRST), (_FIRST, 1.0), strict=True), 1
    ):
        rendered = renderer.render(
            draft,
            variant,
            logo or neutral_mark(),
            deadline=deadline,
            progress=_part(progress, start, end),
        )
        timings = {**(shared if number == 1 else {}), **rendered.timings_ms}
        made.append(_written(template, number, rendered, timings, output))
    if progress is not None:
        progress("done", 1.0)
    return made[0], made[1]


def _written(
    template: Template,
    number: int,
    rendered: Rendered,
    timings: dict[str, float],
    output: EncodeOptions,
) -> Headshot:
    whole = Rendered(rendered.pixels, rendered.faces, rendered.notices, timings)
    return Headshot(template.id, number, encode(rendered.pixels, output), whole)


def _part(progress: Progress | None, start: float, end: float) -> Progress | None:
    """Report one part of the work as a share of the whole; each part's own end is not reported."""
    if progress is None:
        return None

    def report(step: str, share: float) -> None:
        if step != "done":
            progress(step, start + (end - start) * share)

    return report
