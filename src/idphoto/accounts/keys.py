"""API keys: created, shown once, found by their hash, revoked."""

# `credits` is a builtin only in interactive sessions.
# ruff: noqa: A002

from __future__ import annotations

import hashlib
import math
import secrets
import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from idphoto.accounts.ledger import MAX_CREDITS, grant
from idphoto.db.statements import changed, insert_new
from idphoto.db.tables import ApiKey
from idphoto.db.text import storable
from idphoto.errors import BadRequest, InvalidKey, UnknownKey

_PREFIX: Final = "idp_"
_RANDOM_BYTES: Final = 32
_HINT_LENGTH: Final = 10
_MAX_NAME_LENGTH: Final = 100


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just created. ``key``: what callers send; it cannot be shown again."""

    id: str
    name: str
    key: str


def create_key(tx: Session, name: str, *, credits: int | None, qps: float, now: float) -> NewKey:
    """Create a key. ``credits``: what it may spend; None means not metered. ``qps``: requests per
    second, which may be a fraction; 0 means no limit.

    Raises:
        BadRequest: ``name`` is empty, longer than 100 characters, not printable or taken;
            ``credits`` or ``qps`` is out of range.
    """
    name = name.strip()
    _check(name, credits, qps)
    new = NewKey(str(uuid.uuid4()), name, _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES))
    row = insert_new(tx, ApiKey).values(
        id=new.id,
        name=name,
        key_hash=_hash(new.key),
        hint=new.key[:_HINT_LENGTH],
        qps=qps,
        credits=None if credits is None else 0,
        created_at=now,
    )
    if not changed(tx, row):
        raise BadRequest("name", "another key already has this name")
    if credits:
        grant(tx, new.id, credits, now)
    return new


def find_key(tx: Session, key: str | None) -> ApiKey:
    """The account that ``key`` belongs to.

    Raises:
        InvalidKey: ``key`` is missing, unknown or revoked.
    """
    if not key:
        raise InvalidKey("missing")
    found = tx.scalar(select(ApiKey).where(ApiKey.key_hash == _hash(key)))
    if found is None:
        raise InvalidKey("unknown")
    if found.revoked_at is not None:
        raise InvalidKey("revoked")
    return found


def list_keys(tx: Session) -> list[ApiKey]:
    """All keys, the oldest first."""
    return list(tx.scalars(select(ApiKey).order_by(ApiKey.created_at, ApiKey.id)))


def get_key(tx: Session, name_or_id: str) -> ApiKey:
    """The key with this name or, failing that, this id.

    Raises:
        UnknownKey: there is none.
    """
    if storable(name_or_id):
        for column in (ApiKey.name, ApiKey.id):
            if found := tx.scalar(select(ApiKey).where(column == name_or_id)):
                return found
    raise UnknownKey(name_or_id)


def revoke_key(tx: Session, name_or_id: str, now: float) -> None:
    """Refuse the key permanently. Tasks already accepted for it are still made.

    Raises:
        UnknownKey: there is none.
    """
    found = get_key(tx, name_or_id)
    tx.execute(
        update(ApiKey)
        .where(ApiKey.id == found.id, ApiKey.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def _check(name: str, credits: int | None, qps: float) -> None:
    if not name or len(name) > _MAX_NAME_LENGTH or not storable(name):
        raise BadRequest("name", f"must be 1 to {_MAX_NAME_LENGTH} printable characters")
    if credits is not None and not 0 <= credits <= MAX_CREDITS:
        raise BadRequest("credits", f"must be 0 to {MAX_CREDITS:,}, or none for no limit")
    if not (math.isfinite(qps) and qps >= 0):
        raise BadRequest("qps", "must be 0 (no limit) or a positive number")


def _hash(key: str) -> str:
    # The key is 256 random bits, which cannot be guessed, so a plain hash is enough.
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
