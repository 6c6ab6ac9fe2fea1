"""The OpenAPI descriptions of the create endpoints' bodies."""

from __future__ import annotations

from typing import Any

from idphoto.server.vendors.picwish.api import Api
from idphoto.server.wire.openapi import form_body


def request_body(api: Api) -> dict[str, Any]:
    """An API's form, for ``openapi_extra``."""
    return form_body(api.form, file="image_file")
