"""The tables. Times are seconds since the epoch (UTC); ids are UUIDs as text."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_ID = String(36)
_SETTLED = text("kind IN ('capture', 'release')")
_KEPT = text("purged_at IS NULL")
_STANDING = text("revoked_at IS NULL")
# As text: only with literals does a partial index apply.
UNENDED = text("state IN ('queued', 'running')")

_QUEUED = text("state = 'queued'")


class Base(DeclarativeBase):
    """The base class of all tables."""

    # A later migration can only change a constraint that has a name.
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
        }
    )


class ApiKey(Base):
    """An account and its key.

    ``key_hash``: SHA-256 of the key, in hex; the key itself is shown once and never stored.
    ``hint``: the key's first characters, by which people recognise it. ``qps``: requests per
    second; 0 means no limit. ``credits``: the balance, less reservations; None means not metered.
    ``bucket_full_at``: when the key may make as many requests at once again as it ever may; kept
    where several processes count together.
    """

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(16))
    qps: Mapped[float]
    credits: Mapped[int | None] = mapped_column(BigInteger)
    bucket_full_at: Mapped[float] = mapped_column(server_default="0")
    created_at: Mapped[float]
    revoked_at: Mapped[float | None]


class StudioLink(Base):
    """A link by which somebody enters the studio.

    ``name``: who it is for; no two links that are not revoked have the same one. ``token_hash``:
    SHA-256 of its token, in hex; the token itself is shown once and never stored. ``key_id``: the
    account that its sessions act as. ``last_used_at``: when it last began a session.
    """

    __tablename__ = "studio_links"
    __table_args__ = (
        Index(
            "ux_studio_links_name",
            "name",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    key_id: Mapped[str] = mapped_column(_ID, ForeignKey("api_keys.id"))
    created_at: Mapped[float]
    expires_at: Mapped[float]
    revoked_at: Mapped[float | None]
    last_used_at: Mapped[float | None]


class LedgerEntry(Base):
    """One movement of credits; the balance is the sum of ``credits``.

    ``kind``: grant | reserve | capture | release. A reservation is negative; its release returns
    it, its capture (0) makes it final. The database enforces that a task has at most one entry of
    each kind, and not both a capture and a release.
    """

    __tablename__ = "ledger"
    __table_args__ = (
        UniqueConstraint("task_id", "kind"),
        Index("ix_ledger_key", "key_id"),
        Index(
            "ux_ledger_settled",
            "task_id",
            unique=True,
            sqlite_where=_SETTLED,
            postgresql_where=_SETTLED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key_id: Mapped[str] = mapped_column(_ID, ForeignKey("api_keys.id"))
    task_id: Mapped[str | None] = mapped_column(_ID)
    kind: Mapped[str] = mapped_column(String(16))
    credits: Mapped[int]
    at: Mapped[float]


class Image(Base):
    """A stored source picture, for a task's attempts and for later tasks that name it."""

    __tablename__ = "images"
    __table_args__ = (Index("ix_images_expires", "expires_at"), Index("ix_images_blob", "blob"))

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    key_id: Mapped[str] = mapped_column(_ID, ForeignKey("api_keys.id"))
    blob: Mapped[str] = mapped_column(String(200))
    size_bytes: Mapped[int]
    created_at: Mapped[float]
    expires_at: Mapped[float]


