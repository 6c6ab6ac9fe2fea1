"""A value can be decrypted with the same secret in the same place, and nowhere else."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idphoto.authority.cipher import Cipher, Column, Damaged
from idphoto.errors import LibraryMissing

COLUMNS = st.sampled_from(["number", "name", "photo", "embedding"])
SECRETS = st.binary(min_size=32, max_size=64)
MAC = "a" * 64


@given(secret=SECRETS, value=st.binary(max_size=2000), column=COLUMNS, mac=st.text())
def test_an_encrypted_value_can_be_decrypted(
    secret: bytes, value: bytes, column: Column, mac: str
) -> None:
    mac = mac.encode("utf-8", "replace").decode()
    sealed = Cipher(secret).seal(value, column, mac)
    assert Cipher(secret).open(sealed, column, mac) == value


@given(value=st.binary(min_size=8), column=COLUMNS)
def test_an_encrypted_value_reveals_nothing_and_never_repeats(value: bytes, column: Column) -> None:
    cipher = Cipher(b"s" * 32)
    sealed = [cipher.seal(value, column, MAC) for _ in range(2)]
    assert sealed[0] != sealed[1]
    assert not any(value in each for each in sealed)


@given(secret=SECRETS, other=SECRETS, value=st.binary(max_size=100))
def test_another_secret_opens_nothing(secret: bytes, other: bytes, value: bytes) -> None:
    if secret == other:
        return
    sealed = Cipher(secret).seal(value, "name", MAC)
    with pytest.raises(Damaged):
        Cipher(other).open(sealed, "name", MAC)
    assert Cipher(secret).proof != Cipher(other).proof
    assert Cipher(secret).mac("4403") != Cipher(other).mac("4403")


@given(value=st.binary(max_size=50), data=st.data())
def test_a_changed_bit_is_damage(value: bytes, data: st.DataObject) -> None:
    cipher = Cipher(b"s" * 32)
    sealed = bytearray(cipher.seal(value, "photo", MAC))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Damaged):
        cipher.open(bytes(sealed), "photo", MAC)


@pytest.mark.parametrize(("column", "mac"), [("name", MAC), ("photo", "b" * 64)])
def test_a_value_moved_to_another_column_or_entry_is_damage(column: Column, mac: str) -> None:
    cipher = Cipher(b"s" * 32)
    with pytest.raises(Damaged):
        cipher.open(cipher.seal(b"bytes", "photo", MAC), column, mac)


@pytest.mark.parametrize("length", [0, 1, 12, 27])
def test_a_value_too_short_to_be_encrypted_is_damage(length: int) -> None:
    with pytest.raises(Damaged):
        Cipher(b"s" * 32).open(bytes(length), "name", MAC)


def test_a_number_is_found_by_64_constant_digits() -> None:
    cipher = Cipher(b"s" * 32)
    assert re.fullmatch("[0-9a-f]{64}", cipher.mac("440305199505132561"))
    assert cipher.mac("440305199505132561") == Cipher(b"s" * 32).mac("440305199505132561")
    assert cipher.mac("440305199505132561") != cipher.mac("440305199505132562")


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers.aead", None)
    with pytest.raises(LibraryMissing) as caught:
        Cipher(b"s" * 32)
    assert caught.value.code == "library_missing"
    assert "install idphoto[idcard]" in caught.value.message
