"""Values that a caller passed and that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class BadRequest(IdPhotoError):
    """A value cannot be used; `field` names it, `reason` says why."""

    template: ClassVar[str] = "{field}: {reason}"
    named: ClassVar[tuple[str, ...]] = ("field",)
    remedy: ClassVar[str] = "correct the value"

    field: str
    reason: str


@dataclass(eq=False)
class NotOffered(BadRequest):
    """The value is not one of the words that the `field` takes."""

    remedy: ClassVar[str] = "use one of the words that the API's page lists"


@dataclass(eq=False)
class IdempotencyKeyReused(IdPhotoError):
    """The `Idempotency-Key` was sent before, with another request or with one that is over."""

    template: ClassVar[str] = "Idempotency-Key: {reason}; send each new request with a new key"
    remedy: ClassVar[str] = "send each new request with a key of its own"

    reason: str


@dataclass(eq=False)
class IdempotencyKeyInUse(IdPhotoError):
    """The first request with this `Idempotency-Key` has not been answered yet."""

    template: ClassVar[str] = (
        "Idempotency-Key: the first request with this key has not been answered yet: "
        "try again in {retry_after_s:.0f} s"
    )
    remedy: ClassVar[str] = "wait as `Retry-After` says"

    retry_after_s: float


@dataclass(eq=False)
class UploadTooLarge(IdPhotoError):
    """An uploaded file is larger than the API accepts."""

    template: ClassVar[str] = "{field} is larger than {limit:,} bytes"
    remedy: ClassVar[str] = "scale the picture down"

    field: str
    limit: int


@dataclass(eq=False)
class BadSetting(IdPhotoError):
    """An environment variable `IDPHOTO_…` names no setting, or has a value that is refused."""

    template: ClassVar[str] = "{variable}: {reason}"
    remedy: ClassVar[str] = "see [the settings](configuration.md)"

    variable: str
    reason: str
