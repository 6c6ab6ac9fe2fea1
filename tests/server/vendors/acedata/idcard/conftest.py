"""A stand-in for the check behind the route."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.services.identity.cards import READING

from idphoto.accounts.account import Account
from idphoto.server.vendors.acedata.idcard.keys import KeyRing, Keys, load_keys
from idphoto.services.identity.model import Check, Checked, IdentityVerdict


@dataclass
class StandInIdentity:
    """Returns ``result`` for every check, or raises it, once ``gate`` is set. ``cancelled``:
    whether a check was cancelled."""

    result: Checked | Exception = field(
        default_factory=lambda: Checked(IdentityVerdict.SAME_PERSON, 99.76, READING, 6)
    )
    checks: list[tuple[str, Check]] = field(default_factory=list)
    idempotency_keys: list[str | None] = field(default_factory=list)
    gate: asyncio.Event | None = None
    cancelled: bool = False

    async def check(
        self, account: Account, check: Check, idempotency_key: str | None = None
    ) -> Checked:
        self.idempotency_keys.append(idempotency_key)
        self.checks.append((account.id, check))
        try:
            if self.gate is not None:
                await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("idcard-keys")


@pytest.fixture(scope="session")
def keys(keys_folder: Path) -> Keys:
    return load_keys(keys_folder)


@pytest.fixture
def identity(app: FastAPI, stand_in: Any, keys_folder: Path) -> StandInIdentity:
    app.state.card_keys = KeyRing(keys_folder)
    found = StandInIdentity()
    stand_in.check_card = found.check
    return found


@pytest.fixture
def caller(client: httpx.Client, identity: StandInIdentity) -> Iterator[httpx.Client]:
    """A caller with a valid key."""
    del client.headers["X-API-KEY"]
    client.headers["Authorization"] = "Bearer good"
    yield client
