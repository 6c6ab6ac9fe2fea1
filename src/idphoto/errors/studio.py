"""The studio: signing in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class NotSignedIn(IdPhotoError):
    """A request from the studio's page belongs to no session that is valid."""

    template: ClassVar[str] = "not signed in to the studio: {reason}"
    remedy: ClassVar[str] = "sign in again, by the password or by your link"

    reason: str


@dataclass(eq=False)
class SignInRefused(IdPhotoError):
    """The studio's password is wrong, or a link is unknown, revoked or expired."""

    template: ClassVar[str] = "cannot sign in to the studio: {reason}"
    remedy: ClassVar[str] = "ask the operator for the password or for a link of your own"

    reason: str


@dataclass(eq=False)
class TooManySignIns(IdPhotoError):
    """There were too many attempts to sign in to the studio."""

    template: ClassVar[str] = (
        "too many attempts to sign in to the studio: try again in {retry_after_s:.0f} s"
    )
    remedy: ClassVar[str] = "wait as `Retry-After` says"

    retry_after_s: float


@dataclass(eq=False)
class StudioClosed(IdPhotoError):
    """The studio is not open to the caller."""

    template: ClassVar[str] = "the studio is not open to you: {reason}"
    remedy: ClassVar[str] = (
        "`IDPHOTO_STUDIO=on` opens it to [everyone who signs in](studio.md#who-may-use-it)"
    )

    reason: str


@dataclass(eq=False)
class CrossSiteRequest(IdPhotoError):
    """A request with the studio's cookie does not come from the studio's page."""

    template: ClassVar[str] = "the request does not come from the studio's page: {reason}"
    remedy: ClassVar[str] = "reload the page"

    reason: str


@dataclass(eq=False)
class UnknownLink(IdPhotoError):
    """No link to the studio has this name, or it is revoked."""

    template: ClassVar[str] = "no link named {link!r}"
    remedy: ClassVar[str] = "`idphoto studio links` lists the links"

    link: str
