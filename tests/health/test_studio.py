"""The studio's part of an installation."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from idphoto.accounts.studio_account import ensure_studio_key
from idphoto.accounts.studio_links import create_link, revoke_link
from idphoto.db.database import Database
from idphoto.health.part import HealthPart
from idphoto.health.studio import part
from idphoto.settings import ServerSettings

PASSWORD = SecretStr("correct horse")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.touch()
    return path


@pytest.mark.parametrize("own", [{"studio": "off"}, {"role": "worker"}])
def test_a_studio_that_is_off_needs_nothing(tmp_path: Path, own: dict[str, Any]) -> None:
    settings = ServerSettings(data_dir=tmp_path, **own)
    assert part(settings, tmp_path / "gone") == HealthPart("studio", "ok", "off")


def test_an_installation_without_the_page_says_how_to_build_it(tmp_path: Path) -> None:
    found = part(ServerSettings(data_dir=tmp_path), tmp_path / "gone")
    assert (found.status, found.found) == ("warning", "this installation has no page for it")
    assert "make studio" in found.remedy


def test_a_password_that_nobody_is_asked_for_is_reported(tmp_path: Path, page: Path) -> None:
    found = part(ServerSettings(data_dir=tmp_path), page)
    assert (found.status, found.found) == ("ok", "open to people at this machine only")
    found = part(ServerSettings(data_dir=tmp_path, studio_password=PASSWORD), page)
    assert (found.status, found.remedy) == ("warning", "set IDPHOTO_STUDIO to on")
    assert "correct horse" not in found.found


def test_a_studio_that_nobody_can_sign_in_to_is_reported(tmp_path: Path, page: Path) -> None:
    settings = ServerSettings(data_dir=tmp_path, studio="on")
    for _ in ("without a database", "with one"):
        found = part(settings, page)
        assert found.status == "warning"
        assert found.found == ("on, but nobody can sign in: there is no password and no valid link")
        assert "idphoto studio link NAME" in found.remedy
        database = Database(settings.resolved_database_url)
        database.migrate()
    with database.transaction() as tx:
        key_id = ensure_studio_key(tx, time.time()).id
        create_link(tx, "Anna", key_id, days=1, now=time.time())
    assert part(settings, page) == HealthPart("studio", "ok", "people sign in by 1 link")
    with database.transaction() as tx:
        create_link(tx, "Ben", key_id, days=1, now=time.time())
    both = settings.model_copy(update={"studio_password": PASSWORD})
    assert part(both, page).found == "people sign in by the password or 2 links"
    with database.transaction() as tx:
        revoke_link(tx, "Anna", time.time())
    assert part(settings, page).found == "people sign in by 1 link"
    database.close()
