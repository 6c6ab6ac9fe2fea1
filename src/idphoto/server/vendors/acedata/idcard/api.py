"""The endpoint's names and limits."""

from __future__ import annotations

from typing import Final

NAME: Final = "acedata.idcard"
CHECK_PATH: Final = "/identity/idcard/check-1e"
# On no page: the origin prints its public keys in its manual.
KEYS_PATH: Final = "/identity/idcard/public-keys"

# The origin's limits: of a download, and of a picture that is sent, in base64.
MAX_DOWNLOAD_BYTES: Final = 3 * 2**20
FETCH_TIMEOUT_S: Final = 3.0
MAX_BASE64_BYTES: Final = 7 * 2**20
MAX_BODY_BYTES: Final = 8 * 2**20
# On a worker, for each of the two times that a check may need one.
TIME_LIMIT_S: Final = 30.0
