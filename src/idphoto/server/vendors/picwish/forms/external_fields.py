"""What a form of ``/api/tasks/visual/external/idphoto`` holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field
from pydantic.config import JsonDict

from idphoto.orders.values import KNOWN_GARMENTS, MIN_HEIGHT_PX, MIN_SIDE_PX
from idphoto.server.vendors.picwish.forms.fields import (
    CLOTHES,
    FORM,
    IMAGE_ID,
    SOURCE_URL,
    WHOLE,
    Bytes,
    FormColour,
    FormFormat,
    Length,
    Offset,
    ReturnType,
    Share,
    Size,
    Switch,
)
from idphoto.server.wire.values import CallbackUrl

# The page says less than 1800 and gives no least side: that is the library's.
FormSide = Annotated[int, Field(ge=MIN_SIDE_PX, lt=1800), WHOLE]
SideMm = Annotated[int, Field(ge=1, lt=180), WHOLE]
# The page sets no end to its texts; ours is far above what fits a photo or a sheet.
Text = Annotated[str, Field(max_length=2000)]
QrData = Annotated[str, Field(max_length=7089)]  # the digits of the largest: ISO/IEC 18004, 7.1


def _by_default(value: int | str) -> JsonDict:
    """A default that is told but not filled in, since absent means something else as well."""
    return {"default": value}


class ExternalFields(BaseModel):
    """What may be asked for, in the order of the vendor's page."""

    model_config = FORM

    image_file: bytes | None = Field(
        None, description="The source itself, at most 15 MiB. Goes before image_url and last_id."
    )
    image_url: Annotated[str, Field(max_length=512), SOURCE_URL] | None = Field(
        None, description="Where to download the source: http, https or oss. Goes before last_id."
    )
    last_id: Annotated[str, IMAGE_ID] | None = Field(
        None, description="The image_id of an earlier task, whose source is used again."
    )
    sync: Switch = Field(
        0, description="1 answers with the result, 0 with the task's id at once, to ask later."
    )
    callback_url: CallbackUrl | None = Field(
        None, description="An http or https URL that is sent the result once the task has ended."
    )
    return_type: ReturnType = Field(
        1, description="1 gives the result as a URL that expires, 2 as base64."
    )
    format: FormFormat | None = Field(
        None,
        description="jpg, or png, which is transparent unless a background colour is given.",
        json_schema_extra=_by_default("jpg"),
    )

    spec_id: Annotated[int, WHOLE] | None = Field(
        None,
        description="A row of the vendor's table of specifications, for size, DPI and background; "
        "every field that is given goes before it.",
    )
    dpi: Annotated[int, Field(ge=10, le=1000), WHOLE] | None = Field(
        None,
        description="Dots per inch of the print; the specification's, where there is one.",
        json_schema_extra=_by_default(300),
    )
    size: Size | None = Field(
        None,
        description="The photo's pixels as {width}x{height}, each 100 to 2000; instead of "
        "px_width and px_height.",
    )
    px_width: FormSide | None = Field(
        None,
        description="The photo's width in pixels, with px_height.",
        json_schema_extra=_by_default(295),
    )
    px_height: FormSide | None = Field(
        None,
        description="The photo's height in pixels, with px_width.",
        json_schema_extra=_by_default(413),
    )
    mm_width: SideMm | None = Field(
        None, description="The width of the print in millimetres, with mm_height."
    )
    mm_height: SideMm | None = Field(
        None, description="The height of the print in millimetres, with mm_width."
    )

    change_bg: Switch = Field(1, description="0 keeps the photo's own background.")
    bg_color: FormColour | None = Field(
        None,
        description="The background as RRGGBB in hex; the specification's first, else white.",
        json_schema_extra=_by_default("FFFFFF"),
    )
    bg_color2: FormColour | None = Field(
        None, description="The colour at the bottom, which bg_color at the top runs into."
    )

    face_width: Length | None = Field(None, description="The face's width in pixels, ear to ear.")
    min_face_width: Offset | None = Field(None, description="The least width of the face.")
    max_face_width: Length | None = Field(None, description="The largest width of the face.")
    face_height: Length | None = Field(
        None, description="The face's height in pixels, chin to crown, hair not counted."
    )
    min_face_height: Offset | None = Field(None, description="The least height of the face.")
    max_face_height: Length | None = Field(None, description="The largest height of the face.")
    head_top: Offset | None = Field(
        None, description="The top of the head with its hair, in pixels below the top edge."
    )
    min_head_top: Offset | None = Field(None, description="The least distance of the head's top.")
    max_head_top: Offset | None = Field(None, description="The largest distance of the head's top.")
    chin_top: Offset | None = Field(None, description="The chin, in pixels below the top edge.")
    min_chin_top: Offset | None = Field(None, description="The least distance of the chin.")
    max_chin_top: Offset | None = Field(None, description="The largest distance of the chin.")
    eyes_top: Offset | None = Field(None, description="The eye line, in pixels below the top edge.")
    min_eyes_top: Offset | None = Field(None, description="The least distance of the eye line.")
    max_eyes_top: Offset | None = Field(None, description="The largest distance of the eye line.")
    head_height: Length | None = Field(
        None, description="The head's height in pixels, chin to the top of the hair."
    )
    min_head_height: Offset | None = Field(None, description="The least height of the head.")
    max_head_height: Length | None = Field(None, description="The largest height of the head.")

    auto_bright: Switch = Field(
        0, description="1 corrects exposure, colour cast and a dark side of the face."
    )
    bright_factor: Share = Field(0.5, description="How far auto_bright goes.")
    auto_smooth: Switch = Field(0, description="1 smooths the skin.")
    smooth_factor: Share = Field(0.5, description="How far auto_smooth goes.")
    auto_thin_face: Switch = Field(0, description="1 slims the jaw.")
    thin_face_factor: Share = Field(0.5, description="How far auto_thin_face goes.")
    auto_sharp: Switch = Field(0, description="1 sharpens eyes, hair and cloth.")
    sharp_factor: Share = Field(0.5, description="How far auto_sharp goes.")

    clothes_id: Annotated[str, CLOTHES] | None = Field(
        None,
        description=f"An outfit to wear: {KNOWN_GARMENTS}. Not before the photo's own background.",
    )

    preview: Switch = Field(
        0, description="1 writes a watermark all over the photo, which then costs nothing."
    )

    quality: Annotated[int, Field(ge=1, le=100), WHOLE] | None = Field(
        None,
        description="How well a JPEG is kept; more means more bytes. Given, it goes before both "
        "file sizes.",
        json_schema_extra=_by_default(92),
    )
    min_file_size: Bytes | None = Field(
        None, description="The file's least size in bytes; only without quality."
    )
    max_file_size: Bytes | None = Field(
        None, description="The file's largest size in bytes; only without quality. 0 is no limit."
    )

    add_label: Switch = Field(
        0, description="1 writes label_text on a white strip over the photo's lowest rows."
    )
    label_text: Text | None = Field(
        None,
        description="What the label says: one line, in any script that the server has a font for.",
    )
    label_height: Annotated[int, Field(ge=MIN_HEIGHT_PX, lt=1800), WHOLE] = Field(
        30, description="The label's height in pixels: from 16 to a third of the photo's."
    )

    layout: Switch = Field(
        0,
        description="1 also makes a sheet of photos for print, the answer's layout_image.",
    )
    layout_vertical: Switch = Field(0, description="1 sets the sheet upright.")
    layout_size: Literal["5inch", "6inch"] = Field(
        "5inch", description="The sheet's paper: 89 x 127 mm or 102 x 152 mm, at the photo's dpi."
    )
    layout_bg_color: FormColour | None = Field(
        None, description="The sheet's own colour as RRGGBB in hex; grey by default."
    )
    layout_qr_code_data: QrData | None = Field(
        None, description="What a QR code on the sheet says; without it there is none."
    )
    layout_qr_code_size: Annotated[int, Field(ge=1, lt=1800), WHOLE] = Field(
        290, description="That QR code's side in pixels, its white border included."
    )
    layout_label_text: Text | None = Field(
        None, description="A text on the sheet; \\n begins a new line."
    )
