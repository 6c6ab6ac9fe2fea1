"""Links to the studio: created, shown once, found by their token's hash, revoked."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from idphoto.db.statements import changed, insert_new
from idphoto.db.tables import StudioLink
from idphoto.db.text import storable
from idphoto.errors import BadRequest, UnknownLink

MAX_DAYS: Final = 3650
_DAY_S: Final = 86_400
_PREFIX: Final = "ids_"
_RANDOM_BYTES: Final = 32
_MAX_NAME_LENGTH: Final = 100


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just created. ``token``: the part of its address that opens the studio; it cannot be
    shown again. ``expires_at``: seconds since the epoch."""

    id: str
    name: str
    token: str
    expires_at: float


def create_link(tx: Session, name: str, key_id: str, *, days: int, now: float) -> NewLink:
    """Create a link. An expired one of the same name is revoked.

    ``key_id``: the account that its sessions act as. ``days``: how long it is valid.

    Raises:
        BadRequest: ``name`` is empty, longer than 100 characters, not printable or taken; ``days``
            is out of range.
    """
    name = name.strip()
    if not name or len(name) > _MAX_NAME_LENGTH or not storable(name):
        raise BadRequest("name", f"must be 1 to {_MAX_NAME_LENGTH} printable characters")
    if not 1 <= days <= MAX_DAYS:
        raise BadRequest("days", f"must be 1 to {MAX_DAYS:,}")
    tx.execute(
        update(StudioLink)
        .where(
            StudioLink.name == name, StudioLink.revoked_at.is_(None), StudioLink.expires_at <= now
        )
        .values(revoked_at=now)
    )
    token = _PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
    new = NewLink(str(uuid.uuid4()), name, token, now + days * _DAY_S)
    row = insert_new(tx, StudioLink).values(
        id=new.id,
        name=name,
        token_hash=_hash(token),
        key_id=key_id,
        created_at=now,
        expires_at=new.expires_at,
    )
    if not changed(tx, row):
        raise BadRequest("name", "another link already has this name; revoke that one first")
    return new


def use_link(tx: Session, token: str, now: float) -> StudioLink | None:
    """The link with this token, whose use is noted; None if it is unknown, revoked or expired."""
    found = tx.scalar(select(StudioLink).where(StudioLink.token_hash == _hash(token)))
    if found is None or not is_valid(found, now):
        return None
    tx.execute(update(StudioLink).where(StudioLink.id == found.id).values(last_used_at=now))
    return found


def find_link(tx: Session, link_id: str, now: float) -> StudioLink | None:
    """The link with this id; None if it is unknown, revoked or expired."""
    found = tx.get(StudioLink, link_id)
    return found if found is not None and is_valid(found, now) else None


def is_valid(link: StudioLink, now: float) -> bool:
    """Whether the link still opens the studio."""
    return link.revoked_at is None and now < link.expires_at


def list_links(tx: Session) -> list[StudioLink]:
    """All links, the oldest first."""
    return list(tx.scalars(select(StudioLink).order_by(StudioLink.created_at, StudioLink.id)))


def revoke_link(tx: Session, name: str, now: float) -> StudioLink:
    """Refuse the link, and end the sessions that it began; returns it.

    Raises:
        UnknownLink: no link that is not revoked has this name.
    """
    found = None
    if storable(name):
        named = select(StudioLink).where(StudioLink.name == name, StudioLink.revoked_at.is_(None))
        found = tx.scalar(named)
    if found is None:
        raise UnknownLink(name)
    found.revoked_at = now
    return found


def _hash(token: str) -> str:
    # 256 random bits cannot be guessed, so a plain hash is enough
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
