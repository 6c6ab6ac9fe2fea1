"""The form of ``/api/tasks/visual/idphoto``."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from idphoto.accounts.prices import Prices
from idphoto.errors import BadRequest
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.photo import PhotoOrder, order_photo
from idphoto.orders.values import (
    WHITE,
    EncodeOptions,
    Quality,
    Solid,
    Transparent,
    photo_request,
)
from idphoto.server.vendors.picwish.forms.fields import (
    FORM,
    SOURCE_URL,
    FormColour,
    FormFormat,
    ReturnType,
    Size,
    Switch,
)
from idphoto.server.wire.values import CallbackUrl
from idphoto.tasks.model import FromUrl, Upload


class V1Form(BaseModel):
    """What may be asked for, in the order of the vendor's page."""

    model_config = FORM

    image_url: Annotated[str, Field(max_length=4096), SOURCE_URL] | None = Field(
        None,
        description="Where to download the source: http, https or oss. Either this or image_file.",
    )
    image_file: bytes | None = Field(
        None, description="The source itself, at most 20 MiB. Either this or image_url."
    )
    sync: Switch = Field(
        0, description="1 answers with the result, 0 with the task's id at once, to ask later."
    )
    size: Size | None = Field(
        None,
        description="The photo's pixels as {width}x{height}, each 100 to 2000: the head is put in "
        "its place and the rest cropped. Without it the person is cut out at the source's size.",
    )
    format: FormFormat = Field("png", description="png is transparent; jpg lies on bg_color.")
    bg_color: FormColour | None = Field(
        None,
        description="The background as RRGGBB in hex, white by default; only with format=jpg.",
    )
    return_type: ReturnType = Field(
        1, description="1 gives the result as a URL that expires, 2 as base64."
    )
    callback_url: CallbackUrl | None = Field(
        None, description="An http or https URL that is sent the result once the task has ended."
    )

    def check(self) -> None:
        """Refuse fields that contradict each other.

        Raises:
            BadRequest: the first of them, by its name on the wire.
        """
        if self.image_url is not None and self.image_file is not None:
            raise BadRequest("image_url", "must be empty where image_file is given")
        if self.image_url is None and self.image_file is None:
            raise BadRequest("image_url", "image_url or image_file is required")
        if self.bg_color is not None and self.format == "png":
            raise BadRequest("bg_color", "is only valid with format=jpg")

    def source(self) -> Upload | FromUrl:
        """Where the picture comes from."""
        if self.image_file is not None:
            return Upload(self.image_file)
        assert self.image_url is not None  # noqa: S101 - checked before
        return FromUrl(self.image_url)

    def order(self, quality: Quality) -> PhotoOrder | CutoutOrder:
        """What to make."""
        if self.format == "png":
            if self.size is None:
                return CutoutOrder(EncodeOptions("png"), None, quality)
            return order_photo(
                photo_request(
                    size_px=self.size, background=Transparent(), format="png", quality=quality
                )
            )
        colour = self.bg_color or WHITE
        if self.size is None:
            return CutoutOrder(EncodeOptions("jpeg"), colour, quality)
        return order_photo(
            photo_request(
                size_px=self.size, background=Solid(colour), format="jpeg", quality=quality
            )
        )

    def cost(self, prices: Prices) -> int:
        """Credits."""
        return prices.simple_photo

    def idle(self) -> list[str]:
        """Fields that were given and have no effect."""
        return []
