"""The images table: stored sources, for a task's attempts and for later tasks that name them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from idphoto.db.statements import insert_new
from idphoto.db.tables import Image
from idphoto.db.text import storable
from idphoto.tasks.store import needed_images


def add(
    tx: Session,
    image_id: str,
    key_id: str,
    blob: str,
    size_bytes: int,
    now: float,
    expires_at: float,
) -> None:
    """Note a source that is stored under the key ``blob``; a second call changes nothing."""
    tx.execute(
        insert_new(tx, Image).values(
            id=image_id,
            key_id=key_id,
            blob=blob,
            size_bytes=size_bytes,
            created_at=now,
            expires_at=expires_at,
        )
    )


def find(tx: Session, image_id: str, key_id: str, now: float) -> Image | None:
    """The image, if it belongs to this key and has not expired."""
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


def take_expired(tx: Session, now: float, limit: int) -> list[str]:
    """Delete the rows of at most ``limit`` expired images, oldest first, except for those that a
    task still needs; the keys that they are stored under."""
    needed = needed_images(tx)
    past = select(Image.id).where(Image.expires_at <= now).order_by(Image.expires_at)
    oldest = islice((each for each in tx.scalars(past) if each not in needed), limit)
    # judged again as it is deleted: another transaction may just have kept it for longer
    gone = delete(Image).where(Image.id.in_(list(oldest)), Image.expires_at <= now)
    return list(tx.scalars(gone.returning(Image.blob)))


def remove(tx: Session, ids: Sequence[str]) -> list[str]:
    """Delete the rows of these images; the keys that they are stored under."""
    gone = delete(Image).where(Image.id.in_(ids)).returning(Image.blob)
    return list(tx.scalars(gone)) if ids else []


def knows(tx: Session, blob: str) -> bool:
    """Whether an image is stored under the key ``blob``."""
    return tx.scalar(select(Image.id).where(Image.blob == blob)) is not None
