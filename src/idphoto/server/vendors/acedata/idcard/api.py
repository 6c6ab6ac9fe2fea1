"""The endpoint's names and limits."""

from __future__ import annotations

from typing import Final

NAME: Final = "acedata.idcard"
CHECK_PATH: Final = "/identity/idcard/check-1e"
# Our addition, on no page: Tencent Cloud, where the API comes from, prints its keys in its manual.
KEYS_PATH: Final = "/identity/idcard/public-keys"

# Tencent Cloud's limits on a download and on a picture sent as base64.
MAX_DOWNLOAD_BYTES: Final = 3 * 2**20
FETCH_TIMEOUT_S: Final = 3.0
MAX_BASE64_BYTES: Final = 7 * 2**20
MAX_BODY_BYTES: Final = 8 * 2**20
# Time on a worker. A check may use one twice; the limit applies to each.
TIME_LIMIT_S: Final = 30.0
