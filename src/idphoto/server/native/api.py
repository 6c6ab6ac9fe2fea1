"""The names and limits of the native API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from idphoto.messages.tasks import Kind

KINDS: Final[Mapping[str, Kind]] = {
    "v1.photo": "photo",
    "v1.check": "check",
    "v1.cutout": "cutout",
    "v1.sheet": "sheet",
    "v1.headshots": "headshots",
}
"""What the tasks of each of its endpoints make, by their API's name in the database."""
APIS: Final[Mapping[Kind, str]] = {kind: api for api, kind in KINDS.items()}

# A request's files, all together; a JSON body may hold three quarters of that in base64.
MAX_UPLOAD_BYTES: Final = 50 * 2**20
MAX_SOURCES: Final = 5
# Time on a worker.
TIME_LIMIT_S: Final = 180.0
TASKS_PATH: Final = "/v1/tasks"
FACES_PATH: Final = "/v1/faces"
SOURCES_PATH: Final = "/v1/sources"
BATCHES_PATH: Final = "/v1/batches"
