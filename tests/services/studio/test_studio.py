"""Sessions, over a real database: several servers, other settings, changed passwords."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from idphoto.accounts.keys import create_key
from idphoto.accounts.studio_account import ensure_studio_key
from idphoto.accounts.studio_links import create_link, find_link, list_links, revoke_link
from idphoto.db.database import Database
from idphoto.errors import BadRequest, NotSignedIn, SignInRefused, StudioClosed
from idphoto.services.studio.session import Seal, StudioSession
from idphoto.services.studio.studio import Studio
from idphoto.settings import ServerSettings

SECRET = b"s" * 64
PASSWORD = "correct horse"  # noqa: S105
NOW = 1_900_000_000.0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'idphoto.db'}")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def node(database: Database) -> Callable[..., Studio]:
    """``node(mode, password, secret)``: one of several servers on the same database."""

    def make(mode: str = "on", password: str = PASSWORD, secret: bytes = SECRET) -> Studio:
        settings = ServerSettings(studio=mode, studio_password=SecretStr(password))  # type: ignore[arg-type]
        return Studio(settings, database, secret, lambda: NOW)

    return make


def by_password(studio: Studio) -> str:
    session = asyncio.run(studio.sign_in("203.0.113.1", password=PASSWORD))
    return studio.seal.close(session)


def test_every_server_with_the_secret_knows_a_session(
    node: Callable[..., Studio], database: Database
) -> None:
    first, second = node(), node()
    with database.transaction() as tx:
        key_id = create_key(tx, "school", credits=5, qps=1, now=NOW).id
        token = create_link(tx, "Anna", key_id, days=1, now=NOW).token
    text = first.seal.close(asyncio.run(first.sign_in("203.0.113.1", token=token)))
    found = second.find(text)
    assert found.ends_at == NOW + 12 * 3600
    assert asyncio.run(second.name(found)) == "Anna"
    account = asyncio.run(second.account(found))
    assert (account.name, account.credits, account.qps) == ("school", 5, 1)
    assert second.seal.csrf_token(found) == first.seal.csrf_token(found)
    with database.transaction() as tx:
        revoke_link(tx, "Anna", NOW)
    for call in (second.account, second.name):
        with pytest.raises(NotSignedIn) as refused:
            asyncio.run(call(found))
        assert refused.value.reason == "the link is revoked or has expired"


def test_a_server_with_another_secret_does_not(node: Callable[..., Studio]) -> None:
    text, other = by_password(node()), node(secret=b"t" * 64)
    assert other.seal.cookie != node().seal.cookie
    with pytest.raises(NotSignedIn) as refused:
        other.find(text)
    assert refused.value.message == (
        "not signed in to the studio: there is no session, or it has ended"
    )


@pytest.mark.parametrize("password", ["another password", ""])
def test_a_changed_password_ends_the_sessions_that_it_began(
    node: Callable[..., Studio], password: str
) -> None:
    text = by_password(node())
    assert node().find(text).how == "password"
    with pytest.raises(NotSignedIn) as refused:
        node(password=password).find(text)
    assert refused.value.message == "not signed in to the studio: the password has changed"


@pytest.mark.parametrize("modes", [("on", "auto"), ("on", "off"), ("auto", "on"), ("auto", "off")])
def test_a_changed_setting_ends_the_sessions_of_the_one_before(
    node: Callable[..., Studio], modes: tuple[str, str]
) -> None:
    before, after = map(node, modes)
    if modes[0] == "on":
        text = by_password(before)
    else:
        text = before.seal.close(asyncio.run(before.enter_here()))
    before.find(text)
    with pytest.raises(NotSignedIn) as refused:
        after.find(text)
    assert refused.value.reason == "the session began under other settings"


def test_nobody_enters_by_the_way_that_is_not_open(node: Callable[..., Studio]) -> None:
    with pytest.raises(StudioClosed) as refused:
        asyncio.run(node("on").enter_here())
    assert refused.value.reason == "everybody signs in"
    for mode in ("auto", "off"):
        with pytest.raises(StudioClosed) as refused:
            asyncio.run(node(mode).sign_in("203.0.113.1", password=PASSWORD))
        assert refused.value.reason == "it is open to people at this machine only"


def test_without_a_password_none_is_right(node: Callable[..., Studio]) -> None:
    for given in ("", PASSWORD):
        with pytest.raises(SignInRefused) as refused:
            asyncio.run(node(password="").sign_in("203.0.113.1", password=given))
        assert refused.value.reason == "the password is wrong"


@pytest.mark.parametrize("fields", [{}, {"id": "a", "how": "magic", "ends_at": NOW + 1}, {"x": 1}])
def test_a_session_of_another_version_is_none(fields: dict[str, object]) -> None:
    seal = Seal(SECRET)
    assert seal.open(seal._serializer.dumps(fields), NOW) is None
    right = StudioSession("a", "local", NOW + 1)
    assert seal.open(seal.close(right), NOW) == right
    assert seal.open(seal.close(right), NOW + 1) is None


def test_a_name_is_free_once_its_link_has_expired(database: Database) -> None:
    with database.transaction() as tx:
        key_id = ensure_studio_key(tx, NOW).id
        old = create_link(tx, "Anna", key_id, days=1, now=NOW)
        with pytest.raises(BadRequest) as refused:
            create_link(tx, "Anna", key_id, days=1, now=NOW)
        assert refused.value.message == (
            "name: another link already has this name; revoke that one first"
        )
        later = NOW + 86_400
        new = create_link(tx, "Anna", key_id, days=1, now=later)
        assert find_link(tx, old.id, NOW) is None
        assert find_link(tx, new.id, later) is not None
        assert len(list_links(tx)) == 2
    assert new.expires_at == pytest.approx(later + 86_400)
