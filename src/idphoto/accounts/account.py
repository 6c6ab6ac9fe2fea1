"""The caller of a request."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from idphoto.accounts.keys import find_key


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
    row = find_key(tx, key)
    return Account(id=row.id, name=row.name, qps=row.qps, credits=row.credits)
