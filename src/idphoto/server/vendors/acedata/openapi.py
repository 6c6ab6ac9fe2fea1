"""The OpenAPI descriptions of the bodies."""

from __future__ import annotations

from typing import Final

from idphoto.server.vendors.acedata.query import TasksBody
from idphoto.server.vendors.acedata.request import GenerateBody
from idphoto.server.wire.openapi import json_body

GENERATE: Final = json_body(GenerateBody)
TASKS: Final = json_body(TasksBody)
