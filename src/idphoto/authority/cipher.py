"""Encrypt the registry, against anyone who obtains its database but not the secret.

Numbers are found by HMAC-SHA256. A plain hash of a number would be no secret: there are only about
10^13 numbers, which can be tried in hours. Values are encrypted with AES-256-GCM, each with a nonce
of 96 random bits (NIST SP 800-38D, 8.2.2: good for 2^32 values), and bound to their entry and
column: like a changed value, a value moved elsewhere cannot be decrypted. All keys are derived from
the server's secret.
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
    """A value was not encrypted by this cipher for this place."""


class Cipher:
    """The registry's keys. Thread-safe."""

    def __init__(self, secret: bytes) -> None:
        """``secret``: the server's own (``storage.secret``).

        Raises:
            LibraryMissing: ``cryptography`` is not installed.
        """
        self.proof: Final = derive(secret, "registry: proof").hex()
        self._finding = derive(secret, "registry: finding numbers")
        self._aes = _aes_gcm(derive(secret, "registry: values"))

    def mac(self, number: str) -> str:
        """The keyed hash, 64 hex digits, by which ``number`` is found."""
        return hmac.digest(self._finding, number.encode(), sha256).hex()

    def seal(self, value: bytes, column: Column, mac: str) -> bytes:
        """``value``, encrypted for one column of the entry with this ``mac``."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aes.encrypt(nonce, value, _place(column, mac))

    def open(self, sealed: bytes, column: Column, mac: str) -> bytes:
        """The value that was encrypted for this place.

        Raises:
            Damaged: it was encrypted for another place, or altered since.
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
        raise LibraryMissing(
            "cryptography", "idphoto[idcard]", str(error), "read its registry of people"
        ) from None
    return AESGCM(key)
