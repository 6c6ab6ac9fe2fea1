"""API keys, their credits and their rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class InvalidKey(IdPhotoError):
    """The API key is missing, unknown or revoked."""

    template: ClassVar[str] = "Invalid API key: {reason}"
    remedy: ClassVar[str] = (
        "send `X-API-KEY` or `Authorization: Bearer`; `idphoto keys list` lists the keys"
    )

    reason: str


@dataclass(eq=False)
class KeyRequired(IdPhotoError):
    """The studio's session may not do this: it lists what everybody who shares it has made."""

    template: ClassVar[str] = "this needs an API key; the studio's session is not enough"
    remedy: ClassVar[str] = "send `X-API-KEY` or `Authorization: Bearer`"


@dataclass(eq=False)
class NotEnoughCredits(IdPhotoError):
    """The request costs more credits than the key has left."""

    template: ClassVar[str] = "this request costs {need} credits; the API key has {balance} left"
    remedy: ClassVar[str] = "`idphoto keys credit NAME N`"

    balance: int
    need: int


@dataclass(eq=False)
class TooManyRequests(IdPhotoError):
    """The key's limit on requests per second is exceeded."""

    template: ClassVar[str] = (
        "more than {qps:g} requests per second: try again in {retry_after_s:.1f} s"
    )
    remedy: ClassVar[str] = "wait as `Retry-After` says, or make a key with a higher `--qps`"

    qps: float
    retry_after_s: float


@dataclass(eq=False)
class TooManyTasks(IdPhotoError):
    """The key has as many unfinished tasks as it may have."""

    template: ClassVar[str] = (
        "{unfinished} of this API key's tasks are unfinished, at most {most} may be: try again in "
        "{retry_after_s:.0f} s"
    )
    remedy: ClassVar[str] = "wait as `Retry-After` says, or raise `IDPHOTO_MAX_UNFINISHED`"

    unfinished: int
    most: int
    retry_after_s: float


@dataclass(eq=False)
class UnknownKey(IdPhotoError):
    """No API key has this name or id."""

    template: ClassVar[str] = "no API key named {key!r}"
    remedy: ClassVar[str] = "`idphoto keys list` lists the keys"

    key: str
