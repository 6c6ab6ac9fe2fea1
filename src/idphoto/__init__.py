"""Official ID photos from an ordinary portrait.

    >>> import idphoto
    >>> photo = idphoto.make_photo("me.jpg", "jp-visa")
    >>> photo.save("photo.jpg")

Each name is imported when it is first used, so ``import idphoto`` is fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from idphoto import errors
    from idphoto.api import (
        OnSheet,
        check_photo,
        cut_out,
        default_engine,
        find_faces,
        make_headshots,
        make_photo,
        make_photos,
        make_sheet,
        measure_face,
        read_card,
    )
    from idphoto.compliance.check import ComplianceCheck, Judged, Subject
    from idphoto.compliance.finding import ErrorRate, Finding
    from idphoto.compliance.report import ComplianceReport, Judging
    from idphoto.compliance.verdict import Limits, Verdict
    from idphoto.errors import IdPhotoError, Names
    from idphoto.face.choose import FaceChoice
    from idphoto.face.landmarks import Face, LandmarkPoint
    from idphoto.face.pose import HeadPose
    from idphoto.headshot.result import FacePlace, Headshot, Rendered
    from idphoto.idcard.card import Card, Fields, TextLine, Unread, Value
    from idphoto.idcard.layout import LabelPlace, Layout, ValuePlace
    from idphoto.idcard.pipeline import CardReading
    from idphoto.idcard.reading.overprint import Overprint
    from idphoto.idcard.warnings.judge import CardWarning, Judgement
    from idphoto.imaging.arrays import Point
    from idphoto.imaging.colour import Colour
    from idphoto.imaging.decode import DecodeLimits
    from idphoto.imaging.encode import Encoded, EncodeOptions, OutputFormat
    from idphoto.imaging.geometry import Box, Similarity
    from idphoto.imaging.inputs import Readable, SourceLike
    from idphoto.matting.matte import Quality
    from idphoto.models.text_reader import Reading
    from idphoto.photo.adjustments import Adjustments
    from idphoto.photo.background import (
        Backdrop,
        Background,
        Gradient,
        Original,
        Solid,
        Transparent,
    )
    from idphoto.photo.examine import JudgedAs
    from idphoto.photo.faces import FaceMeasurements
    from idphoto.photo.framing.constraints import FrameConstraints, Limit
    from idphoto.photo.in_order import PhotoOutcome
    from idphoto.photo.label import Label
    from idphoto.photo.request import PhotoOptions, PhotoRequest, photo_request
    from idphoto.photo.result import Cutout, HeadOnSource, Measurements, Notice, Photo
    from idphoto.photo.retouch.strengths import Retouch
    from idphoto.runtime.engine import Engine, Mode, Network
    from idphoto.sheet.layout import Plan
    from idphoto.sheet.marks import Mark
    from idphoto.sheet.paper import Orientation, Paper
    from idphoto.sheet.qr import Level, QrCode
    from idphoto.sheet.request import SheetFormat, SheetOptions, SheetPhoto, SheetRequest
    from idphoto.sheet.result import Sheet
    from idphoto.sheet.slots import Slot
    from idphoto.specs import all_specs, load_spec, search_specs
    from idphoto.specs.model import Spec
    from idphoto.specs.ranges import Range
    from idphoto.specs.requirements import ChildRule, Requirements
    from idphoto.steps import Progress

__version__ = "0.2.0"

_HOMES = {
    "idphoto.api": (
        "OnSheet",
        "check_photo",
        "cut_out",
        "default_engine",
        "find_faces",
        "make_headshots",
        "make_photo",
        "make_photos",
        "make_sheet",
        "measure_face",
        "read_card",
    ),
    "idphoto.compliance.check": ("ComplianceCheck", "Judged", "Subject"),
    "idphoto.compliance.finding": ("ErrorRate", "Finding"),
    "idphoto.compliance.report": ("ComplianceReport", "Judging"),
    "idphoto.compliance.verdict": ("Limits", "Verdict"),
    "idphoto.errors": ("IdPhotoError", "Names"),
    "idphoto.face.choose": ("FaceChoice",),
    "idphoto.face.landmarks": ("Face", "LandmarkPoint"),
    "idphoto.face.pose": ("HeadPose",),
    "idphoto.headshot.result": ("FacePlace", "Headshot", "Rendered"),
    "idphoto.idcard.card": ("Card", "Fields", "TextLine", "Unread", "Value"),
    "idphoto.idcard.layout": ("LabelPlace", "Layout", "ValuePlace"),
    "idphoto.idcard.pipeline": ("CardReading",),
    "idphoto.idcard.reading.overprint": ("Overprint",),
    "idphoto.idcard.warnings.judge": ("CardWarning", "Judgement"),
    "idphoto.imaging.arrays": ("Point",),
    "idphoto.imaging.colour": ("Colour",),
    "idphoto.imaging.decode": ("DecodeLimits",),
    "idphoto.imaging.encode": ("EncodeOptions", "Encoded", "OutputFormat"),
    "idphoto.imaging.geometry": ("Box", "Similarity"),
    "idphoto.imaging.inputs": ("Readable", "SourceLike"),
    "idphoto.matting.matte": ("Quality",),
    "idphoto.models.text_reader": ("Reading",),
    "idphoto.photo.adjustments": ("Adjustments",),
    "idphoto.photo.background": (
        "Backdrop",
        "Background",
        "Gradient",
        "Original",
        "Solid",
        "Transparent",
    ),
    "idphoto.photo.examine": ("JudgedAs",),
    "idphoto.photo.faces": ("FaceMeasurements",),
    "idphoto.photo.framing.constraints": ("FrameConstraints", "Limit"),
    "idphoto.photo.in_order": ("PhotoOutcome",),
    "idphoto.photo.label": ("Label",),
    "idphoto.photo.request": ("PhotoOptions", "PhotoRequest", "photo_request"),
    "idphoto.photo.result": ("Cutout", "HeadOnSource", "Measurements", "Notice", "Photo"),
    "idphoto.photo.retouch.strengths": ("Retouch",),
    "idphoto.runtime.engine": ("Engine", "Mode", "Network"),
    "idphoto.sheet.layout": ("Plan",),
    "idphoto.sheet.marks": ("Mark",),
    "idphoto.sheet.paper": ("Orientation", "Paper"),
    "idphoto.sheet.qr": ("Level", "QrCode"),
    "idphoto.sheet.request": ("SheetFormat", "SheetOptions", "SheetPhoto", "SheetRequest"),
    "idphoto.sheet.result": ("Sheet",),
    "idphoto.sheet.slots": ("Slot",),
    "idphoto.specs": ("all_specs", "load_spec", "search_specs"),
    "idphoto.specs.model": ("Spec",),
    "idphoto.specs.ranges": ("Range",),
    "idphoto.specs.requirements": ("ChildRule", "Requirements"),
    "idphoto.steps": ("Progress",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Adjustments",
    "Backdrop",
    "Background",
    "Box",
    "Card",
    "CardReading",
    "CardWarning",
    "ChildRule",
    "Colour",
    "ComplianceCheck",
    "ComplianceReport",
    "Cutout",
    "DecodeLimits",
    "EncodeOptions",
    "Encoded",
    "Engine",
    "ErrorRate",
    "Face",
    "FaceChoice",
    "FaceMeasurements",
    "FacePlace",
    "Fields",
    "Finding",
    "FrameConstraints",
    "Gradient",
    "HeadOnSource",
    "HeadPose",
    "Headshot",
    "IdPhotoError",
    "Judged",
    "JudgedAs",
    "Judgement",
    "Judging",
    "Label",
    "LabelPlace",
    "LandmarkPoint",
    "Layout",
    "Level",
    "Limit",
    "Limits",
    "Mark",
    "Measurements",
    "Mode",
    "Names",
    "Network",
    "Notice",
    "OnSheet",
    "Orientation",
    "Original",
    "OutputFormat",
    "Overprint",
    "Paper",
    "Photo",
    "PhotoOptions",
    "PhotoOutcome",
    "PhotoRequest",
    "Plan",
    "Point",
    "Progress",
    "QrCode",
    "Quality",
    "Range",
    "Readable",
    "Reading",
    "Rendered",
    "Requirements",
    "Retouch",
    "Sheet",
    "SheetFormat",
    "SheetOptions",
    "SheetPhoto",
    "SheetRequest",
    "Similarity",
    "Slot",
    "Solid",
    "SourceLike",
    "Spec",
    "Subject",
    "TextLine",
    "Transparent",
    "Unread",
    "Value",
    "ValuePlace",
    "Verdict",
    "all_specs",
    "check_photo",
    "cut_out",
    "default_engine",
    "errors",
    "find_faces",
    "load_spec",
    "make_headshots",
    "make_photo",
    "make_photos",
    "make_sheet",
    "measure_face",
    "photo_request",
    "read_card",
    "search_specs",
]


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("idphoto.errors")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'idphoto' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__doc__", "__version__"]
