"""How the server loads its keys."""

from __future__ import annotations

import asyncio
from pathlib import Path

from idphoto.server.vendors.acedata.idcard.keys import KeyRing


def test_keys_are_made_when_first_needed_and_shared(tmp_path: Path) -> None:
    async def scenario() -> None:
        ring = KeyRing(tmp_path)
        assert not list(tmp_path.glob("*.pem"))
        loaded = await asyncio.gather(*(ring.loaded() for _ in range(5)))
        assert all(each is loaded[0] for each in loaded)
        again = await KeyRing(tmp_path).loaded()
        assert again.public() == loaded[0].public()

    asyncio.run(scenario())
