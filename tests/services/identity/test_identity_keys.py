"""The service's own use of its keys."""

from __future__ import annotations

import asyncio

import gmalg
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from tests.services.identity.conftest import OpenDesk

from idphoto.errors import BadRequest
from idphoto.services.identity.keys import Algorithm, load_keys
from idphoto.services.identity.sealing import Wrapped

KEY = b"0123456789abcdef"


def test_keys_are_made_when_first_needed_and_the_same_for_all(open_desk: OpenDesk) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            assert not list(desk.folder.glob("*.pem"))
            told = await asyncio.gather(*(desk.identity.public_keys() for _ in range(5)))
            assert all(each == told[0] for each in told)
            assert told[0].keys() == {"AES-256-CBC", "SM4-GCM"}
            load_pem_public_key(told[0]["AES-256-CBC"].encode())
        async with open_desk() as desk:
            assert await desk.identity.public_keys() == told[0]

    asyncio.run(scenario())


def test_a_callers_key_is_unwrapped_with_the_servers(open_desk: OpenDesk) -> None:
    async def scenario() -> None:
        async with open_desk() as desk:
            point = load_keys(desk.folder).sm2_point
            blob = gmalg.SM2(pk=point).encrypt(KEY)
            sealer = await desk.identity.unwrap(Wrapped(Algorithm.SM4, blob))
            assert sealer.key == KEY
            with pytest.raises(BadRequest, match="encryption: ciphertext_blob must hold a key"):
                await desk.identity.unwrap(Wrapped(Algorithm.AES, blob))

    asyncio.run(scenario())
