"""The service: readiness, links to files, and one server per folder."""

from __future__ import annotations

import asyncio
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.services.conftest import OpenService
from tests.services.identity.cards import check
from tests.services.work import submission
from tests.tasks.test_lifecycle import ended

from idphoto.errors import (
    BadSetting,
    NetworksUnavailable,
    WeightsUnavailable,
)
from idphoto.services.service import Service
from idphoto.tasks.model import Upload


def test_loading_a_network_is_retried_after_a_failure(
    open_service: OpenService, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[Exception] = [RuntimeError("broken"), WeightsUnavailable("isnet", "", "offline")]

    def unsteady() -> None:
        if faults:
            raise faults.pop()

    monkeypatch.setattr("idphoto.services.pictures.photo_networks", lambda *_: [unsteady])
    monkeypatch.setattr("idphoto.services.warm._AGAIN_S", 0.01)

    async def scenario() -> str:
        async with open_service() as (service, _):
            for _ in range(600):
                if (await service.ready())["networks"] == "ok":
                    break
                await asyncio.sleep(0.05)
            return (await service.ready())["networks"]

    assert asyncio.run(scenario()) == "ok"
    assert faults == []


def test_work_is_refused_while_its_networks_cannot_be_loaded_and_accepted_once_they_are(
    open_service: OpenService, monkeypatch: pytest.MonkeyPatch, astronaut_jpeg: bytes
) -> None:
    offline = WeightsUnavailable("isnet", "/models", "offline")
    faults: list[Exception] = [offline]

    def unsteady() -> None:
        if faults:
            raise faults[0]

    monkeypatch.setattr("idphoto.services.pictures.photo_networks", lambda *_: [unsteady])
    monkeypatch.setattr("idphoto.services.warm._AGAIN_S", 0.01)

    async def scenario() -> None:
        async with open_service() as (service, account):
            await until_networks(service, offline.message)
            with pytest.raises(NetworksUnavailable) as refused:
                await service.submit(account, submission(Upload(astronaut_jpeg)))
            assert refused.value.message == f"the networks cannot be loaded: {offline.message}"
            with pytest.raises(NetworksUnavailable):
                await service.check_card(account, check())
            faults.clear()
            await until_networks(service, "ok")
            await service.submit(account, submission(Upload(astronaut_jpeg)))
            assert (await service.tasks.latest(account, "test", 0, 9))[1] == 1

    asyncio.run(scenario())


def test_photos_are_accepted_while_only_the_networks_for_cards_are_missing(
    open_service: OpenService, monkeypatch: pytest.MonkeyPatch, astronaut_jpeg: bytes
) -> None:
    offline = WeightsUnavailable("sface", "/models", "offline")

    def missing() -> None:
        raise offline

    monkeypatch.setattr("idphoto.services.pictures.photo_networks", lambda *_: [])
    monkeypatch.setattr("idphoto.services.pictures.card_networks", lambda *_: [missing])

    async def scenario() -> None:
        async with open_service(authority="registry") as (service, account):
            await until_networks(service, offline.message)
            await service.submit(account, submission(Upload(astronaut_jpeg)))
            with pytest.raises(NetworksUnavailable):
                await service.check_card(account, check())

    asyncio.run(scenario())


async def until_networks(service: Service, state: str) -> None:
    async with asyncio.timeout(60):
        while (await service.ready())["networks"] != state:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(("authority", "cards"), [("", False), ("registry", True)])
def test_a_server_with_an_authority_also_loads_the_networks_for_cards(
    open_service: OpenService, monkeypatch: pytest.MonkeyPatch, authority: str, cards: bool
) -> None:
    loaded: list[str] = []
    for kind in ("photo", "card"):
        load = partial(loaded.append, kind)
        monkeypatch.setattr(
            f"idphoto.services.pictures.{kind}_networks", lambda *_, load=load: [load]
        )

    async def scenario() -> None:
        async with open_service(authority=authority) as (service, _):
            while (await service.ready())["networks"] != "ok":
                await asyncio.sleep(0.05)

    asyncio.run(scenario())
    assert loaded == (["photo", "card"] if cards else ["photo"])


def test_two_servers_do_not_share_a_folder(open_service: OpenService) -> None:
    async def scenario() -> None:
        async with open_service():
            with pytest.raises(BadSetting, match="another server"):
                async with open_service():
                    pass

    asyncio.run(scenario())


def test_the_service_is_ready_once_its_networks_are_loaded(open_service: OpenService) -> None:
    async def scenario() -> dict[str, str]:
        async with open_service() as (service, _):
            for _ in range(600):
                parts = await service.ready()
                if set(parts.values()) == {"ok"}:
                    break
                await asyncio.sleep(0.1)
            return parts

    assert set(asyncio.run(scenario()).values()) == {"ok"}


def test_a_tampered_link_does_not_open_a_file(
    open_service: OpenService, astronaut_jpeg: bytes
) -> None:
    async def scenario() -> list[object]:
        async with open_service() as (service, account):
            view = await ended(service, account, submission(Upload(astronaut_jpeg)))
            query = parse_qs(urlsplit(view.result_urls["image"]).query)
            expires, signature = int(query["expires"][0]), query["signature"][0]
            key = view.result_blobs["image"]
            return [
                await service.open_file(key, expires + 60, signature),
                await service.open_file(key.replace("results", "sources"), expires, signature),
                await service.open_file(key, expires, "0" * len(signature)),
                await service.open_file(key, expires, ""),
            ]

    assert asyncio.run(scenario()) == [None, None, None, None]
