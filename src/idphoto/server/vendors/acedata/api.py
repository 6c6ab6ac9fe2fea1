"""What the two endpoints have in common: names, labels, prices, limits."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final, Literal

NAME: Final = "acedata.headshots"
"""Of its tasks in the database."""
GENERATE_PATH: Final = "/headshots/generate"
TASKS_PATH: Final = "/headshots/tasks"

Template = Literal[
    "male_portrait",
    "male_portrait2",
    "kindergarten",
    "logo_tshirt",
    "wedding",
    "business_photo",
    "bob_suit",
    "female_portrait",
]
# As the first page lists them; its and the other page's examples shorten one of them, each in
# another way ("Male portrait", "Male Portrait", "male portrait").
LABELS: Final[Mapping[Template, str]] = {
    "male_portrait": "Male Portrait Photo",
    "male_portrait2": "Male Portrait Photo (Another Version)",
    "kindergarten": "Kindergarten Admission Photo",
    "logo_tshirt": "Corporate Logo T-shirt Photo",
    "wedding": "Marriage Registration Photo",
    "business_photo": "Business Style Photo",
    "bob_suit": "Black Suit with Bob Hairstyle",
    "female_portrait": "Female Portrait Photo",
}

# No page tells a price. As much as one photo in another outfit, for the two of a generation.
COST: Final = 15

MAX_SOURCES: Final = 5
# The most that each template's people can come from, where that is fewer.
MOST_PHOTOS: Final[Mapping[Template, int]] = {"wedding": 2}
MAX_PICTURE_BYTES: Final = 15 * 2**20
# Room for two of the largest pictures in base64, and what stands round them.
MAX_BODY_BYTES: Final = 42 * 2**20
MAX_QUERY_BYTES: Final = 64 * 2**10
MAX_IDS: Final = 100
# On a worker. The page speaks of one to two minutes in all.
TIME_LIMIT_S: Final = 120.0

# Items name the API that their task was made with.
API_ID: Final = str(uuid.uuid5(uuid.NAMESPACE_URL, GENERATE_PATH))