class Task(Base):
    """Accepted work.

    ``api``: the endpoint that accepted it, such as picwish.v1. ``wire``: what that API needs to
    remember for its answer; only the API reads it. ``order``: what to make. ``state``: queued |
    running | done | failed. ``attempts``: how often it was started; only the latest attempt may
    store a result. ``sources``: its pictures, each with its ``url``, if it is downloaded, and its
    ``image_id`` once it is stored. ``priority``: 0 is fast, 1 relaxed. ``turn``: waiting tasks are
    begun in this order. ``fingerprint``: of a request with an idempotency key; a repetition has
    the same one. ``keep_until``: how long its pictures are kept at least, if that is longer than
    usual. ``traceparent``: of the trace it belongs to (W3C Trace Context), if it is traced.
    ``result_blobs``: file name → where it is stored. ``result``: the measurements. ``purged_at``:
    when its pictures were removed.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_state", "state", "created_at"),
        Index(
            "ix_tasks_key",
            "key_id",
            "api",
            "created_at",
            sqlite_where=_KEPT,
            postgresql_where=_KEPT,
        ),
        # For the turns of tasks that are accepted: the lowest that waits, and what the key has.
        Index("ix_tasks_turn", "turn", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
        Index("ix_tasks_unended", "key_id", sqlite_where=UNENDED, postgresql_where=UNENDED),
        # Rows outlive their pictures; partial indexes spare each sweep the purged ones.
        Index("ix_tasks_expires", "expires_at", sqlite_where=_KEPT, postgresql_where=_KEPT),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    key_id: Mapped[str] = mapped_column(_ID, ForeignKey("api_keys.id"))
    api: Mapped[str] = mapped_column(String(40))
    wire: Mapped[dict[str, Any]] = mapped_column(JSON)
    order: Mapped[dict[str, Any]] = mapped_column("order_json", JSON)
    cost: Mapped[int]
    base_url: Mapped[str] = mapped_column(String(2048))
    callback_url: Mapped[str | None] = mapped_column(String(2048))
    sources: Mapped[list[dict[str, str | None]]] = mapped_column(JSON, server_default="[]")
    priority: Mapped[int] = mapped_column(server_default="0")
    turn: Mapped[int] = mapped_column(server_default="0")
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    traceparent: Mapped[str | None] = mapped_column(String(55))
    max_source_bytes: Mapped[int]
    time_limit_s: Mapped[float]
    trace_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[float]
    started_at: Mapped[float | None]
    completed_at: Mapped[float | None]
    failure_code: Mapped[str | None] = mapped_column(String(40))
    failure_details: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    failure_message: Mapped[str | None] = mapped_column(String(500))
    """Of tasks that failed before details were kept; no longer written."""
    result_blobs: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    expires_at: Mapped[float | None]
    keep_until: Mapped[float | None]
    purged_at: Mapped[float | None]


class Batch(Base):
    """Portraits that photos of one document are made of. ``photo``: how each is made, as the API
    was sent it. ``expires_at``: it is gone from then on; what it holds is removed."""

    __tablename__ = "batches"
    __table_args__ = (
        Index("ix_batches_key", "key_id", "created_at"),
        Index("ix_batches_expires", "expires_at"),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    key_id: Mapped[str] = mapped_column(_ID, ForeignKey("api_keys.id"))
    name: Mapped[str] = mapped_column(String(255))
    photo: Mapped[dict[str, Any]] = mapped_column("photo_json", JSON)
    created_at: Mapped[float]
    expires_at: Mapped[float]


class BatchItem(Base):
    """A portrait of a batch, and the task that makes its photo. ``name``: the file's. ``person``,
    ``group``: whose it is, and the class or team; both may be empty. ``fingerprint``: of the file's
    bytes."""

    __tablename__ = "batch_items"
    __table_args__ = (Index("ix_batch_items_task", "task_id"),)

    batch_id: Mapped[str] = mapped_column(_ID, ForeignKey("batches.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    person: Mapped[str] = mapped_column(String(255))
    group: Mapped[str] = mapped_column("group_name", String(255))
    task_id: Mapped[str] = mapped_column(_ID, ForeignKey("tasks.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[float]


class BatchSheet(Base):
    """A task that prints photos of a batch: its sources and its file are the batch's as well."""

    __tablename__ = "batch_sheets"

    batch_id: Mapped[str] = mapped_column(_ID, ForeignKey("batches.id"), primary_key=True)
    task_id: Mapped[str] = mapped_column(_ID, ForeignKey("tasks.id"), primary_key=True)


class Callback(Base):
    """A callback to send. ``status``: pending | delivered | given_up. ``tries``: made so far."""

    __tablename__ = "callbacks"
    __table_args__ = (Index("ix_callbacks_due", "status", "next_at"),)

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    task_id: Mapped[str] = mapped_column(_ID, ForeignKey("tasks.id"), unique=True)
    url: Mapped[str] = mapped_column(String(2048))
    status: Mapped[str] = mapped_column(String(16))
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[float]
    created_at: Mapped[float]
    settled_at: Mapped[float | None]


class CallbackTry(Base):
    """One try of a callback, for the operator. ``http_status``: None if there was no answer."""

    __tablename__ = "callback_tries"
    __table_args__ = (Index("ix_callback_tries_callback", "callback_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    callback_id: Mapped[str] = mapped_column(_ID, ForeignKey("callbacks.id"))
    number: Mapped[int]
    at: Mapped[float]
    took_ms: Mapped[float]
    http_status: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(200))


class RegistryProof(Base):
    """Which secret the registry is written under: one row, made with the registry's first entry.

    ``proof``: 64 hex digits that only this secret yields and that reveal nothing about it.
    """

    __tablename__ = "registry_proofs"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    proof: Mapped[str] = mapped_column(String(64))


class RegisteredPerson(Base):
    """An entry of the registry: the person to whom an ID card's number belongs.

    ``number_mac``: a keyed hash of the number, 64 hex digits, by which it is found. ``number``,
    ``name``, ``photo``, ``embedding``: encrypted (``idphoto.authority.cipher``); the last two are
    None if there is no reference photo. ``embedding_network``: the network that made the embedding;
    None if there is none, or a version wrote it that did not store its name.
    """

    __tablename__ = "registry_people"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    number_mac: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[bytes] = mapped_column(LargeBinary)
    name: Mapped[bytes] = mapped_column(LargeBinary)
    photo: Mapped[bytes | None] = mapped_column(LargeBinary)
    embedding: Mapped[bytes | None] = mapped_column(LargeBinary)
    embedding_network: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[float]
    updated_at: Mapped[float]
