"""The values that orders are made of, for the facades: they translate, and know no pipelines."""

from __future__ import annotations

from idphoto.face.choose import FaceChoice
from idphoto.headshot.template import TemplateId
from idphoto.headshot.templates import TEMPLATES
from idphoto.idcard.warnings.judge import CardWarning
from idphoto.imaging.colour import Colour, parse_colour
from idphoto.imaging.decode import DecodeLimits
from idphoto.imaging.encode import EncodeOptions
from idphoto.matting.matte import Quality
from idphoto.photo.adjustments import Adjustments
from idphoto.photo.background import (
    WHITE,
    Background,
    Gradient,
    Original,
    Solid,
    Transparent,
)
from idphoto.photo.examine import JudgedAs
from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints, Limit
from idphoto.photo.label import MIN_HEIGHT_PX, Label
from idphoto.photo.request import MAX_SIDE_PX, MIN_SIDE_PX, PhotoRequest, photo_request
from idphoto.photo.retouch.strengths import Retouch
from idphoto.photo.wardrobe.load import GARMENT_IDS, KNOWN_GARMENTS
from idphoto.sheet.paper import PAPERS, Paper
from idphoto.sheet.request import LIGHT_GREY, SheetRequest
from idphoto.specs import Spec, load_spec
from idphoto.specs.load import spec_by_slug

__all__ = [
    "GARMENT_IDS",
    "KNOWN_GARMENTS",
    "LIGHT_GREY",
    "MAX_SIDE_PX",
    "MIN_HEIGHT_PX",
    "MIN_SIDE_PX",
    "PAPERS",
    "PLACES",
    "SIZES",
    "TEMPLATES",
    "WHITE",
    "Adjustments",
    "Background",
    "CardWarning",
    "Colour",
    "DecodeLimits",
    "EncodeOptions",
    "FaceChoice",
    "FrameConstraints",
    "Gradient",
    "JudgedAs",
    "Label",
    "Limit",
    "Original",
    "Paper",
    "PhotoRequest",
    "Quality",
    "Retouch",
    "SheetRequest",
    "Solid",
    "Spec",
    "TemplateId",
    "Transparent",
    "load_spec",
    "parse_colour",
    "photo_request",
    "spec_by_slug",
]
