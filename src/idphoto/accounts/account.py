"""The caller of a request."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from idphoto.accounts.keys import find_key
from idphoto.db.tables import ApiKey
from idphoto.errors import InvalidKey


@dataclass(frozen=True, slots=True)
class Account:
    """The owner of an API key.

    ``credits``: the balance; None is not metered. ``qps``: requests a second; 0 is no limit.
    """

    id: str
    name: str
    qps: float
    credits: int | None


def find_account(tx: Session, key: str | None) -> Account:
    """The account that an API key belongs to.

    Raises:
        InvalidKey: the key is missing, unknown or revoked.
    """
    return account_of(find_key(tx, key))


def account_of(row: ApiKey) -> Account:
    """The account of a key that is known already.

    Raises:
        InvalidKey: the key is revoked.
    """
    if row.revoked_at is not None:
        raise InvalidKey("revoked")
    return Account(id=row.id, name=row.name, qps=row.qps, credits=row.credits)
