"""How the registry is kept from those who get hold of its database but not of the secret.

Numbers are found by HMAC-SHA256, since a plain hash of a number is no secret: there are about 10^13
that can be, to be tried in hours. Values are encrypted with AES-256-GCM, each with 96 random bits
(NIST SP 800-38D, 8.2.2: good for 2^32 values), and bound to their entry and column: moved
elsewhere they open as little as altered ones. All keys are derived from the server's secret.
"""

from __future__ import annotations

import hmac
import os
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal

from idphoto.errors import LibraryMissing
from idphoto.storage.secret import derive

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Column = Literal["number", "name", "photo", "embedding"]

_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16


class Damaged(Exception):
    """A value was not sealed by this cipher for this place."""


class Cipher:
    """The registry's keys. Safe between threads."""

    def __init__(self, secret: bytes) -> None:
        """``secret``: the server's own (``storage.secret``).

        Raises:
            LibraryMissing: ``cryptography`` is not installed.
        """
        self.proof: Final = derive(secret, "registry: proof").hex()
        self._finding = derive(secret, "registry: finding numbers")
        self._aes = _aes_gcm(derive(secret, "registry: values"))

    def mac(self, number: str) -> str:
        """What ``number`` is found by: 64 hex digits."""
        return hmac.digest(self._finding, number.encode(), sha256).hex()

    def seal(self, value: bytes, column: Column, mac: str) -> bytes:
        """``value``, encrypted for one column of the entry that is found by ``mac``."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aes.encrypt(nonce, value, _place(column, mac))

    def open(self, sealed: bytes, column: Column, mac: str) -> bytes:
        """What was sealed for this place.

        Raises:
            Damaged: it was not, or it has been altered since.
        """
        from cryptography.exceptions import InvalidTag

        if len(sealed) < _NONCE_BYTES + _TAG_BYTES:
            raise Damaged
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._aes.decrypt(nonce, rest, _place(column, mac))
        except InvalidTag:
            raise Damaged from None


def _place(column: Column, mac: str) -> bytes:
    return f"{column}:{mac}".encode()


def _aes_gcm(key: bytes) -> AESGCM:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError as error:
        raise LibraryMissing("cryptography", "idphoto[idcard]", str(error)) from None
    return AESGCM(key)
