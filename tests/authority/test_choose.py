"""The settings choose the authority."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
from tests.authority.numbers import DEMO

from idphoto.authority import registry
from idphoto.authority.choose import open_authority
from idphoto.authority.cipher import Cipher
from idphoto.authority.connector import Connector
from idphoto.authority.own import OwnRegistry
from idphoto.authority.port import NotConfigured, StoredFace, Unavailable
from idphoto.db.database import Database
from idphoto.errors import BadSetting, OutdatedEmbeddings, WrongSecret
from idphoto.settings import ServerSettings, read_server_settings

SERVERS = b"the secret of a server in a test"


def test_without_an_authority_nothing_is_ever_confirmed(sqlite_database: Database) -> None:
    nobody = open_authority(ServerSettings(), sqlite_database, SERVERS, "a_network")
    answer = asyncio.run(nobody.lookup("张三", DEMO))
    assert answer == NotConfigured()
    assert isinstance(answer, Unavailable)
    assert answer.reason == "no authority is set up: IDPHOTO_AUTHORITY is empty"


def test_the_registry_is_opened_under_its_own_secret_alone(sqlite_database: Database) -> None:
    settings = ServerSettings(authority="registry")
    with sqlite_database.transaction() as tx:
        person = registry.new_person("张三", DEMO)
        registry.add(tx, Cipher(SERVERS), person, replace=False, now=1.0)
    assert isinstance(open_authority(settings, sqlite_database, SERVERS, "a_network"), OwnRegistry)
    with pytest.raises(WrongSecret):
        open_authority(settings, sqlite_database, b"a secret of quite another server", "a_network")


def test_a_registry_of_another_networks_embeddings_is_not_opened(
    sqlite_database: Database,
) -> None:
    face = StoredFace(np.zeros(128), "an_older_network")
    with sqlite_database.transaction() as tx:
        person = registry.new_person("张三", DEMO, b"photo", face)
        registry.add(tx, Cipher(SERVERS), person, replace=False, now=1.0)
    settings = ServerSettings(authority="registry")
    assert open_authority(settings, sqlite_database, SERVERS, "an_older_network")
    with pytest.raises(OutdatedEmbeddings, match=r"than a_network, .* 1; run `idphoto authority"):
        open_authority(settings, sqlite_database, SERVERS, "a_network")


def test_an_outside_authority_is_read_from_its_file(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "http")
    with pytest.raises(BadSetting) as caught:
        open_authority(read_server_settings(), sqlite_database, SERVERS, "a_network")
    assert caught.value.message == (
        "IDPHOTO_AUTHORITY_CONFIG: must name the file that describes the authority"
    )
    file = tmp_path / "authority.toml"
    file.write_text(
        'url = "https://authority.example/{number}?n={name}"\nmethod = "GET"\n'
        'answers = [{ status = 200, means = "record" }]\n'
    )
    monkeypatch.setenv("IDPHOTO_AUTHORITY_CONFIG", str(file))
    opened = open_authority(read_server_settings(), sqlite_database, SERVERS, "a_network")
    assert isinstance(opened, Connector)


def test_an_unknown_word_is_not_an_authority(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "police")
    with pytest.raises(BadSetting) as caught:
        read_server_settings()
    assert caught.value.variable == "IDPHOTO_AUTHORITY"
