"""What makes the picture: a port, and the renderer that draws."""

from __future__ import annotations

from typing import Final, Protocol

from idphoto.headshot import drawing
from idphoto.headshot.drawing import HeadshotDraft
from idphoto.headshot.logo import Logo
from idphoto.headshot.people import PeopleDraft
from idphoto.headshot.result import FacePlace, Rendered
from idphoto.headshot.template import Variant
from idphoto.photo.notices import notices_for
from idphoto.photo.result import Notice
from idphoto.steps import Progress, run_steps

# Notices about an ID photo that do not matter for a headshot, whose body is drawn anyway.
_LEFT_OUT: Final = frozenset({"body_extended", "matte_unsure"})


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
    left_out = _LEFT_OUT | ({"several_faces"} if couple else set())
    found = {notice.code: notice for person in made.people for notice in notices_for(person.photo)}
    return tuple(notice for code, notice in found.items() if code not in left_out)
