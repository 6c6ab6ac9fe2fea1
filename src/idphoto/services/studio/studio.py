"""The studio's door: who is let in, and as which account."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from typing import Final

from sqlalchemy.orm import Session

from idphoto.accounts.account import Account, account_of
from idphoto.accounts.limits import RateLimiter
from idphoto.accounts.studio_account import ensure_studio_key, find_studio_key
from idphoto.accounts.studio_links import find_link, use_link
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey
from idphoto.errors import NotSignedIn, SignInRefused, StudioClosed
from idphoto.services.studio.attempts import Attempts
from idphoto.services.studio.session import SESSION_S, Seal, StudioSession
from idphoto.settings import ServerSettings
from idphoto.storage.secret import derive
from idphoto.tasks.threads import on_database_thread

# Requests a second from one session: a page with a gallery asks for many pictures at once.
READS_QPS: Final = 100.0
# Of those, requests that change something. Nobody makes ten photos a second by hand.
WRITES_QPS: Final = 10.0
_MAX_SECRET_LENGTH: Final = 1000


class Studio:
    """Sessions of people who use the studio. ``clock``: seconds since the epoch."""

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        secret: bytes,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._mode = settings.studio
        self._password = settings.studio_password.get_secret_value()
        self._database = database
        self._clock = clock
        self._attempts = Attempts()
        self._reads, self._writes = RateLimiter(), RateLimiter()
        self.seal = Seal(secret)
        self._comparing = derive(secret, "studio:compare")

    @property
    def has_password(self) -> bool:
        """Whether people can sign in by a password."""
        return bool(self._password)

    async def enter_here(self) -> StudioSession:
        """A session for somebody at this machine; whether they are is the caller's to know.

        Raises:
            StudioClosed: everybody has to sign in.
        """
        if self._mode != "auto":
            raise StudioClosed("everybody signs in")
        return self._begin(StudioSession(secrets.token_hex(16), "local", 0.0))

    async def sign_in(self, address: str, *, password: str = "", token: str = "") -> StudioSession:
        """A session for somebody with the password or with a link's token, exactly one of them.

        ``address``: where the attempt comes from.

        Raises:
            StudioClosed: nobody signs in here.
            SignInRefused: it is wrong.
            TooManySignIns: it was wrong too often.
        """
        if self._mode != "on":
            raise StudioClosed("it is open to people at this machine only")
        self._attempts.count(address, in_all=not token)
        if token:
            session = await on_database_thread(self._by_link, token[:_MAX_SECRET_LENGTH])
        else:
            session = self._by_password(password)
        self._attempts.forgive(address)
        return session

    def find(self, text: str) -> StudioSession:
        """The session in the text that a browser kept. A link's may have been revoked meanwhile.

        Raises:
            NotSignedIn: there is none, it has ended, or the password has changed since.
        """
        session = self.seal.open(text, self._clock()) if text else None
        if session is None:
            raise NotSignedIn("there is no session, or it has ended" if text else "no session")
        if (session.how == "local") != (self._mode == "auto") or self._mode == "off":
            raise NotSignedIn("the session began under other settings")
        if session.how == "password" and not self._is_current(session.proof):
            raise NotSignedIn("the password has changed")
        return session

    async def account(self, session: StudioSession) -> Account:
        """The account that the session acts as.

        Raises:
            NotSignedIn: its link is revoked or has expired.
            InvalidKey: the account's key is revoked.
        """
        return await on_database_thread(self._account, session)

    async def name(self, session: StudioSession) -> str:
        """The link's name, or "".

        Raises:
            NotSignedIn: the link is revoked or has expired.
        """
        return await on_database_thread(self._name, session) if session.link_id else ""

    def throttle(self, session: StudioSession, *, writes: bool) -> None:
        """Count one request. ``writes``: whether it changes something.

        Raises:
            TooManyRequests: with the seconds after which one would be accepted.
        """
        self._reads.check(session.id, READS_QPS)
        if writes:
            self._writes.check(session.id, WRITES_QPS)

    def _begin(self, session: StudioSession, at_most: float = float("inf")) -> StudioSession:
        ends_at = min(self._clock() + SESSION_S, at_most)
        return StudioSession(session.id, session.how, ends_at, session.link_id, session.proof)

    def _by_password(self, password: str) -> StudioSession:
        # both as digests, so that the time to compare them says nothing, not even a length
        given, right = (
            hmac.digest(self._comparing, each.encode("utf-8", "replace"), "sha256")
            for each in (password[:_MAX_SECRET_LENGTH], self._password)
        )
        if not (hmac.compare_digest(given, right) and self._password):
            raise SignInRefused("the password is wrong")
        proof = self.seal.proof_of(self._password)
        return self._begin(StudioSession(secrets.token_hex(16), "password", 0.0, proof=proof))

    def _is_current(self, proof: str) -> bool:
        return bool(self._password) and hmac.compare_digest(
            proof.encode(), self.seal.proof_of(self._password).encode()
        )

    def _by_link(self, token: str) -> StudioSession:
        with self._database.transaction() as tx:
            link = use_link(tx, token, self._clock())
        if link is None:
            raise SignInRefused("the link is unknown, revoked or expired")
        session = StudioSession(secrets.token_hex(16), "link", 0.0, link_id=link.id)
        return self._begin(session, at_most=link.expires_at)

    def _account(self, session: StudioSession) -> Account:
        with self._database.reading() as tx:
            row = self._row(tx, session)
        if row is None:
            with self._database.transaction() as tx:
                row = ensure_studio_key(tx, self._clock())
        return account_of(row)

    def _row(self, tx: Session, session: StudioSession) -> ApiKey | None:
        if not session.link_id:
            return find_studio_key(tx)
        link = find_link(tx, session.link_id, self._clock())
        if link is None:
            raise NotSignedIn("the link is revoked or has expired")
        return tx.get(ApiKey, link.key_id)

    def _name(self, session: StudioSession) -> str:
        with self._database.reading() as tx:
            link = find_link(tx, session.link_id, self._clock())
        if link is None:
            raise NotSignedIn("the link is revoked or has expired")
        return link.name
