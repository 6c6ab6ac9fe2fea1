"""Limit how often a key may make requests, where several processes count together."""

from __future__ import annotations

import math
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from idphoto.errors import TooManyRequests

# The clock is the database's, the same for everyone. One statement counts and decides: it locks the
# key's row for as long as its transaction, which should hold nothing else.
_COUNT: Final = text("""
    UPDATE api_keys
    SET bucket_full_at = greatest(bucket_full_at, now.s) + 1.0 / :qps
    FROM (SELECT extract(epoch FROM clock_timestamp())::double precision AS s) AS now
    WHERE id = :key_id AND greatest(bucket_full_at, now.s) + 1.0 / :qps <= now.s + :burst / :qps
""")
_WAIT: Final = text("""
    SELECT bucket_full_at + 1.0 / :qps - :burst / :qps
        - extract(epoch FROM clock_timestamp())::double precision
    FROM api_keys WHERE id = :key_id
""")
# Rounding must not refuse the last request that fits.
_TINY: Final = 1e-6


def count_request(tx: Session, key_id: str, qps: float) -> None:
    """Count one request of this key, as ``RateLimiter.check`` does in one process. PostgreSQL only.

    Raises:
        TooManyRequests: with the seconds after which one would be accepted.
    """
    if qps == 0:
        return
    values: dict[str, Any] = {
        "key_id": key_id,
        "qps": qps,
        "burst": max(1, math.floor(qps)) + _TINY,
    }
    counted = tx.execute(_COUNT, values)
    if counted.rowcount == 0:  # type: ignore[attr-defined]  # an UPDATE's result has a count
        raise TooManyRequests(qps, max(tx.scalar(_WAIT, values) or 0.0, 0.0) + _TINY)
