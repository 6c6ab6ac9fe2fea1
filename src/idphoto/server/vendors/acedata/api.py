"""The names and limits that the two endpoints share."""

from __future__ import annotations

import uuid
from typing import Final

NAME: Final = "acedata.headshots"
"""The API's name on its tasks in the database."""
GENERATE_PATH: Final = "/headshots/generate"
TASKS_PATH: Final = "/headshots/tasks"

MAX_SOURCES: Final = 5
MAX_PICTURE_BYTES: Final = 15 * 2**20
# Room for two pictures of the largest size in base64, and for the other fields.
MAX_BODY_BYTES: Final = 42 * 2**20
MAX_QUERY_BYTES: Final = 64 * 2**10
MAX_IDS: Final = 100
# Time on a worker. The page mentions one to two minutes in total.
TIME_LIMIT_S: Final = 120.0

# Items name the API that created their task.
API_ID: Final = str(uuid.uuid5(uuid.NAMESPACE_URL, GENERATE_PATH))
