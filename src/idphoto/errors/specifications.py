"""Photos that would not be what their specification asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import NO_NAMES, IdPhotoError, Names, PhotoAtFault


@dataclass(eq=False)
class EditingForbidden(IdPhotoError):
    """The authority forbids digital editing, and the request asks for an edit."""

    # ``edit`` is the field that asks for it: background, retouch, clothes or label
    template: ClassVar[str] = (
        "{spec}: the authority forbids digital editing, and {edit} is an edit: leave it out, "
        "or set edit_anyway"
    )
    named: ClassVar[tuple[str, ...]] = ("edit",)
    remedy: ClassVar[str] = (
        "leave the edit out; the photo is then only cropped, turned and scaled. "
        "`--edit-anyway` (`edit_anyway=True`) edits it all the same, with a notice"
    )

    spec: str
    edit: str


@dataclass(eq=False)
class BackgroundUnfit(PhotoAtFault):
    """The photo's own background is not what the authority asks for, and may not be replaced."""

    # colours are RRGGBB; ``delta_e`` (CIE 1976) is the distance from the nearest allowed colour;
    # ``uneven`` is the share of the background, 0–1, that is not a plain wall
    template: ClassVar[str] = (
        "{spec}: editing is forbidden, and the photo's own background does not do: it is {found}, "
        "{delta_e:g} from {allowed} (ΔE, at most {max_delta_e:g}), and {uneven:.0%} of it is not "
        "plain (at most {max_uneven:.0%}): take the photo before a plain wall of that colour, "
        "or set edit_anyway"
    )
    remedy: ClassVar[str] = (
        "take the photo before a plain, evenly lit wall of the colour that is asked for. "
        "`--keep-background` (`background=Original()`) keeps this one all the same; "
        "`--edit-anyway` (`edit_anyway=True`) replaces it. Both give a notice"
    )

    spec: str
    found: str
    allowed: str
    delta_e: float
    max_delta_e: float
    uneven: float
    max_uneven: float


@dataclass(eq=False)
class SpecificationViolated(IdPhotoError):
    """The finished photo breaks a rule of its specification that the request did not override."""

    # ``rule`` is the name of the specification's field; ``unit`` is empty for colours and formats
    template: ClassVar[str] = (
        "the photo breaks {rule} of {spec}: {found} {unit} instead of {allowed} {unit}"
    )
    remedy: ClassVar[str] = (
        "use a photo with more room round the head and below it, or override the rule that is "
        "named: it is then a notice. For `editing_forbidden`, that is `--edit-anyway`"
    )

    spec: str
    rule: str
    found: str
    allowed: str
    unit: str

    def render(self, names: Names = NO_NAMES) -> str:
        # colours and formats have no unit
        return super().render(names).replace("  ", " ").rstrip()
