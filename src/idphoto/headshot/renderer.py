"""What makes the picture: a port, and the renderer that draws."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Protocol

from idphoto.compliance.asked import Asked, asked_of
from idphoto.compliance.evidence import Evidence
from idphoto.compliance.registry import CHECKS, judge
from idphoto.headshot import drawing
from idphoto.headshot.drawing import HeadshotDraft
from idphoto.headshot.logo import Logo
from idphoto.headshot.people import PeopleDraft
from idphoto.headshot.result import FacePlace, Rendered
from idphoto.headshot.template import Variant
from idphoto.photo.evidence import cuts_of_photo, making_of, portrait_of
from idphoto.photo.notices import notices_of as notices_of_photo
from idphoto.photo.result import Notice
from idphoto.steps import Progress, run_steps

# Of an ID photo's checks, those that matter for a headshot.
_JUDGED: Final = frozenset(
    {
        "several_faces",
        "other_person",
        "head_turned",
        "head_nods",
        "head_tilted",
        "hand_in_photo",
        "hair_cut_off",
        "hair_outside",
        "enlarged",
        "blurred",
    }
)
_MOST_YAW_DEG, _MOST_PITCH_DEG, _MOST_ROLL_DEG = 7.0, 15.0, 15.0


class HeadshotRenderer(Protocol):
    """Makes one variant, given the people found on the photos."""

    def render(
        self,
        shared: PeopleDraft,
        variant: Variant,
        logo: Logo,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Rendered:
        """The picture. Inside each face's oval it has the photo's own pixels, unless retouched.

        ``logo``: printed by variants that have a place for one. ``deadline``, ``progress``: as for
        ``photo.pipeline.run``.

        Raises:
            IdPhotoError: whatever a step raises.
        """
        ...


class DrawingRenderer:
    """The default: clothes, hair and studio are drawn by code. Holds no state."""

    def render(
        self,
        shared: PeopleDraft,
        variant: Variant,
        logo: Logo,
        *,
        deadline: float | None = None,
        progress: Progress | None = None,
    ) -> Rendered:
        """See ``HeadshotRenderer``."""
        made = HeadshotDraft(shared, variant, logo)
        timings = run_steps(drawing.STEPS, made, deadline, progress)
        return Rendered(made.pixels, faces_of(made), notices_of(made), timings)


def faces_of(made: HeadshotDraft) -> tuple[FacePlace, ...]:
    """Where the faces are on the picture, from its left."""
    places = []
    for person in made.people:
        mesh = person.mesh[:, :2] + (float(person.left), 0.0)
        places.append(FacePlace(mesh, person.head_px))
    return tuple(places)


def notices_of(made: HeadshotDraft) -> tuple[Notice, ...]:
    """The notices about any of the people, each once."""
    couple = len(made.people) > 1
    left_out = {"several_faces"} if couple else set()
    checks = [check for check in CHECKS if check.id in _JUDGED - left_out]
    found: dict[str, Notice] = {}
    for person in made.people:
        photo = person.photo
        seen = Evidence(portrait_of(photo), making=making_of(photo), cuts=cuts_of_photo(photo))
        findings = judge(seen, _asked(), checks)
        found |= {one.code: one for one in notices_of_photo(findings, turns=photo.turns)}
    return tuple(found.values())


def _asked() -> Asked:
    """A headshot may show any face, turned a little."""
    usual = asked_of(None)
    loose = replace(
        usual.requirements,
        max_yaw_deg=_MOST_YAW_DEG,
        max_pitch_deg=_MOST_PITCH_DEG,
        max_roll_deg=_MOST_ROLL_DEG,
    )
    return replace(usual, requirements=loose)
