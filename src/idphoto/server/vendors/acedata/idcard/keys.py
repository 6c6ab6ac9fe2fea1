"""The server's key pairs, with which callers wrap their own keys: RSA, and SM2 (GB/T 32918)."""

from __future__ import annotations

import asyncio
import base64
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from idphoto.errors import BadSetting, LibraryMissing
from idphoto.settings import IDCARD_KEY_FILES
from idphoto.storage.secret import make_once
from idphoto.tasks.threads import on_checking_thread

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

RSA_BITS: Final = 2048
_RSA_FILE, _SM2_FILE = IDCARD_KEY_FILES

_SM2_CURVE: Final = bytes.fromhex("06082a811ccf5501822d")  # its OID, 1.2.156.10197.1.301, in DER
# DER of a public key (RFC 5480), followed by its point, and of a private key (RFC 5915): 32 bytes
# of key go between _SM2_PRIVATE and _SM2_PRIVATE_END, then the point.
_SM2_PUBLIC: Final = bytes.fromhex("3059301306072a8648ce3d0201") + _SM2_CURVE
_SM2_PUBLIC_POINT: Final = bytes.fromhex("034200")
_SM2_PRIVATE: Final = bytes.fromhex("30770201010420")
_SM2_PRIVATE_END: Final = b"\xa0\x0a" + _SM2_CURVE + bytes.fromhex("a144034200")
# Finds the key in RFC 5915's form, bare or inside PKCS #8.
_SM2_KEY: Final = re.compile(rb"\x02\x01\x01\x04\x20(.{32})", re.DOTALL)

_NOT_A_PRIVATE_KEY: Final = "must contain a private key in PEM format, without a password"


class Algorithm(StrEnum):
    """The encryption of texts, by its name on the wire."""

    AES = "AES-256-CBC"
    SM4 = "SM4-GCM"


@dataclass(frozen=True, slots=True)
class Keys:
    """Both private keys. ``sm2``: 32 bytes; ``sm2_point``: its public key, ``04 x y``."""

    rsa: RSAPrivateKey = field(repr=False)
    sm2: bytes = field(repr=False)
    sm2_point: bytes

    def public(self) -> dict[Algorithm, str]:
        """The public key that goes with each algorithm, as PEM."""
        from cryptography.hazmat.primitives import serialization as form

        rsa = self.rsa.public_key().public_bytes(
            form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo
        )
        sm2 = _SM2_PUBLIC + _SM2_PUBLIC_POINT + self.sm2_point
        return {Algorithm.AES: rsa.decode("ascii"), Algorithm.SM4: _pem("PUBLIC KEY", sm2)}


def load_keys(folder: Path) -> Keys:
    """Load the keys in ``folder``; a missing key is generated.

    The files are PEM and readable only by their owner. They can also be made with OpenSSL. Slow: do
    not call it on the event loop.

    Raises:
        BadSetting: a file cannot be written or read, or does not contain such a key.
        LibraryMissing: a cryptographic library is not installed.
    """
    rsa = _load_rsa(_text_of(folder / _RSA_FILE, _new_rsa))
    gmalg = sm2_library()
    sm2 = _load_sm2(_text_of(folder / _SM2_FILE, _new_sm2))
    return Keys(rsa, sm2, gmalg.SM2().generate_pk(sm2))


class KeyRing:
    """The keys in ``folder``, loaded once, when first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys: Keys | None = None
        self._lock = asyncio.Lock()

    async def loaded(self) -> Keys:
        """The keys. Raises what ``load_keys`` raises."""
        async with self._lock:
            if self._keys is None:
                self._keys = await on_checking_thread(load_keys, self._folder)
            return self._keys


def sm2_library() -> Any:
    """The module ``gmalg``.

    Raises:
        LibraryMissing: it is not installed.
    """
    try:
        import gmalg
    except ImportError as error:
        raise LibraryMissing(
            "gmalg", "idphoto[idcard]", str(error), "encrypt its answers"
        ) from None
    return gmalg


def _text_of(path: Path, new: Callable[[], str]) -> tuple[Path, str]:
    try:
        if not path.exists():
            make_once(path, new())
        return path, path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not PEM"
        raise _refused(path, f"cannot be used: {why}") from None


def _new_rsa() -> str:
    form, rsa = _cryptography()
    made = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    pem: bytes = made.private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
    )
    return pem.decode("ascii")


def _load_rsa(file: tuple[Path, str]) -> RSAPrivateKey:
    path, text = file
    form, rsa = _cryptography()
    try:
        key = form.load_pem_private_key(text.encode(), None)
    except Exception:  # many types are possible, and their messages may quote the file
        raise _refused(path, _NOT_A_PRIVATE_KEY) from None
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < RSA_BITS:
        raise _refused(path, f"must contain an RSA key of at least {RSA_BITS} bits")
    found: RSAPrivateKey = key
    return found


def _new_sm2() -> str:
    made, point = sm2_library().SM2().generate_keypair()
    return _pem("EC PRIVATE KEY", _SM2_PRIVATE + made + _SM2_PRIVATE_END + point)


def _load_sm2(file: tuple[Path, str]) -> bytes:
    path, text = file
    body = "".join(line for line in text.splitlines() if not line.startswith("-----"))
    try:
        der = base64.b64decode(body, validate=True)
    except ValueError:
        raise _refused(path, _NOT_A_PRIVATE_KEY) from None
    key = _SM2_KEY.search(der)
    if key is None or _SM2_CURVE not in der:
        raise _refused(path, "must contain exactly one private key, on the SM2 curve")
    return key[1]


def _pem(label: str, der: bytes) -> str:
    lines = textwrap.wrap(base64.b64encode(der).decode("ascii"), 64)
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def _refused(path: Path, why: str) -> BadSetting:
    return BadSetting("IDPHOTO_IDCARD_KEYS_DIR", f"the file {path} {why}")


def _cryptography() -> tuple[Any, Any]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa
    except ImportError as error:
        raise LibraryMissing(
            "cryptography", "idphoto[idcard]", str(error), "encrypt its answers"
        ) from None
    return serialization, rsa
