"""The fields of the form of ``/api/tasks/visual/external/idphoto``."""

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

# The page gives an upper limit, 1800, and no lower limit: that is the library's.
FormSide = Annotated[int, Field(ge=MIN_SIDE_PX, lt=1800), WHOLE]
SideMm = Annotated[int, Field(ge=1, lt=180), WHOLE]
# The page does not limit texts; this limit is far above what fits on a photo or a sheet.
Text = Annotated[str, Field(max_length=2000)]
QrData = Annotated[str, Field(max_length=7089)]  # digits in the largest code: ISO/IEC 18004, 7.1


def _documented_default(value: int | str) -> JsonDict:
    """A default for the documentation only: an absent field can also mean another value."""
    return {"default": value}


class ExternalFields(BaseModel):
    """The accepted fields, in the order of the vendor's page."""

    model_config = FORM

    image_file: bytes | None = Field(
        None,
        description="The source file, at most 15 MiB. Takes precedence over image_url and last_id.",
    )
    image_url: Annotated[str, Field(max_length=512), SOURCE_URL] | None = Field(
        None,
        description="The URL of the source: http, https or oss. Takes precedence over last_id.",
    )
    last_id: Annotated[str, IMAGE_ID] | None = Field(
        None, description="The image_id of an earlier task; its source is used again."
    )
    sync: Switch = Field(
        0, description="1 waits for the result; 0 returns the task_id immediately."
    )
    callback_url: CallbackUrl | None = Field(
        None, description="An http or https URL to send the result to when the task has ended."
    )
    return_type: ReturnType = Field(
        1, description="1 returns the result as a URL that expires, 2 as base64."
    )
    format: FormFormat | None = Field(
        None,
        description="jpg or png; png is transparent unless a background colour is given.",
        json_schema_extra=_documented_default("jpg"),
    )

    spec_id: Annotated[int, WHOLE] | None = Field(
        None,
        description="The id of a specification in the vendor's table. It sets size, DPI and "
        "background; fields that are given override it.",
    )
    dpi: Annotated[int, Field(ge=10, le=1000), WHOLE] | None = Field(
        None,
        description="Dots per inch of the print; with spec_id, the specification's by default.",
        json_schema_extra=_documented_default(300),
    )
    size: Size | None = Field(
        None,
        description="The photo's size in pixels as {width}x{height}, each 100 to 2000. An "
        "alternative to px_width and px_height.",
    )
    px_width: FormSide | None = Field(
        None,
        description="The photo's width in pixels; requires px_height.",
        json_schema_extra=_documented_default(295),
    )
    px_height: FormSide | None = Field(
        None,
        description="The photo's height in pixels; requires px_width.",
        json_schema_extra=_documented_default(413),
    )
    mm_width: SideMm | None = Field(
        None, description="The width of the print in millimetres; requires mm_height."
    )
    mm_height: SideMm | None = Field(
        None, description="The height of the print in millimetres; requires mm_width."
    )

    change_bg: Switch = Field(1, description="0 keeps the photo's own background.")
    bg_color: FormColour | None = Field(
        None,
        description="The background as RRGGBB in hex; by default the specification's first colour, "
        "or white.",
        json_schema_extra=_documented_default("FFFFFF"),
    )
    bg_color2: FormColour | None = Field(
        None, description="The colour at the bottom of a gradient that starts with bg_color."
    )

    face_width: Length | None = Field(None, description="The face's width in pixels, ear to ear.")
    min_face_width: Offset | None = Field(None, description="The minimum width of the face.")
    max_face_width: Length | None = Field(None, description="The maximum width of the face.")
    face_height: Length | None = Field(
        None, description="The face's height in pixels, chin to crown, without the hair."
    )
    min_face_height: Offset | None = Field(None, description="The minimum height of the face.")
    max_face_height: Length | None = Field(None, description="The maximum height of the face.")
    head_top: Offset | None = Field(
        None,
        description="The distance of the head's top (hair included) from the top edge, in pixels.",
    )
    min_head_top: Offset | None = Field(None, description="The minimum of head_top.")
    max_head_top: Offset | None = Field(None, description="The maximum of head_top.")
    chin_top: Offset | None = Field(
        None, description="The distance of the chin from the top edge, in pixels."
    )
    min_chin_top: Offset | None = Field(None, description="The minimum of chin_top.")
    max_chin_top: Offset | None = Field(None, description="The maximum of chin_top.")
    eyes_top: Offset | None = Field(
        None, description="The distance of the eye line from the top edge, in pixels."
    )
    min_eyes_top: Offset | None = Field(None, description="The minimum of eyes_top.")
    max_eyes_top: Offset | None = Field(None, description="The maximum of eyes_top.")
    head_height: Length | None = Field(
        None, description="The head's height in pixels, chin to the top of the hair."
    )
    min_head_height: Offset | None = Field(None, description="The minimum height of the head.")
    max_head_height: Length | None = Field(None, description="The maximum height of the head.")

    auto_bright: Switch = Field(
        0, description="1 corrects the exposure, a colour cast and a dark side of the face."
    )
    bright_factor: Share = Field(0.5, description="The strength of auto_bright.")
    auto_smooth: Switch = Field(0, description="1 smooths the skin.")
    smooth_factor: Share = Field(0.5, description="The strength of auto_smooth.")
    auto_thin_face: Switch = Field(0, description="1 slims the jaw.")
    thin_face_factor: Share = Field(0.5, description="The strength of auto_thin_face.")
    auto_sharp: Switch = Field(0, description="1 sharpens eyes, hair and clothes.")
    sharp_factor: Share = Field(0.5, description="The strength of auto_sharp.")

    clothes_id: Annotated[str, CLOTHES] | None = Field(
        None,
        description=f"The outfit to put on: {KNOWN_GARMENTS}. Not possible with change_bg=0.",
    )

    preview: Switch = Field(
        0, description="1 covers the photo with a watermark; the photo is then free."
    )

    quality: Annotated[int, Field(ge=1, le=100), WHOLE] | None = Field(
        None,
        description="The JPEG quality. If given, min_file_size and max_file_size are ignored.",
        json_schema_extra=_documented_default(92),
    )
    min_file_size: Bytes | None = Field(
        None, description="The minimum file size in bytes; ignored if quality is given."
    )
    max_file_size: Bytes | None = Field(
        None,
        description="The maximum file size in bytes; 0 is no limit. Ignored if quality is given.",
    )

    add_label: Switch = Field(
        0, description="1 writes label_text on a white strip at the bottom of the photo."
    )
    label_text: Text | None = Field(
        None,
        description="The label's text: one line, in any script for which the server has a font.",
    )
    label_height: Annotated[int, Field(ge=MIN_HEIGHT_PX, lt=1800), WHOLE] = Field(
        30, description="The label's height in pixels: from 16 to a third of the photo's."
    )

    layout: Switch = Field(
        0,
        description="1 also makes a print sheet of photos, returned as layout_image.",
    )
    layout_vertical: Switch = Field(0, description="1 puts the sheet in portrait orientation.")
    layout_size: Literal["5inch", "6inch"] = Field(
        "5inch", description="The sheet's paper: 89 x 127 mm or 102 x 152 mm, at the photo's dpi."
    )
    layout_bg_color: FormColour | None = Field(
        None, description="The sheet's background colour as RRGGBB in hex; grey by default."
    )
    layout_qr_code_data: QrData | None = Field(
        None, description="The content of a QR code on the sheet; without it there is no QR code."
    )
    layout_qr_code_size: Annotated[int, Field(ge=1, lt=1800), WHOLE] = Field(
        290, description="The side of the QR code in pixels, including its white border."
    )
    layout_label_text: Text | None = Field(
        None, description="A text on the sheet; \\n starts a new line."
    )
