"""The account of the studio's sessions that have none of their own."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from idphoto.accounts.keys import create_key
from idphoto.db.tables import ApiKey
from idphoto.errors import BadRequest

STUDIO: Final = "studio"


def find_studio_key(tx: Session) -> ApiKey | None:
    """The account named ``studio``, revoked or not; None if there is none yet."""
    return tx.scalar(select(ApiKey).where(ApiKey.name == STUDIO))


def ensure_studio_key(tx: Session, now: float) -> ApiKey:
    """The account named ``studio``, created on first use with no limits.

    Its key is discarded, so that it opens nothing. An operator who wants limits creates the account
    first, by ``idphoto keys create studio``, and then has its key.
    """
    found = find_studio_key(tx)
    if found is None:
        with suppress(BadRequest):  # another process has just created it
            create_key(tx, STUDIO, credits=None, qps=0, now=now)
        found = tx.scalars(select(ApiKey).where(ApiKey.name == STUDIO)).one()
    return found
