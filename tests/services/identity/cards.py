"""A fake checker and a fake authority, so that checks run without networks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

import numpy as np

from idphoto.authority.port import Answer, Embedding, Record
from idphoto.idcard.card import Fields, Value
from idphoto.services.identity.model import Check, ReadCard, Wanted
from idphoto.tasks.model import FromUrl, Upload

_T = TypeVar("_T")

NAME: Final = "张婉清"
NUMBER: Final = "440305199505132561"
COST: Final = 6
PICTURE: Final = b"a picture of a card"
PORTRAIT: Final = b"a portrait"


def value(text: str) -> Value:
    return Value(text, 0.99)


FIELDS: Final = Fields(
    name=value(NAME),
    sex=value("女"),
    nation=value("汉"),
    birth=value("1995/5/13"),
    address=value("广东省深圳市南山区示范路1号"),
    number=value(NUMBER),
)


def face(angle_deg: float = 0.0) -> Embedding:
    """An embedding; the larger the angle between two of them, the less similar the faces."""
    turned = np.zeros(128)
    turned[:2] = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    return turned


READING: Final = ReadCard(
    fields=FIELDS,
    portrait=PORTRAIT,
    warnings=(),
    quality=None,
    face=face(),
    timings_ms={"find": 1.0},
)


def reading(**changes: Any) -> ReadCard:
    """``READING`` with changes; a change named like a card field sets that field's text."""
    texts = {name: changes.pop(name) for name in list(changes) if hasattr(FIELDS, name)}
    fields = replace(FIELDS, **{name: value(text) for name, text in texts.items()})
    return replace(READING, fields=fields, **changes)


def check(source: Upload | FromUrl | None = None, **changes: Any) -> Check:
    """A card to check, as an API would submit it."""
    whole = Check(
        source=source or Upload(PICTURE),
        wanted=Wanted(),
        cost=COST,
        max_bytes=1000,
        fetch_timeout_s=3.0,
        time_limit_s=30.0,
    )
    return replace(whole, **changes)


@dataclass
class FakeChecker:
    """Reads ``sees`` in every picture, or raises it.

    ``pictures``: those it was given. ``embedding``: returned for every photo, or raised. Reading
    sets ``begun``, waits for ``gate``, then sets ``ended``.
    """

    sees: ReadCard | Exception = READING
    embedding: Embedding | Exception = field(default_factory=face)
    pictures: list[bytes] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    photos: list[bytes] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    fault: Exception | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def read(self, picture: bytes, wanted: Wanted, deadline: float) -> ReadCard:
        self.pictures.append(picture)
        self.wanted.append(wanted)
        self.threads.add(threading.current_thread().name)
        self.begun.set()
        self.gate.wait(60)
        self.ended.set()
        return _or_raised(self.sees)

    def embed(self, photo: bytes, deadline: float) -> Embedding:
        self.photos.append(photo)
        self.threads.add(threading.current_thread().name)
        return _or_raised(self.embedding)

    def similarity(self, one: Embedding, other: Embedding) -> float:
        if self.fault is not None:
            raise self.fault
        return float(100.0 * np.clip(one @ other, 0, 1))


@dataclass
class FakeAuthority:
    """Always answers ``answer``. ``asked``: the lookups. ``meanwhile`` runs before it answers."""

    answer: Answer = field(default_factory=lambda: Record(b"photo", face()))
    asked: list[tuple[str, str]] = field(default_factory=list)
    meanwhile: Callable[[], Any] | None = None

    async def lookup(self, name: str, id_num: str) -> Answer:
        self.asked.append((name, id_num))
        if self.meanwhile is not None:
            await self.meanwhile()
        return self.answer


def _or_raised(outcome: _T | Exception) -> _T:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
