"""Interpret an outside authority's answer, by rules on its status and its JSON."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from idphoto.authority.connector_config import AnswerRule, Meaning, PhotoPlace
from idphoto.authority.port import Answer, NameMismatch, NoPhoto, NoRecord, Record, Unavailable

_PLAIN: Final[dict[Meaning, Answer]] = {
    "no_record": NoRecord(),
    "name_mismatch": NameMismatch(),
    "no_photo": NoPhoto(),
    "unavailable": Unavailable("the authority answered that it is unavailable"),
}


class _Nothing:
    """The type of ``NOTHING``: there is no value, not even null."""


NOTHING: Final = _Nothing()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as received."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class PhotoAt:
    """A record whose photo must still be fetched. ``url``: as the authority wrote it."""

    url: str


def understand(
    reply: Reply, rules: Sequence[AnswerRule], photo: PhotoPlace | None
) -> Answer | PhotoAt:
    """What ``reply`` means by the first rule that matches; ``Unavailable`` if none does."""
    document = _parsed(reply.body)
    rule = next((each for each in rules if _fits(each, reply.status, document)), None)
    if rule is None:
        return Unavailable(f"no rule matches the authority's answer (status {reply.status})")
    if rule.means != "record":
        return _PLAIN[rule.means]
    if document is NOTHING:  # a truncated answer confirms nothing
        return Unavailable("the authority's answer is not JSON")
    return NoPhoto() if photo is None else _photo(document, photo)


def value_at(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer (RFC 6901); ``NOTHING`` if it leads nowhere."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict) and key in document:
            document = document[key]
        elif isinstance(document, list) and _is_index(key, len(document)):
            document = document[int(key)]
        else:
            return NOTHING
    return document


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return NOTHING


def _fits(rule: AnswerRule, status: int, document: Any) -> bool:
    if rule.statuses and status not in rule.statuses:
        return False
    if rule.pointer is None:
        return True
    found = value_at(document, rule.pointer)
    if not rule.values:
        return found is not None and found is not NOTHING
    # types must match too: true is not 1, and "0" is not 0
    return any(type(found) is type(value) and found == value for value in rule.values)


def _photo(document: Any, place: PhotoPlace) -> Answer | PhotoAt:
    found = value_at(document, place.pointer)
    if found is NOTHING or found is None or found == "":
        return NoPhoto()
    if not isinstance(found, str):
        return Unavailable("the photo in the authority's answer is not a string")
    if place.form == "url":
        return PhotoAt(found)
    encoded = found.partition(",")[2] if found.startswith("data:") else found
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return Unavailable("the photo in the authority's answer is not base64")
    return Record(data, None) if data else NoPhoto()


def _is_index(key: str, length: int) -> bool:
    # RFC 6901 allows no leading zeros. Ten digits exceed any list.
    plain = key.isascii() and key.isdigit() and len(key) < 10 and str(int(key)) == key
    return plain and int(key) < length
