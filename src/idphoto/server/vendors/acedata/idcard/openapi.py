"""The OpenAPI description of the body."""

from __future__ import annotations

from typing import Final

from idphoto.server.vendors.acedata.idcard.request import CheckBody
from idphoto.server.wire.openapi import json_body

CHECK: Final = json_body(CheckBody)
