"""What the two endpoints have in common: names, labels, limits."""

from __future__ import annotations

import uuid
from typing import Final

NAME: Final = "acedata.headshots"
"""Of its tasks in the database."""
GENERATE_PATH: Final = "/headshots/generate"
TASKS_PATH: Final = "/headshots/tasks"

MAX_SOURCES: Final = 5
MAX_PICTURE_BYTES: Final = 15 * 2**20
# Room for two of the largest pictures in base64, and what stands round them.
MAX_BODY_BYTES: Final = 42 * 2**20
MAX_QUERY_BYTES: Final = 64 * 2**10
MAX_IDS: Final = 100
# On a worker. The page speaks of one to two minutes in all.
TIME_LIMIT_S: Final = 120.0

# Items name the API that their task was made with.
API_ID: Final = str(uuid.uuid5(uuid.NAMESPACE_URL, GENERATE_PATH))
