"""What the authority asks for, of a person of this age."""

from __future__ import annotations

from dataclasses import dataclass

from idphoto.specs import Requirements, Spec
from idphoto.specs.load_requirements import load_requirements


@dataclass(frozen=True, slots=True)
class Asked:
    """``spec``: None where the photo is for no document of the catalogue. ``years``: the person's
    age if it was stated; it is never guessed. ``edits``: what was done to the person's own pixels
    or to the background; None if that is not known."""

    requirements: Requirements
    spec: Spec | None = None
    years: float | None = None
    edits: tuple[str, ...] | None = None

    @property
    def authority(self) -> str:
        """Who asks, for sentences."""
        return self.requirements.title


def asked_of(
    spec: Spec | None,
    years: float | None = None,
    *,
    edits: tuple[str, ...] | None = None,
) -> Asked:
    """What ``spec`` asks of a person of ``years``; without one, what ICAO asks of a passport."""
    if spec is None:
        return Asked(load_requirements().for_age(years), None, years, edits)
    aged = spec.for_age(years)
    return Asked(aged.requirements, aged, years, edits)
