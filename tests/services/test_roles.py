"""What a process needs to play its role."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.db.databases import postgresql_url

from idphoto.db.database import Database
from idphoto.errors import BadSetting, DatabaseOutdated
from idphoto.services.migrating import migrate_tables
from idphoto.services.roles import check_role, check_tables, open_queue
from idphoto.settings import IDCARD_KEY_FILES, ServerSettings
from idphoto.tasks.cluster.engine import ClusterQueue
from idphoto.tasks.local import LocalQueue

__all__ = ["postgresql_url"]


@pytest.fixture(scope="module")
def card_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both keys of ID card checks."""
    folder = tmp_path_factory.mktemp("card-keys")
    for name in IDCARD_KEY_FILES:
        (folder / name).touch()
    return folder


def settings(role: str, **changes: Any) -> ServerSettings:
    values = {
        "role": role,
        "database_url": "postgresql://idphoto@db/idphoto",
        "storage_url": "s3://bucket/idphoto",
        "secret": "a secret of the tests' own, long enough",
    }
    return ServerSettings.model_validate(values | changes)


@pytest.mark.parametrize("role", ["api", "worker"])
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("database_url", "", "with the role {role} it must name a PostgreSQL database"),
        (
            "database_url",
            "sqlite:////data/idphoto.db",
            "with the role {role} it must name a PostgreSQL database",
        ),
        (
            "storage_url",
            "",
            "with the role {role} it must name an object store, such as s3://bucket/prefix: a "
            "folder is not the same on every machine",
        ),
        (
            "storage_url",
            "file:///pictures",
            "with the role {role} it must name an object store, such as s3://bucket/prefix: a "
            "folder is not the same on every machine",
        ),
        ("secret", "", "with the role {role} it must be set, and be the same everywhere"),
    ],
)
def test_what_processes_cannot_share_is_refused(
    role: str, field: str, value: str, message: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        check_role(settings(role, **{field: value}))
    assert refused.value.message == f"IDPHOTO_{field.upper()}: {message.format(role=role)}"


def test_an_api_node_without_card_keys_is_refused_and_a_worker_needs_none() -> None:
    with pytest.raises(BadSetting, match="IDPHOTO_IDCARD_KEYS_DIR: with the role api it must name"):
        check_role(settings("api"))
    check_role(settings("worker"))


def test_an_api_node_makes_no_card_keys_of_its_own(tmp_path: Path, card_keys: Path) -> None:
    check_role(settings("api", idcard_keys_dir=card_keys))
    rsa, sm2 = IDCARD_KEY_FILES
    (tmp_path / rsa).touch()
    with pytest.raises(BadSetting) as refused:
        check_role(settings("api", idcard_keys_dir=tmp_path))
    assert refused.value.message == (
        f"IDPHOTO_IDCARD_KEYS_DIR: {tmp_path} has no {sm2}: make them once with "
        "`idphoto idcard keys FOLDER`, and copy them to every node"
    )
    with pytest.raises(BadSetting, match=f"has no {rsa} and no {sm2}"):
        check_role(settings("api", idcard_keys_dir=tmp_path / "missing"))


def test_a_server_that_is_alone_needs_none_of_it() -> None:
    check_role(settings("all", database_url="", storage_url="", secret=""))


def test_tables_that_are_older_than_the_program_are_refused(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with pytest.raises(DatabaseOutdated) as refused:
        check_tables(database)
    assert refused.value.found == "none"
    assert "run `idphoto migrate`" in refused.value.message
    database.migrate()  # as a server does that is alone: without the queue's tables
    with pytest.raises(DatabaseOutdated):
        check_tables(database)
    migrate_tables(database)
    check_tables(database)
    database.close()


def test_tables_of_a_newer_version_are_worked_on(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    migrate_tables(database)
    with database.transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    check_tables(database)
    database.close()


def test_each_role_has_its_queue(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'idphoto.db'}")
    assert isinstance(open_queue(settings("all"), database, 2), LocalQueue)
    assert isinstance(open_queue(settings("api"), database, 2), ClusterQueue)
    database.close()
