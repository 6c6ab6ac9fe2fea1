"""The server's key pairs: made once, kept private, and readable by other tools."""

from __future__ import annotations

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gmalg
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from idphoto.errors import BadSetting
from idphoto.server.vendors.acedata.idcard.keys import Algorithm, load_keys

# GB/T 32918.5-2017, annex C: the key pair of the encryption example.
STANDARDS_KEY = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
STANDARDS_POINT = bytes.fromhex(
    "04"
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
# The same key as OpenSSL writes it: RFC 5915, and inside PKCS #8.
BY_OPENSSL = base64.b64encode(
    bytes.fromhex("30770201010420")
    + STANDARDS_KEY
    + bytes.fromhex("a00a06082a811ccf5501822da144034200")
    + STANDARDS_POINT
).decode()
IN_PKCS8 = base64.b64encode(
    bytes.fromhex("308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420")
    + STANDARDS_KEY
    + bytes.fromhex("a144034200")
    + STANDARDS_POINT
).decode()


NOT_A_PRIVATE_KEY = "must contain a private key in PEM format, without a password"


def pem(label: str, body: str) -> str:
    lines = [body[at : at + 64] for at in range(0, len(body), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def test_keys_are_made_once_and_readable_only_by_their_owner(tmp_path: Path) -> None:
    first, again = load_keys(tmp_path), load_keys(tmp_path)
    assert first.public() == again.public()
    assert first.sm2 == again.sm2
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "idcard-rsa.pem",
        "idcard-sm2.pem",
    ]


def test_concurrent_callers_get_the_same_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        loaded = list(pool.map(lambda _: load_keys(tmp_path).public(), range(4)))
    assert all(each == loaded[0] for each in loaded)


def test_public_keys_are_pem(tmp_path: Path) -> None:
    keys = load_keys(tmp_path)
    public = keys.public()
    assert list(public) == [Algorithm.AES, Algorithm.SM4]
    rsa = load_pem_public_key(public[Algorithm.AES].encode())
    assert isinstance(rsa, RSAPublicKey)
    assert rsa.public_numbers() == keys.rsa.public_key().public_numbers()
    body = "".join(public[Algorithm.SM4].splitlines()[1:-1])
    assert base64.b64decode(body)[-65:] == keys.sm2_point == gmalg.SM2().generate_pk(keys.sm2)


@pytest.mark.parametrize(
    "text", [pem("EC PRIVATE KEY", BY_OPENSSL), pem("PRIVATE KEY", IN_PKCS8)], ids=["5915", "8"]
)
def test_a_key_made_by_openssl_is_accepted(tmp_path: Path, text: str) -> None:
    (tmp_path / "idcard-sm2.pem").write_text(text)
    keys = load_keys(tmp_path)
    assert (keys.sm2, keys.sm2_point) == (STANDARDS_KEY, STANDARDS_POINT)


def test_private_keys_are_not_shown(tmp_path: Path) -> None:
    keys = load_keys(tmp_path)
    assert keys.sm2.hex() not in repr(keys)
    assert repr(keys.sm2) not in repr(keys)
    assert "rsa" not in repr(keys).lower()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("idcard-rsa.pem", b"", NOT_A_PRIVATE_KEY),
        ("idcard-rsa.pem", b"\xff\xfe", "cannot be used: it is not PEM"),
        (
            "idcard-rsa.pem",
            pem("EC PRIVATE KEY", BY_OPENSSL).encode(),
            NOT_A_PRIVATE_KEY,
        ),
        ("idcard-sm2.pem", b"*", NOT_A_PRIVATE_KEY),
        ("idcard-sm2.pem", b"", "must contain exactly one private key, on the SM2 curve"),
    ],
)
def test_a_file_without_a_valid_key_is_refused_without_quoting_it(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadSetting) as refused:
        load_keys(tmp_path)
    assert refused.value.variable == "IDPHOTO_IDCARD_KEYS_DIR"
    assert refused.value.reason == f"the file {tmp_path / name} {reason}"


def test_a_short_rsa_key_is_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - deliberately short
    (tmp_path / "idcard-rsa.pem").write_bytes(
        key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    )
    with pytest.raises(BadSetting, match="must contain an RSA key of at least 2048 bits"):
        load_keys(tmp_path)
