"""Limit how often a key may make requests, where several processes count together."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from idphoto.accounts.limits import admit
from idphoto.db.tables import ApiKey
from idphoto.errors import TooManyRequests

# The database's clock, which is the same for everyone.
_NOW: Final = func.extract("epoch", func.clock_timestamp())


def count_request(tx: Session, key_id: str, qps: float) -> None:
    """Count one request of this key, as ``RateLimiter.check`` does in one process. PostgreSQL only.

    The key's row is locked until the transaction ends.

    Raises:
        TooManyRequests: with the seconds after which one would be accepted.
    """
    if qps == 0:
        return
    bucket = select(ApiKey.bucket_full_at, _NOW).where(ApiKey.id == key_id).with_for_update()
    full_at, now = tx.execute(bucket).one()
    wait_s, full_at = admit(full_at, float(now), qps)
    if wait_s:
        raise TooManyRequests(qps, wait_s)
    tx.execute(update(ApiKey).where(ApiKey.id == key_id).values(bucket_full_at=full_at))
