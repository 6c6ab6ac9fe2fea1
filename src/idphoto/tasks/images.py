"""Stored sources: for a task's tries, and for later tasks that name them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from idphoto.db.tables import Image, Task
from idphoto.db.text import storable
from idphoto.tasks.store import UNENDED


def add(
    tx: Session,
    image_id: str,
    key_id: str,
    blob: str,
    size_bytes: int,
    now: float,
    expires_at: float,
) -> None:
    """Note a source that is stored as ``blob``."""
    tx.execute(
        insert(Image).values(
            id=image_id,
            key_id=key_id,
            blob=blob,
            size_bytes=size_bytes,
            created_at=now,
            expires_at=expires_at,
        )
    )


def find(tx: Session, image_id: str, key_id: str, now: float) -> Image | None:
    """The image, if it is this key's and has not expired."""
    if not storable(image_id):
        return None
    return tx.scalar(
        select(Image).where(Image.id == image_id, Image.key_id == key_id, Image.expires_at > now)
    )


def keep(tx: Session, image_id: str, until: float) -> None:
    """Let the image expire at ``until`` at the earliest."""
    tx.execute(
        update(Image).where(Image.id == image_id, Image.expires_at < until).values(expires_at=until)
    )


def expired(tx: Session, now: float, limit: int) -> list[Image]:
    """At most ``limit`` images past their time, the oldest first; none that a task still needs."""
    needed = select(Task.image_id).where(Task.state.in_(UNENDED), Task.image_id.is_not(None))
    found = (
        select(Image)
        .where(Image.expires_at <= now, Image.id.not_in(needed))
        .order_by(Image.expires_at)
        .limit(limit)
    )
    return list(tx.scalars(found))


def remove(tx: Session, ids: Sequence[str]) -> None:
    """Forget images."""
    tx.execute(delete(Image).where(Image.id.in_(ids)))


def knows(tx: Session, blob: str) -> bool:
    """Whether an image is stored as ``blob``."""
    return tx.scalar(select(Image.id).where(Image.blob == blob)) is not None
