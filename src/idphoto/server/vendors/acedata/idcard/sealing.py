"""Encrypts texts with a key that the caller made and sent wrapped with the server's public key.

The scheme is Tencent Cloud's: all texts of an answer share one key and one IV. That breaks GCM: two
texts under one IV reveal their difference and allow others to be forged. Callers who can choose
should use AES. Neither replaces TLS.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from idphoto.errors import BadRequest, LibraryMissing
from idphoto.server.vendors.acedata.idcard.keys import Algorithm, Keys, sm2_library

KEY_BYTES: Final = {Algorithm.AES: 32, Algorithm.SM4: 16}
IV_BYTES: Final = {Algorithm.AES: 16, Algorithm.SM4: 12}
_BLOCK_BITS: Final = 128
# A wrapped SM4 key: the point C1 without its optional first byte (04), 32 bytes of C3, then C2.
_SM2_WRAPPED_BYTES: Final = 64 + 32 + KEY_BYTES[Algorithm.SM4]
_UNCOMPRESSED: Final = b"\x04"


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key as it was sent. ``blob``: the key encrypted with the public key for ``algorithm``."""

    algorithm: Algorithm
    blob: bytes


@dataclass(frozen=True, slots=True)
class Sealer:
    """A caller's key, unwrapped: 32 bytes for AES, 16 for SM4."""

    algorithm: Algorithm
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sealed:
    """Encrypted texts, in order. ``tags``: one for each text, only with SM4."""

    iv: bytes
    texts: tuple[bytes, ...]
    tags: tuple[bytes, ...]


def unwrap(keys: Keys, wrapped: Wrapped) -> Sealer:
    """Unwrap the caller's key. Slow: do not call it on the event loop.

    RSA is PKCS #1 v1.5; SM2 is in C1 C3 C2 order. The error does not say what is wrong with the
    blob, because that would help an attacker to recover other callers' keys. OpenSSL 3.2 and later
    supports this: for bad padding it returns random bytes instead of an error, and these almost
    always have the wrong length.

    Raises:
        BadRequest: ``encryption`` does not contain a key of the right length.
        LibraryMissing: a cryptographic library is not installed.
    """
    if wrapped.algorithm is Algorithm.AES:
        key = _unwrap_rsa(keys, wrapped.blob)
    else:
        key = _unwrap_sm2(keys, wrapped.blob)
    need = KEY_BYTES[wrapped.algorithm]
    if len(key) != need:
        raise BadRequest(
            "encryption",
            f"ciphertext_blob must contain a key of {need} bytes, encrypted with this server's "
            f"public key for {wrapped.algorithm}",
        )
    return Sealer(wrapped.algorithm, key)


def seal(sealer: Sealer, texts: Sequence[str], iv: bytes | None = None) -> Sealed:
    """Encrypt the texts as UTF-8. ``iv``: random by default."""
    iv = os.urandom(IV_BYTES[sealer.algorithm]) if iv is None else iv
    pairs = [_encrypt(sealer, text.encode(), iv) for text in texts]
    tags = tuple(tag for _, tag in pairs if tag is not None)
    return Sealed(iv, tuple(ciphertext for ciphertext, _ in pairs), tags)


def _unwrap_rsa(keys: Keys, blob: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    try:
        return keys.rsa.decrypt(blob, PKCS1v15())
    except ValueError:
        return b""


def _unwrap_sm2(keys: Keys, blob: bytes) -> bytes:
    gmalg = sm2_library()
    if len(blob) == _SM2_WRAPPED_BYTES:
        blob = _UNCOMPRESSED + blob
    if len(blob) != 1 + _SM2_WRAPPED_BYTES or blob[:1] != _UNCOMPRESSED:
        return b""
    try:
        key: bytes = gmalg.SM2(keys.sm2).decrypt(blob)
    except gmalg.errors.GMError:
        return b""
    return key


def _encrypt(sealer: Sealer, plain: bytes, iv: bytes) -> tuple[bytes, bytes | None]:
    ciphers, padding = _cryptography()
    if sealer.algorithm is Algorithm.AES:
        padder = padding.PKCS7(_BLOCK_BITS).padder()
        padded = padder.update(plain) + padder.finalize()
        writer = ciphers.Cipher(
            ciphers.algorithms.AES(sealer.key), ciphers.modes.CBC(iv)
        ).encryptor()
        return writer.update(padded) + writer.finalize(), None
    writer = ciphers.Cipher(ciphers.algorithms.SM4(sealer.key), ciphers.modes.GCM(iv)).encryptor()
    return writer.update(plain) + writer.finalize(), writer.tag


def _cryptography() -> tuple[Any, Any]:
    try:
        from cryptography.hazmat.primitives import ciphers, padding
        from cryptography.hazmat.primitives.ciphers import algorithms, modes  # noqa: F401
    except ImportError as error:
        raise LibraryMissing(
            "cryptography", "idphoto[idcard]", str(error), "encrypt its answers"
        ) from None
    return ciphers, padding
