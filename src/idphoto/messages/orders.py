"""What can be ordered: photos, checks, cut-outs, sheets and headshots."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from idphoto.messages.message import Colour, Pair, Pixels, Request
from idphoto.messages.sources import SourceRef

Quality = Annotated[
    Literal["fast", "best"],
    Field(description="best cuts out finer strands of hair, at twice the time."),
]
Faces = Annotated[
    Literal["largest", "left", "right", "only"] | Annotated[int, Field(ge=1, le=100)],
    Field(
        description="Which of several faces: the largest, the first from the left or the right, a "
        "number that counts them from the left, or only, which refuses a source with several."
    ),
]
Years = Annotated[
    float, Field(ge=0, lt=150, description="The person's age, if it is a child's. Never guessed.")
]


class Gradient(Request):
    """From top to bottom."""

    top: Colour
    bottom: Colour


Background = Annotated[
    Gradient | str,
    Field(
        description="A colour; original (the portrait's own); transparent (PNG or WebP); or a "
        "gradient. By default the document's own colour, and original where editing is forbidden.",
        examples=["438EDB"],
    ),
]


class Retouch(Request):
    """The strength of each correction, 0–1."""

    bright: float = Field(
        default=0.0, ge=0, le=1, description="Exposure, white balance, side light."
    )
    smooth: float = Field(default=0.0, ge=0, le=1, description="The skin.")
    thin_face: float = Field(default=0.0, ge=0, le=1, description="The jaw.")
    sharp: float = Field(default=0.0, ge=0, le=1, description="Edges.")


class Limit(Request):
    """A target, the lowest and highest value allowed, or both."""

    target: float | None = Field(default=None, ge=0)
    low: float | None = Field(default=None, ge=0)
    high: float | None = Field(default=None, ge=0)


class Head(Request):
    """Where the head is placed, in pixels of the photo; what is absent is the document's."""

    face_width: Limit | None = Field(default=None, description="Ear to ear.")
    face_height: Limit | None = Field(default=None, description="Chin to crown, without hair.")
    head_height: Limit | None = Field(default=None, description="Chin to the top, with hair.")
    head_top: Limit | None = Field(
        default=None, description="The top, with hair, below the top edge."
    )
    chin_top: Limit | None = Field(default=None, description="The chin below the top edge.")
    eyes_top: Limit | None = Field(default=None, description="The eye line below the top edge.")


class Adjustments(Request):
    """Corrections by hand. Points are pixels of the upright portrait; the photo still keeps all
    limits of its document."""

    left_eye: Pair | None = Field(default=None, description="The pupil at the left of the picture.")
    right_eye: Pair | None = Field(
        default=None, description="The pupil at the right of the picture."
    )
    chin: Pair | None = None
    crown: Pair | None = Field(default=None, description="The top of the skull, without hair.")
    rotate_deg: float = Field(
        default=0.0, ge=-15, le=15, description="Clockwise, in addition to levelling the eyes."
    )
    zoom: float = Field(
        default=0.0,
        ge=-1,
        le=1,
        description="The head's size within what the document allows: -1 the smallest, 1 the "
        "largest, 0 as it is by itself.",
    )
    shift: float = Field(
        default=0.0,
        ge=-1,
        le=1,
        description="The head's height in the photo within what the document allows: -1 the "
        "lowest, 1 the highest, 0 as it is by itself.",
    )


class PhotoOptions(Request):
    """How a photo is made. What is absent is the document's."""

    spec: str | None = Field(
        default=None,
        description="The document. Without one: 295 × 413 px on white.",
        examples=["jp-visa"],
    )
    size_px: Pixels | None = None
    size_mm: Pair | None = None
    dpi: int | None = Field(default=None, ge=1, le=10_000)
    background: Background | None = None
    retouch: Retouch | None = None
    clothes: str | None = Field(
        default=None, description="A garment of the wardrobe.", examples=["man_1"]
    )
    label: str | None = Field(default=None, description="A text on a strip over the lowest rows.")
    format: Literal["jpeg", "png", "webp"] | None = None
    jpeg_quality: int | None = Field(default=None, ge=1, le=100)
    min_bytes: int | None = Field(default=None, ge=1)
    max_bytes: int | None = Field(default=None, ge=1)
    quality: Quality | None = None
    faces: Faces = "largest"
    watermark: str | None = Field(default=None, min_length=1, max_length=40)
    edit_anyway: bool = Field(default=False, description="Edit although the authority forbids it.")
    age: Years | None = None
    head: Head | None = None
    adjustments: Adjustments | None = None


class SheetOptions(Request):
    """A sheet of paper with photos."""

    paper: str = Field(
        default="6inch", description="A paper's name, or millimetres such as 100x150."
    )
    format: Literal["jpeg", "png", "pdf"] = "jpeg"
    orientation: Literal["auto", "landscape", "portrait"] = "auto"
    dpi: int | None = Field(default=None, ge=1, le=10_000)
    background: Colour = "DCDCDC"
    margin_mm: float = Field(default=3.0, ge=0, le=50, description="Free space along the edges.")
    gutter_mm: float = Field(default=2.0, ge=0, le=50, description="Space between photos.")
    crop_marks: bool = Field(default=True, description="Lines to cut along.")
    rotate: bool = Field(default=True, description="Whether photos may lie on their side.")
    label: str | None = Field(default=None, max_length=2000)


class _Ordered(Request):
    callback_url: str | None = Field(
        default=None,
        description="Where the server reports the task's end, signed as Standard Webhooks.",
    )
    inline: bool = Field(
        default=False,
        description="Whether answers hold the files themselves, in base64, beside the URLs.",
    )


class PhotoRequest(PhotoOptions, _Ordered):
    """A photo to make."""

    source: SourceRef | None = Field(default=None, description="Unless the part file holds it.")
    sheet: SheetOptions | None = Field(
        default=None, description="A sheet of this photo, made with it."
    )


class CheckRequest(_Ordered):
    """A photo to check against what an authority asks for."""

    source: SourceRef | None = Field(default=None, description="Unless the part file holds it.")
    spec: str | None = Field(default=None, description="By default ICAO's general requirements.")
    age: Years | None = None
    judged_as: Literal["auto", "source", "finished"] = Field(
        default="auto",
        description="source: a portrait that a photo is still to be made of; finished: a photo "
        "that is handed in as it is.",
    )
    faces: Faces = "largest"


class CutoutRequest(_Ordered):
    """A person to cut out, at the portrait's own size."""

    source: SourceRef | None = Field(default=None, description="Unless the part file holds it.")
    background: Colour | None = Field(default=None, description="By default none: transparent.")
    format: Literal["png", "webp", "jpeg"] = "png"
    quality: Quality | None = None


class SheetPhoto(Request):
    """A finished photo to print."""

    task: str | None = Field(default=None, description="The task that made it.")
    source: SourceRef | None = Field(default=None, description="Or the file itself.")
    count: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="How often; by default as often as there is room for.",
    )
    size_mm: Pair | None = Field(default=None, description="By default as the file's density says.")


class SheetRequest(SheetOptions, _Ordered):
    """A sheet to lay out."""

    photos: Annotated[tuple[SheetPhoto, ...], Field(min_length=1, max_length=100)]


class HeadshotsRequest(_Ordered):
    """The two headshots of a template."""

    sources: Annotated[tuple[SourceRef, ...], Field(max_length=5)] = ()
    template: str = Field(examples=["male_portrait"])
