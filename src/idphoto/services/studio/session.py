"""Sessions of the studio, and the sealed text that a browser keeps of one."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, get_args

from itsdangerous import BadData, URLSafeSerializer

from idphoto.storage.secret import derive

How = Literal["local", "password", "link"]

# A working day: who sits down tomorrow signs in again.
SESSION_S: Final = 12 * 3600.0


@dataclass(frozen=True, slots=True)
class StudioSession:
    """Somebody who uses the studio.

    ``id``: random. ``how``: at this machine, by the password, or by a link. ``ends_at``: seconds
    since the epoch. ``link_id``: of the link, or "". ``proof``: of the password, or "".
    """

    id: str
    how: How
    ends_at: float
    link_id: str = ""
    proof: str = ""


class Seal:
    """Signs sessions, so that any server with the same secret knows them again. Nothing is stored.

    ``cookie``: the name to keep a session under. Servers with other secrets have other names:
    cookies are shared by all ports of a host.
    """

    def __init__(self, secret: bytes) -> None:
        self._serializer = URLSafeSerializer(
            derive(secret, "studio:session"),
            serializer_kwargs={"separators": (",", ":")},
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )
        self._csrf = derive(secret, "studio:csrf")
        self._proof = derive(secret, "studio:password")
        self.cookie = f"idphoto-{derive(secret, 'studio:cookie').hex()[:8]}"

    def close(self, session: StudioSession) -> str:
        """The session as text, signed; it is not encrypted."""
        sealed: str = self._serializer.dumps(asdict(session))
        return sealed

    def open(self, text: str, now: float) -> StudioSession | None:
        """The session in ``text``; None if it is not ours or has ended."""
        try:
            found = _session_of(self._serializer.loads(text))
        except (BadData, TypeError, ValueError):
            return None
        return found if now < found.ends_at else None

    def csrf_token(self, session: StudioSession) -> str:
        """What the studio's page, and no other page, can know of the session: 64 hex digits."""
        return hmac.digest(self._csrf, session.id.encode(), hashlib.sha256).hex()

    def proof_of(self, password: str) -> str:
        """32 hex digits that stand for a password and reveal nothing about it without the
        secret."""
        return hmac.digest(self._proof, password.encode("utf-8", "replace"), hashlib.sha256).hex()[
            :32
        ]


def _session_of(found: dict[str, Any]) -> StudioSession:
    """Raises ``TypeError`` or ``ValueError`` for a session of a version that has other fields."""
    session = StudioSession(**found)
    if session.how not in get_args(How):
        raise ValueError(session.how)
    return session
