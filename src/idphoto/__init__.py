"""Official ID photos from an ordinary portrait.

    >>> import idphoto, pathlib
    >>> request = idphoto.photo_request(idphoto.load_spec("jp-visa"))
    >>> photo = idphoto.make_photo("me.jpg", request)
    >>> pathlib.Path("photo.jpg").write_bytes(photo.data) == len(photo.data)
    True

Each name is imported when it is first used, so ``import idphoto`` is fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from idphoto.api import check_photo, cut_out, make_headshots, make_photo, read_card
    from idphoto.compliance.finding import Finding
    from idphoto.compliance.report import ComplianceReport
    from idphoto.compliance.verdict import Verdict
    from idphoto.errors import IdPhotoError
    from idphoto.headshot.result import Headshot
    from idphoto.idcard.pipeline import CardReading
    from idphoto.idcard.warnings.judge import CardWarning
    from idphoto.photo.background import Backdrop, Gradient, Original, Solid, Transparent
    from idphoto.photo.framing.constraints import FrameConstraints, Limit
    from idphoto.photo.label import Label
    from idphoto.photo.request import PhotoRequest, photo_request
    from idphoto.photo.result import Cutout, Measurements, Notice, Photo
    from idphoto.photo.retouch.strengths import Retouch
    from idphoto.sheet.make import make_sheet
    from idphoto.sheet.request import SheetPhoto, SheetRequest
    from idphoto.sheet.result import Sheet
    from idphoto.specs import Spec, load_spec, search_specs

__version__ = "0.2.0"

_HOMES = {
    "idphoto.api": ("check_photo", "cut_out", "make_headshots", "make_photo", "read_card"),
    "idphoto.compliance.finding": ("Finding",),
    "idphoto.compliance.report": ("ComplianceReport",),
    "idphoto.compliance.verdict": ("Verdict",),
    "idphoto.errors": ("IdPhotoError",),
    "idphoto.headshot.result": ("Headshot",),
    "idphoto.idcard.pipeline": ("CardReading",),
    "idphoto.idcard.warnings.judge": ("CardWarning",),
    "idphoto.photo.background": ("Backdrop", "Gradient", "Original", "Solid", "Transparent"),
    "idphoto.photo.framing.constraints": ("FrameConstraints", "Limit"),
    "idphoto.photo.label": ("Label",),
    "idphoto.photo.request": ("PhotoRequest", "photo_request"),
    "idphoto.photo.retouch.strengths": ("Retouch",),
    "idphoto.photo.result": ("Cutout", "Measurements", "Notice", "Photo"),
    "idphoto.sheet.make": ("make_sheet",),
    "idphoto.sheet.request": ("SheetPhoto", "SheetRequest"),
    "idphoto.sheet.result": ("Sheet",),
    "idphoto.specs": ("Spec", "load_spec", "search_specs"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Backdrop",
    "CardReading",
    "CardWarning",
    "ComplianceReport",
    "Cutout",
    "Finding",
    "FrameConstraints",
    "Gradient",
    "Headshot",
    "IdPhotoError",
    "Label",
    "Limit",
    "Measurements",
    "Notice",
    "Original",
    "Photo",
    "PhotoRequest",
    "Retouch",
    "Sheet",
    "SheetPhoto",
    "SheetRequest",
    "Solid",
    "Spec",
    "Transparent",
    "Verdict",
    "check_photo",
    "cut_out",
    "load_spec",
    "make_headshots",
    "make_photo",
    "make_sheet",
    "photo_request",
    "read_card",
    "search_specs",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'idphoto' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
