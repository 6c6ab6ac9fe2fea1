"""Encryption with a caller's key, compared with the standards' examples and with other tools."""

from __future__ import annotations

from dataclasses import replace

import gmalg
import pytest
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from tests.server.vendors.acedata.idcard.test_keys import STANDARDS_KEY, STANDARDS_POINT

from idphoto.errors import BadRequest
from idphoto.server.vendors.acedata.idcard.keys import Algorithm, Keys, load_keys
from idphoto.server.vendors.acedata.idcard.sealing import Sealer, Wrapped, seal, unwrap

AES_KEY, SM4_KEY = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef", b"0123456789abcdef"
KEYS = {Algorithm.AES: AES_KEY, Algorithm.SM4: SM4_KEY}


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return load_keys(tmp_path_factory.mktemp("keys"))


def wrapped(keys: Keys, algorithm: Algorithm, key: bytes) -> bytes:
    """Wrap a key as a caller does."""
    if algorithm is Algorithm.AES:
        return keys.rsa.public_key().encrypt(key, PKCS1v15())
    blob: bytes = gmalg.SM2(pk=keys.sm2_point).encrypt(key)
    return blob


def refusal(keys: Keys, algorithm: Algorithm, blob: bytes) -> str:
    with pytest.raises(BadRequest) as refused:
        unwrap(keys, Wrapped(algorithm, blob))
    assert refused.value.field == "encryption"
    return refused.value.reason


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_wrapped_key_is_unwrapped(keys: Keys, algorithm: Algorithm) -> None:
    key = KEYS[algorithm]
    assert unwrap(keys, Wrapped(algorithm, wrapped(keys, algorithm, key))).key == key


def test_sm2_decrypts_the_standards_example(keys: Keys) -> None:
    # GB/T 32918.5-2017, annex C: C1, C3, C2 of "encryption standard". unwrap() refuses a key of 19
    # bytes, so this tests the library.
    standard = bytes.fromhex(
        "0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"
        "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0"
        "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766"
        "21886ca989ca9c7d58087307ca93092d651efa"
    )
    assert gmalg.SM2(STANDARDS_KEY).decrypt(standard) == b"encryption standard"
    own = replace(keys, sm2=STANDARDS_KEY, sm2_point=STANDARDS_POINT)
    blob = gmalg.SM2(pk=STANDARDS_POINT).encrypt(SM4_KEY)
    assert unwrap(own, Wrapped(Algorithm.SM4, blob)).key == SM4_KEY


def test_an_sm2_point_may_come_without_its_first_byte(keys: Keys) -> None:
    blob = wrapped(keys, Algorithm.SM4, SM4_KEY)
    assert blob[:1] == b"\x04"
    assert unwrap(keys, Wrapped(Algorithm.SM4, blob[1:])).key == SM4_KEY


@pytest.mark.parametrize("algorithm", Algorithm)
def test_every_bad_blob_is_refused_with_the_same_message(keys: Keys, algorithm: Algorithm) -> None:
    blob = wrapped(keys, algorithm, KEYS[algorithm])
    changed = blob[:-1] + bytes([blob[-1] ^ 1])
    short = wrapped(keys, algorithm, b"short")
    off_curve = blob[:40] + bytes([blob[40] ^ 1]) + blob[41:]
    reasons = {
        refusal(keys, algorithm, bad)
        for bad in (b"", b"x", blob[:-1], short, off_curve, bytes(len(blob)), b"\xff" * len(blob))
    }
    assert reasons == {
        f"ciphertext_blob must contain a key of {len(KEYS[algorithm])} bytes, encrypted with this "
        f"server's public key for {algorithm}"
    }
    if algorithm is Algorithm.SM4:  # with RSA, OpenSSL turns padding errors into random bytes
        assert refusal(keys, algorithm, changed) in reasons


@given(st.binary(max_size=300))
def test_any_blob_is_either_a_key_or_refused(keys: Keys, blob: bytes) -> None:
    for algorithm in Algorithm:
        try:
            sealer = unwrap(keys, Wrapped(algorithm, blob))
        except BadRequest as error:
            assert error.field == "encryption"
        else:
            assert len(sealer.key) == len(KEYS[algorithm])


def test_aes_matches_the_standards_example() -> None:
    # NIST SP 800-38A, F.2.5: AES-256 in CBC mode, first block. seal() adds a block of padding.
    sealer = Sealer(
        Algorithm.AES,
        bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"),
    )
    iv = bytes(range(16))
    plain = bytes.fromhex("6bc1bee22e409f96e93d7e117393172a")
    block = Cipher(algorithms.AES(sealer.key), modes.CBC(iv)).encryptor().update(plain)
    assert block.hex() == "f58c4c04d6e5f1ba779eabfb5f7bfbd6"
    text = "身份证姓名"
    sealed = seal(sealer, [text], iv)
    assert sealed.tags == ()
    opened = Cipher(algorithms.AES(sealer.key), modes.CBC(iv)).decryptor().update(sealed.texts[0])
    remover = padding.PKCS7(128).unpadder()
    assert (remover.update(opened) + remover.finalize()).decode() == text


def test_sm4_gcm_matches_the_standards_example() -> None:
    # RFC 8998, appendix A.1. It also authenticates other data, so only its ciphertext is like ours.
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    iv = bytes.fromhex("00001234567800000000abcd")
    blocks = ("aa", "bb", "cc", "dd", "ee", "ff", "ee", "aa")
    plain = b"".join(bytes.fromhex(each) * 8 for each in blocks)
    writer = Cipher(algorithms.SM4(key), modes.GCM(iv)).encryptor()
    writer.authenticate_additional_data(bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    expected = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )
    assert writer.update(plain) + writer.finalize() == expected
    assert writer.tag == bytes.fromhex("83de3541e4c2b58177e065a9bf7b62ec")


@pytest.mark.parametrize("algorithm", Algorithm)
def test_sealed_texts_open_with_the_callers_key(algorithm: Algorithm) -> None:
    texts = ["440305199505132561", "古丽·阿卜杜", ""]
    sealed = seal(Sealer(algorithm, KEYS[algorithm]), texts)
    assert len(sealed.iv) == (16 if algorithm is Algorithm.AES else 12)
    assert len(sealed.tags) == (0 if algorithm is Algorithm.AES else 3)
    for place, text in enumerate(texts):
        assert _opened(algorithm, sealed.iv, sealed.texts[place], sealed.tags[place:]) == text


def _opened(algorithm: Algorithm, iv: bytes, sealed: bytes, tags: tuple[bytes, ...]) -> str:
    if algorithm is Algorithm.AES:
        reader = Cipher(algorithms.AES(AES_KEY), modes.CBC(iv)).decryptor()
        remover = padding.PKCS7(128).unpadder()
        padded = reader.update(sealed) + reader.finalize()
        return (remover.update(padded) + remover.finalize()).decode()
    other = Cipher(algorithms.SM4(SM4_KEY), modes.GCM(iv, tags[0])).decryptor()
    return (other.update(sealed) + other.finalize()).decode()


def test_every_answer_has_its_own_iv() -> None:
    sealer = Sealer(Algorithm.AES, AES_KEY)
    assert len({seal(sealer, ["x"]).iv for _ in range(50)}) == 50


def test_a_callers_key_is_not_shown() -> None:
    assert "ABCDEF" not in repr(Sealer(Algorithm.AES, AES_KEY))
