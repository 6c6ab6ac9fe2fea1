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
    """The accepted fields, in the order of the vendor's page."""

    model_config = FORM

    image_url: Annotated[str, Field(max_length=4096), SOURCE_URL] | None = Field(
        None,
        description="The URL of the source: http, https or oss. Give either this or image_file.",
    )
    image_file: bytes | None = Field(
        None, description="The source file, at most 20 MiB. Give either this or image_url."
    )
    sync: Switch = Field(
        0, description="1 waits for the result; 0 returns the task_id immediately."
    )
    size: Size | None = Field(
        None,
        description="The photo's size in pixels as {width}x{height}, each 100 to 2000. The photo "
        "is cropped so that the head is in its place. Without it, the person is cut out at the "
        "source's size.",
    )
    format: FormFormat = Field(
        "png", description="png has a transparent background; jpg has bg_color."
    )
    bg_color: FormColour | None = Field(
        None,
        description="The background as RRGGBB in hex, white by default; only with format=jpg.",
    )
    return_type: ReturnType = Field(
        1, description="1 returns the result as a URL that expires, 2 as base64."
    )
    callback_url: CallbackUrl | None = Field(
        None, description="An http or https URL to send the result to when the task has ended."
    )

    def check(self) -> None:
        """Refuse fields that contradict each other.

        Raises:
            BadRequest: for the first such field, by its name on the wire.
        """
        if self.image_url is not None and self.image_file is not None:
            raise BadRequest("image_url", "must be empty if image_file is given")
        if self.image_url is None and self.image_file is None:
            raise BadRequest("image_url", "image_url or image_file is required")
        if self.bg_color is not None and self.format == "png":
            raise BadRequest("bg_color", "is only valid with format=jpg")

    def source(self) -> Upload | FromUrl:
        """The source of the picture."""
        if self.image_file is not None:
            return Upload(self.image_file)
        assert self.image_url is not None  # noqa: S101 - see check()
        return FromUrl(self.image_url)

    def order(self, quality: Quality) -> PhotoOrder | CutoutOrder:
        """The order for the photo."""
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
        """The price in credits."""
        return prices.simple_photo

    def fields_without_effect(self) -> list[str]:
        """The fields that were given but have no effect."""
        return []
