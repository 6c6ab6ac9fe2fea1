"""The server's own links to stored pictures: signed, and valid for a limited time."""

from __future__ import annotations

import hmac
from hashlib import sha256


def sign(key: str, expires_at: int, secret: bytes) -> str:
    """The signature, 64 hex digits, of a link to ``key`` that expires at ``expires_at`` (seconds
    since the epoch)."""
    return hmac.new(secret, f"{expires_at}\n{key}".encode(), sha256).hexdigest()


def verify(key: str, expires_at: int, signature: str, secret: bytes, now: float) -> bool:
    """Whether ``signature`` is valid and has not expired. Takes equally long for any wrong one."""
    expected = sign(key, expires_at, secret)
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")) and (
        now < expires_at
    )


def local_url(base_url: str, key: str, expires_at: int, secret: bytes) -> str:
    """A link to ``key`` on the server at ``base_url``, which must not end in a slash."""
    signature = sign(key, expires_at, secret)
    return f"{base_url}/files/{key}?expires={expires_at}&signature={signature}"
